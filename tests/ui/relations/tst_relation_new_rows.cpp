// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "orm/model/mapping.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tree_test.h"
#include "ui/relations/relation_query.h"
#include "ui/relations/relation_text.h"
#include "ui/value/value_editor.h"

using namespace joinery;
using namespace joinery::test;

/// Editors of every kind in the tree; rows that are still to be added, and relationships with a fixed condition.
class TstRelationNewRows : public TreeTest {
  Q_OBJECT
 private Q_SLOTS:
  void editsWithTheEditorOfTheKind();
  void opensAndClosesEveryEditorWithoutAChange();
  void showsWhereANewRowBelongs();
  void countsTheRowsOfANewRowAsOfAStoredOne();
  void marksANewRowThatIsAboveAlready();
  void listsTheNewestOfVeryManyNewRows();
  void readsAndCountsByTheCriterion();
  void givesAddedAndAttachedRowsTheCriterion();
  void showsPendingRowsByTheCriterion();

 private:
  QModelIndex cell(const QModelIndex& row, const std::string& attribute);
  void makeRemarks();

  std::shared_ptr<const Registry> m_remarks;
};

QModelIndex TstRelationNewRows::cell(const QModelIndex& row, const std::string& attribute) {
  for (int column = 0; column < m_tree->model()->columnCount(); ++column)
    if (const Attribute* each = m_tree->model()->attributeAt(row.siblingAtColumn(column)); each && each->name == attribute) return row.siblingAtColumn(column);
  return {};
}

void TstRelationNewRows::editsWithTheEditorOfTheKind() {
  m_open->run("CREATE TABLE event(id INTEGER PRIMARY KEY, title TEXT, day DATE, open BOOLEAN, about JSON, album_id INTEGER REFERENCES album(id));"
              "INSERT INTO event VALUES (1, 'Gig', '2024-02-29', 1, '{\"a\": 1}', 1)");
  m_open->database()->open();
  m_tree->settle();
  QTRY_VERIFY_WITH_TIMEOUT(m_open->database()->registry()->find("event"), kPatience);
  m_tree->tree().setShowsColumns(true);
  m_tree->showRow("event", key(1));
  const QPersistentModelIndex row = m_tree->go({s("event")});
  const std::map<std::string, QByteArray> kinds{{"title", "LineEditor"}, {"day", "MomentEditor"}, {"open", "ChoiceEditor"}, {"about", "LinesEditor"}};
  for (const auto& [attribute, kind] : kinds) {
    m_tree->view()->setCurrentIndex(cell(row, attribute));
    m_tree->press(Qt::Key_F2);
    QVERIFY2(m_tree->editor(), attribute.c_str());
    auto* editor = qobject_cast<ui::ValueEditor*>(m_tree->editor()->parentWidget());
    QVERIFY2(editor && QByteArray(editor->metaObject()->className()).endsWith(kind), editor ? editor->metaObject()->className() : attribute.c_str());
    QTest::keyClick(m_tree->editor(), Qt::Key_Return);
    QVERIFY2(!m_tree->editor(), attribute.c_str());
  }
  QVERIFY(m_open->changes()->isEmpty());
}

void TstRelationNewRows::opensAndClosesEveryEditorWithoutAChange() {
  m_tree->tree().setShowsColumns(true);
  for (const char* model : {"artist", "album", "track", "playlist", "employee", "box", "amount"}) {
    m_tree->showRows({model, Json::object(), {}});
    for (int row = 0; row < m_tree->model()->rowCount(); ++row)
      for (int column = 0; column < m_tree->model()->columnCount(); ++column) {
        const QModelIndex index = m_tree->model()->index(row, column);
        if (!(index.flags() & Qt::ItemIsEditable)) continue;
        for (const Qt::Key end : {Qt::Key_Return, Qt::Key_Tab, Qt::Key_Escape}) {
          m_tree->view()->setCurrentIndex(index);
          m_tree->press(Qt::Key_F2);
          QVERIFY2(m_tree->editor(), model);
          QTest::keyClick(m_tree->editor(), end);
          if (m_tree->editor()) QTest::keyClick(m_tree->editor(), Qt::Key_Escape);
        }
      }
    QVERIFY2(m_open->changes()->isEmpty(), model);
  }
}

void TstRelationNewRows::showsWhereANewRowBelongs() {
  m_open->changes()->insertRow("track", {{"name", Value::text("Fresh")}, {"album_id", Value::integer(2)}});
  const std::string artist = m_open->changes()->insertRow("artist", {{"name", Value::text("Somebody")}});
  m_open->changes()->insertRow("album", {{"title", Value::text("Debut")}, {"artist_id", Operand::Reference{artist, "id"}}});
  m_tree->showRows({"track", Json::object(), {}});
  QVERIFY2(m_tree->below({s("Fresh")}).contains(s("album: Powerage")), qPrintable(m_tree->below({s("Fresh")}).join(QLatin1Char('|'))));
  m_tree->showRows({"album", Json::object(), {}});
  QVERIFY2(m_tree->below({s("Debut")}).contains(s("artist: Somebody")), qPrintable(m_tree->below({s("Debut")}).join(QLatin1Char('|'))));
  // What it leads to follows what is typed.
  const std::string debut = m_open->changes()->inserts("album").front()->ref;
  m_open->changes()->setInsertedCell(debut, "artist_id", Value::integer(1));
  m_tree->settle();
  QTRY_VERIFY(m_tree->below({s("Debut")}).contains(s("artist: AC/DC")));
  m_open->changes()->clearInsertedCell(debut, "artist_id");
  QTRY_VERIFY(m_tree->below({s("Debut")}).contains(s("artist: none")));
}

void TstRelationNewRows::countsTheRowsOfANewRowAsOfAStoredOne() {
  const std::string artist = m_open->changes()->insertRow("artist", {{"name", Value::text("Somebody")}});
  m_open->changes()->insertRow("album", {{"title", Value::text("Debut")}, {"artist_id", Operand::Reference{artist, "id"}}});
  m_open->changes()->insertRow("album", {{"title", Value::text("Third")}, {"artist_id", Value::integer(1)}});
  m_tree->showRows({"artist", Json::object(), {}});
  QCOMPARE(m_tree->below({s("Somebody")}), QStringList{s("album (1 new)")});
  QCOMPARE(m_tree->below({s("AC/DC")}), QStringList{s("album (2 + 1 new)")});
  const QModelIndex branch = m_tree->go({s("Somebody"), s("album")});
  QCOMPARE(branch.data(Qt::AccessibleTextRole).toString(), s("album, 1 new"));
}

void TstRelationNewRows::marksANewRowThatIsAboveAlready() {
  const std::string artist = m_open->changes()->insertRow("artist", {{"name", Value::text("Somebody")}});
  m_open->changes()->insertRow("album", {{"title", Value::text("Debut")}, {"artist_id", Operand::Reference{artist, "id"}}});
  m_tree->showRows({"artist", Json::object(), {}});
  const QModelIndex above = m_tree->go({s("Somebody"), s("album"), s("Debut"), s("artist")});
  QVERIFY(m_tree->model()->node(above)->isAbove);
  QVERIFY(!m_tree->model()->hasChildren(above));
}

void TstRelationNewRows::listsTheNewestOfVeryManyNewRows() {
  m_open->changes()->beginGroup({});
  for (int i = 0; i < 1'000; ++i) m_open->changes()->insertRow("track", {{"name", Value::text("Song " + std::to_string(i))}, {"album_id", Value::integer(1)}});
  m_open->changes()->endGroup();
  m_tree->showRow("album", key(1));
  const QPersistentModelIndex tracks = m_tree->go({s("album"), s("track")});
  QCOMPARE(tracks.data().toString(), s("track (2 + over 300 new)"));
  const QStringList below = m_tree->below({s("album"), s("track")});
  QCOMPARE(below.size(), 302);
  QCOMPARE(below[0], s("Song 700"));
  QCOMPARE(below[299], s("Song 999"));
  m_tree->go({s("album"), s("track")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("The newest"));
  QCOMPARE(m_tree->below({s("album"), s("track")})[299], s("The newest"));
}

/// Remarks on albums and on tracks stand in one table, told apart by a kind.
void TstRelationNewRows::makeRemarks() {
  m_open->run("CREATE TABLE remark(id INTEGER PRIMARY KEY, what TEXT, kind TEXT, item_id INTEGER);"
              "INSERT INTO remark VALUES (1, 'great', 'album', 1), (2, 'loud', 'track', 1), (3, 'lost', NULL, NULL), (4, 'fine', 'album', 1)");
  QSignalSpy opened(m_open->database(), &ui::Database::opened);
  m_open->database()->open();
  QVERIFY(opened.wait(kPatience));
  ModelMapping remark{.name = "remark", .table = QualifiedName("remark")};
  RelationshipMapping toAlbum{.name = "album", .to = "album", .backPopulates = "remarks"};
  toAlbum.joins = {{"item_id", "id"}};
  toAlbum.criterion = {{"kind", Value::text("album")}};
  remark.relationships = {toAlbum};
  ModelMapping album{.name = "album", .table = QualifiedName("album")};
  RelationshipMapping remarks{.name = "remarks", .to = "remark", .backPopulates = "album"};
  remarks.joins = {{"id", "item_id"}};
  remarks.criterion = {{"kind", Value::text("album")}};
  album.relationships = {remarks};
  m_remarks = mapModels(std::make_shared<schema::MetaData>(m_open->database()->registry()->metadata()), {remark, album});
}

void TstRelationNewRows::readsAndCountsByTheCriterion() {
  makeRemarks();
  const ui::RelationQuery query(m_remarks, m_remarks->at("album"), key(1));
  const Relationship* remarks = m_remarks->at("album").relationship("remarks");
  auto worker = m_open->database()->newWorker(s("test"));
  auto job = worker->run([&](Worker::Context& context) { return std::pair(query.counts(context, {remarks}).front(), query.page(context, *remarks, {}).rows.size()); });
  QTRY_VERIFY_WITH_TIMEOUT(job.future.isFinished(), kPatience);
  const auto result = job.future.result();
  QVERIFY(result);
  QCOMPARE(result->first, std::int64_t{2});
  QCOMPARE(result->second, std::size_t{2});
}

void TstRelationNewRows::givesAddedAndAttachedRowsTheCriterion() {
  makeRemarks();
  ui::PendingChanges& changes = *m_open->changes();
  const ui::RelationEdits edits(&changes, m_remarks, ui::RelationOverlay(&changes, m_remarks));
  ui::RelationNode album;
  album.shape = std::make_shared<const ui::RowShape>(m_remarks->at("album"));
  album.row.key = key(1);
  const ui::RelationEdits::Place place{&album, m_remarks->at("album").relationship("remarks"), nullptr, &m_remarks->at("remark")};
  std::string ref;
  QCOMPARE(edits.add(place, &ref), QString());
  QVERIFY(*changes.insertByRef(ref)->value("kind") == Operand(Value::text("album")));
  QVERIFY(*changes.insertByRef(ref)->value("item_id") == Operand(Value::integer(1)));
  const ui::RowShape shape(m_remarks->at("remark"));
  ui::RelatedRow lost;
  lost.key = key(3);
  lost.values.resize(shape.attributes.size());
  lost.values[static_cast<std::size_t>(shape.indexOfAttribute("id"))] = Value::integer(3);
  QCOMPARE(edits.attach(place, shape, lost), QString());
  const Change* attached = changes.changeOf("remark", key(3));
  QVERIFY(attached);
  QVERIFY(*attached->value("kind") == Operand(Value::text("album")));
  QVERIFY(*attached->value("item_id") == Operand(Value::integer(1)));
  // From the side that refers.
  ui::RelationNode remark;
  remark.shape = std::make_shared<const ui::RowShape>(shape);
  remark.row = lost;
  remark.row.key = key(2);
  ui::RelatedRow powerage;
  powerage.key = key(2);
  QCOMPARE(edits.attach({&remark, m_remarks->at("remark").relationship("album"), nullptr, &m_remarks->at("album")}, *album.shape, powerage), QString());
  QVERIFY(*changes.changeOf("remark", key(2))->value("kind") == Operand(Value::text("album")));
}

void TstRelationNewRows::showsPendingRowsByTheCriterion() {
  makeRemarks();
  ChangeSet set;
  const auto add = [&](const char* ref, const char* kind) {
    Change change;
    change.model = "remark";
    change.ref = ref;
    change.values = {{"item_id", Value::integer(1)}};
    if (kind) change.values.emplace_back("kind", Value::text(kind));
    set.add(change);
  };
  add("a", "album");
  add("b", "track");
  add("c", nullptr);
  const ui::RelationOverlay overlay(std::make_shared<const ui::RelationOverlay::Snapshot>(m_remarks, set), m_remarks);
  ui::RelationNode album, branch;
  album.shape = std::make_shared<const ui::RowShape>(m_remarks->at("album"));
  album.row.key = key(1);
  for (const Attribute* attribute : album.shape->attributes) album.row.values.push_back(attribute->name == "id" ? Value::integer(1) : Value());
  branch.kind = ui::RelationNode::Kind::Branch;
  branch.parent = &album;
  branch.relationship = m_remarks->at("album").relationship("remarks");
  branch.shape = std::make_shared<const ui::RowShape>(m_remarks->at("remark"));
  const auto links = overlay.linksOf(branch);
  QCOMPARE(links.size(), std::size_t{1});
  QCOMPARE(links.front().ref, std::string("a"));
}

JOINERY_TEST(TstRelationNewRows)
#include "tst_relation_new_rows.moc"
