// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "diagram_schema.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/designer/diagram/alignment.h"
#include "ui/designer/diagram/diagram_edits.h"
#include "ui/designer/diagram/diagram_model.h"

using namespace joinery;
using namespace joinery::ui;
using namespace joinery::test;

/// What a diagram keeps, and how it is changed.
class TstDiagramModel : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void aRefreshMovesNothing();
  void newTablesStandBesideTheOthers();
  void aTableThatComesBackStandsWhereItStood();
  void everyStepIsUndone();
  void stepsByKeysAreOne();
  void whatIsTakenOffKeepsItsPlace();
  void groupsFollowTheirTables();
  void findsNeighboursToADepth();
  void alignsAndDistributes();
  void takesToOthersWhenDragged();

 private:
  QPointF placeOf(const char* name) const { return m_model->cards()[static_cast<std::size_t>(m_model->cardOf(QualifiedName(name)))].position; }
  std::unique_ptr<DiagramModel> m_model;
};

void TstDiagramModel::init() {
  m_model = std::make_unique<DiagramModel>();
  m_model->setSchema(shared(music()));
  m_model->setDiagram({.name = "d", .everyTable = true});
  QVERIFY(m_model->needsLayout());
  m_model->place({{0, 0}, {300, 0}, {601, 9}, {900, 0}});
  QVERIFY(!m_model->needsLayout());
}

void TstDiagramModel::aRefreshMovesNothing() {
  QSignalSpy edited(m_model.get(), &DiagramModel::edited);
  QCOMPARE(placeOf("tag"), QPointF(600, 0));
  const Diagram before = m_model->diagram();
  m_model->setSchema(shared(music()));
  QVERIFY(m_model->diagram() == before);
  QCOMPARE(placeOf("tag"), QPointF(600, 0));
  QCOMPARE(edited.count(), 0);
}

void TstDiagramModel::newTablesStandBesideTheOthers() {
  schema::MetaData more = music();
  auto label = table("label", {column("artist_id")});
  label.foreignKeys.push_back(refersTo("artist", {"artist_id"}));
  more.add(label);
  more.add(table("lonely"));
  const std::map<std::string, QPointF> before{{"album", placeOf("album")}, {"artist", placeOf("artist")}, {"tag", placeOf("tag")}, {"track", placeOf("track")}};
  m_model->setSchema(shared(more));
  QCOMPARE(m_model->cards().size(), std::size_t(6));
  for (const auto& [name, place] : before) QCOMPARE(placeOf(name.c_str()), place);
  for (std::size_t one = 0; one < m_model->cards().size(); ++one)
    for (std::size_t other = one + 1; other < m_model->cards().size(); ++other) QVERIFY(!m_model->cards()[one].rect().intersects(m_model->cards()[other].rect()));
  QVERIFY(m_model->diagram().table(QualifiedName("lonely"))->place);
}

void TstDiagramModel::aTableThatComesBackStandsWhereItStood() {
  schema::MetaData fewer;
  fewer.defaultSchema = "main";
  const schema::MetaData all = music();
  for (const auto& each : all.tables())
    if (each->name.name != "album") fewer.add(*each);
  const QPointF place = placeOf("album");
  m_model->setSchema(shared(fewer));
  QCOMPARE(m_model->cardOf(QualifiedName("album")), -1);
  QVERIFY(m_model->diagram().table(QualifiedName("album")));
  m_model->setSchema(shared(music()));
  QCOMPARE(placeOf("album"), place);
}

void TstDiagramModel::everyStepIsUndone() {
  const Diagram before = m_model->diagram();
  QSignalSpy edited(m_model.get(), &DiagramModel::edited);
  m_model->edit(s("Move"), withPlaces(*m_model, {{0, QPointF(40, 400)}}));
  QCOMPARE(placeOf("album"), QPointF(40, 400));
  Diagram keys = m_model->diagram();
  keys.columns = Diagram::Columns::Keys;
  m_model->edit(s("Show"), keys);
  QCOMPARE(edited.count(), 2);
  m_model->undoStack().undo();
  m_model->undoStack().undo();
  QVERIFY(m_model->diagram() == before);
  QCOMPARE(placeOf("album"), QPointF(0, 0));
  m_model->undoStack().redo();
  QCOMPARE(placeOf("album"), QPointF(40, 400));
  // Nothing is a step that changes nothing.
  m_model->edit(s("Move"), m_model->diagram());
  QCOMPARE(edited.count(), 5);
  QVERIFY(m_model->undoStack().canRedo());
}

void TstDiagramModel::stepsByKeysAreOne() {
  for (int i = 1; i <= 3; ++i) m_model->edit(s("Move by keys"), withPlaces(*m_model, {{0, QPointF(20 * i, 0)}}), DiagramModel::Merge::WithSameBefore);
  QCOMPARE(m_model->undoStack().count(), 1);
  m_model->undoStack().undo();
  QCOMPARE(placeOf("album"), QPointF(0, 0));
}

void TstDiagramModel::whatIsTakenOffKeepsItsPlace() {
  const QPointF place = placeOf("artist");
  m_model->edit(s("Off"), withoutCards(*m_model, {m_model->cardOf(QualifiedName("artist"))}));
  QCOMPARE(m_model->cards().size(), std::size_t(3));
  m_model->setSchema(shared(music()));
  QCOMPARE(m_model->cards().size(), std::size_t(3));
  m_model->edit(s("Tables"), withTables(*m_model, {QualifiedName("artist"), QualifiedName("album")}));
  QCOMPARE(m_model->cards().size(), std::size_t(2));
  QCOMPARE(placeOf("artist"), place);
}

void TstDiagramModel::groupsFollowTheirTables() {
  m_model->edit(s("Group"), withGroup(*m_model, {0, 1}, {.title = "Music"}));
  const QRectF frame = m_model->groupFrame(m_model->diagram().groups[0]);
  QVERIFY(frame.contains(m_model->cards()[0].rect()) && frame.contains(m_model->cards()[1].rect()) && !frame.intersects(m_model->cards()[2].rect()));
  m_model->edit(s("Move"), withPlaces(*m_model, {{1, QPointF(300, 800)}}));
  QVERIFY(m_model->groupFrame(m_model->diagram().groups[0]).contains(m_model->cards()[1].rect()));
  // A table is in one group.
  m_model->edit(s("Group"), withGroup(*m_model, {1}, {.title = "Other"}));
  QCOMPARE(m_model->diagram().groups[0].tables, std::vector<QualifiedName>{QualifiedName("album")});
}

void TstDiagramModel::findsNeighboursToADepth() {
  const int artist = m_model->cardOf(QualifiedName("artist")), album = m_model->cardOf(QualifiedName("album")), track = m_model->cardOf(QualifiedName("track"));
  QCOMPARE(m_model->neighbours({artist}, 0), QSet<int>{artist});
  QCOMPARE(m_model->neighbours({artist}, 1), (QSet<int>{artist, album}));
  QCOMPARE(m_model->neighbours({artist}, 9), (QSet<int>{artist, album, track}));
}

void TstDiagramModel::alignsAndDistributes() {
  const std::vector<QRectF> rects{{0, 0, 100, 40}, {220, 300, 140, 80}, {40, 100, 60, 40}};
  QCOMPARE(aligned(rects, Alignment::Left)[1], QPointF(0, 300));
  QCOMPARE(aligned(rects, Alignment::Right)[2], QPointF(300, 100));
  QCOMPARE(aligned(rects, Alignment::Bottom)[0], QPointF(0, 340));
  QCOMPARE(aligned(rects, Alignment::Centre)[0], QPointF(130, 0));
  const auto down = distributed(rects, Qt::Vertical);
  QCOMPARE(down[0], QPointF(0, 0));
  QCOMPARE(down[1], QPointF(220, 300));
  QCOMPARE(down[2], QPointF(40, 150));
}

void TstDiagramModel::takesToOthersWhenDragged() {
  const Snap alone = snapped(QRectF(33, 48, 100, 40), {}, 7);
  QCOMPARE(QPointF(33, 48) + alone.offset, QPointF(40, 40));
  QVERIFY(alone.guides.empty());
  // Its right edge comes to that of the other one, its top to the grid.
  const Snap beside = snapped(QRectF(33, 48, 100, 40), {QRectF(-10, 300, 140, 80)}, 7);
  QCOMPARE(QPointF(33, 48) + beside.offset, QPointF(30, 40));
  QCOMPARE(beside.guides.size(), std::size_t(1));
  QCOMPARE(beside.guides[0].x1(), 130.0);
}

JOINERY_TEST(TstDiagramModel)
#include "tst_diagram_model.moc"
