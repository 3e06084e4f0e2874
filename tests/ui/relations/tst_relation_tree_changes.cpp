// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "open_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using joinery::test::child;
using joinery::test::titles;
using Role = ui::Theme::Role;

namespace {

bool hasTint(const QModelIndex& index, Role role) { return index.data(Qt::BackgroundRole).value<QColor>() == ui::Theme::instance().color(role); }

}  // namespace

class TstRelationTreeChanges : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void tintsChangedRowsAndShowsTheirNewLabel();
  void tintsRowsThatWillBeDeleted();
  void showsNewLinksBeforeTheRowsThatAreThere();
  void showsNewLinksFromTheOtherSide();
  void showsLinkRowsThatWereAddedByHand();
  void tintsRowsThatWillBeUnlinked();
  void showsRowsThatAreStillToBeAdded();
  void showsRowsThatMoveHere();
  void readsManyPendingRowsByFewStatements();
  void keepsWhatItCouldNotReadWholeFromBeingEdited();
  void keepsACutCellOfTheTopRowFromBeingEdited();
  void opensAnEmptyBranchForANewLink();
  void saysWhatAForeignKeyWillBe();
  void forgetsARowWhoseLinkIsTakenBackWhileItIsRead();
  void showsADefaultByItsExpression();

 private:
  void show(const std::string& model, std::int64_t id);
  QModelIndex open(const QModelIndex& index);
  QModelIndex top() const { return m_model->index(0, 0); }

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::RelationTreeModel> m_model;
};

void TstRelationTreeChanges::init() {
  m_open = std::make_unique<test::OpenDatabase>();
  m_model = std::make_unique<ui::RelationTreeModel>();
  auto* tester = new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
  tester->setUseFetchMore(false);
  m_model->setSource(m_open->database(), m_open->changes());
}

void TstRelationTreeChanges::cleanup() {
  m_model.reset();
  m_open.reset();
}

void TstRelationTreeChanges::show(const std::string& model, std::int64_t id) {
  QSignalSpy settled(m_model.get(), &ui::RelationTreeModel::settled);
  m_model->setRoot(model, key(id));
  QVERIFY(settled.wait());
}

QModelIndex TstRelationTreeChanges::open(const QModelIndex& index) {
  QSignalSpy settled(m_model.get(), &ui::RelationTreeModel::settled);
  m_model->fetchMore(index);
  if (!settled.wait()) qWarning("nothing was read");
  return index;
}

void TstRelationTreeChanges::tintsChangedRowsAndShowsTheirNewLabel() {
  show("album", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  m_open->changes()->setCell("track", key(1), "name", Value::text("T.N.T."), Value::text("Dynamite"));
  QTRY_VERIFY(child(tracks, s("Dynamite")).isValid());
  QVERIFY(hasTint(child(tracks, s("Dynamite")), Role::ChangedCell));
  m_open->changes()->undoStack().undo();
  QTRY_VERIFY(child(tracks, s("T.N.T.")).isValid());
  QVERIFY(child(tracks, s("T.N.T.")).data(Qt::BackgroundRole).isNull());
}

void TstRelationTreeChanges::tintsRowsThatWillBeDeleted() {
  show("album", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  m_open->changes()->deleteRow("track", key(2), {});
  QTRY_VERIFY(hasTint(child(tracks, s("Live Wire")), Role::DeletedRow));
  QVERIFY(child(tracks, s("Live Wire")).data(Qt::FontRole).value<QFont>().strikeOut());
}

void TstRelationTreeChanges::showsNewLinksBeforeTheRowsThatAreThere() {
  show("playlist", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  m_open->changes()->link("playlist", key(1), "track", key(2));
  QTRY_COMPARE(titles(*m_model, tracks), (QStringList{s("Live Wire"), s("T.N.T."), s("Riff Raff")}));
  QVERIFY(hasTint(child(tracks, s("Live Wire")), Role::InsertedRow));
  QCOMPARE(tracks.data().toString(), s("track (2 + 1 new)"));
  m_open->changes()->undoStack().undo();
  QTRY_COMPARE(titles(*m_model, tracks), (QStringList{s("T.N.T."), s("Riff Raff")}));
}

void TstRelationTreeChanges::showsNewLinksFromTheOtherSide() {
  m_open->changes()->link("playlist", key(2), "track", key(1));
  show("track", 1);
  QCOMPARE(child(top(), s("playlist")).data().toString(), s("playlist (1 + 1 new)"));
  QCOMPARE(titles(*m_model, open(child(top(), s("playlist")))), (QStringList{s("Quiet"), s("Loud")}));
}

void TstRelationTreeChanges::showsLinkRowsThatWereAddedByHand() {
  m_open->changes()->insertRow("playlist_track", {{"playlist_id", Value::integer(1)}, {"track_id", Value::integer(2)}});
  show("playlist", 1);
  QVERIFY(titles(*m_model, open(child(top(), s("track")))).contains(s("Live Wire")));
}

void TstRelationTreeChanges::tintsRowsThatWillBeUnlinked() {
  show("playlist", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  m_open->changes()->unlink("playlist", key(1), "track", key(3));
  QTRY_VERIFY(hasTint(child(tracks, s("Riff Raff")), Role::DeletedRow));
  QVERIFY(!hasTint(child(tracks, s("T.N.T.")), Role::DeletedRow));
}

void TstRelationTreeChanges::showsRowsThatAreStillToBeAdded() {
  show("album", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  m_open->changes()->insertRow("track", {{"name", Value::text("Fresh")}, {"album_id", Value::integer(1)}});
  m_open->changes()->insertRow("track", {{"name", Value::text("Elsewhere")}, {"album_id", Value::integer(2)}});
  QTRY_COMPARE(titles(*m_model, tracks), (QStringList{s("Fresh"), s("T.N.T."), s("Live Wire")}));
  // What belongs to it can be added below it.
  QVERIFY(m_model->hasChildren(child(tracks, s("Fresh"))));
  m_model->fetchMore(child(tracks, s("Fresh")));
  QVERIFY(child(child(tracks, s("Fresh")), s("playlist (0)")).isValid());
}

void TstRelationTreeChanges::showsRowsThatMoveHere() {
  show("album", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  m_open->changes()->setCell("track", key(3), "album_id", Value::integer(2), Value::integer(1));
  QTRY_VERIFY(child(tracks, s("Riff Raff")).isValid());
  QVERIFY(hasTint(child(tracks, s("Riff Raff")), Role::InsertedRow));
}

void TstRelationTreeChanges::readsManyPendingRowsByFewStatements() {
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 398) INSERT INTO track(id, name, album_id) SELECT i, printf('Song %d', i), 2 FROM n");
  m_open->changes()->beginGroup({});
  for (int i = 100; i < 399; ++i) m_open->changes()->setCell("track", key(i), "album_id", Value::integer(2), Value::integer(1));
  m_open->changes()->setCell("track", key(999), "album_id", Value::integer(2), Value::integer(1));
  m_open->changes()->endGroup();
  show("album", 1);
  m_open->selectsSince();
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  QTRY_COMPARE(m_model->rowCount(tracks), 302);
  QTRY_VERIFY(!m_model->isBusy());
  QCOMPARE(m_model->index(0, 0, tracks).data().toString(), s("Song 100"));
  QCOMPARE(m_model->index(298, 0, tracks).data().toString(), s("Song 398"));
  QVERIFY(m_model->node(m_model->index(299, 0, tracks))->isGone);
  // Three pages of pending rows, the one that is not there, and the branch's own page.
  QCOMPARE(m_open->selectsSince(), 5);
  // Those that come while it is open are read together, too.
  m_open->changes()->undoStack().undo();
  QTRY_COMPARE(m_model->rowCount(tracks), 2);
  m_open->changes()->undoStack().redo();
  QTRY_COMPARE(m_model->rowCount(tracks), 302);
  QTRY_VERIFY(!m_model->isBusy());
  QCOMPARE(m_open->selectsSince(), 4);
}

void TstRelationTreeChanges::keepsWhatItCouldNotReadWholeFromBeingEdited() {
  m_open->run("UPDATE track SET name = printf('%.*c', 20000, 'x') WHERE id = 3");
  m_open->changes()->setCell("track", key(3), "album_id", Value::integer(2), Value::integer(1));
  show("album", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  QTRY_VERIFY(m_model->index(0, 0, tracks).data().toString().startsWith(s("xxx")));
  QVERIFY2(m_model->readOnlyReason(m_model->index(0, 0, tracks)).contains(s("too large")), qPrintable(m_model->readOnlyReason(m_model->index(0, 0, tracks))));
}

void TstRelationTreeChanges::keepsACutCellOfTheTopRowFromBeingEdited() {
  m_open->run("UPDATE track SET name = printf('%.*c', 20000, 'x') WHERE id = 3");
  show("track", 3);
  QTRY_VERIFY(top().data().toString().contains(s("xxx")));
  QVERIFY2(m_model->readOnlyReason(top()).contains(s("too large")), qPrintable(m_model->readOnlyReason(top())));
}

void TstRelationTreeChanges::opensAnEmptyBranchForANewLink() {
  show("playlist", 2);
  const QPersistentModelIndex tracks = child(top(), s("track"));
  QVERIFY(!m_model->hasChildren(tracks));
  m_open->changes()->link("playlist", key(2), "track", key(1));
  QTRY_VERIFY(m_model->hasChildren(tracks));
  QCOMPARE(titles(*m_model, open(tracks)), (QStringList{s("T.N.T.")}));
}

void TstRelationTreeChanges::saysWhatAForeignKeyWillBe() {
  show("album", 1);
  m_open->changes()->setCell("album", key(1), "artist_id", Value::integer(1), Value::integer(2));
  QTRY_VERIFY(hasTint(child(top(), s("artist")), Role::ChangedCell));
  QVERIFY(child(top(), s("artist")).siblingAtColumn(1).data().toString().contains(s("will be 2")));
}

void TstRelationTreeChanges::forgetsARowWhoseLinkIsTakenBackWhileItIsRead() {
  show("playlist", 1);
  const QPersistentModelIndex tracks = open(child(top(), s("track")));
  m_open->changes()->link("playlist", key(1), "track", key(2));
  QTRY_COMPARE(m_model->rowCount(tracks), 3);
  m_model->fetchMore(m_model->index(0, 0, tracks));
  QSignalSpy settled(m_model.get(), &ui::RelationTreeModel::settled);
  m_open->changes()->undoStack().undo();
  QTRY_COMPARE(m_model->rowCount(tracks), 2);
  QTRY_VERIFY(!m_model->isBusy());
}

/// A foreign key that is set to its default leads nowhere that is known.
void TstRelationTreeChanges::showsADefaultByItsExpression() {
  m_open->runAndReopen("CREATE TABLE stamp(id INTEGER PRIMARY KEY, made TEXT DEFAULT CURRENT_TIMESTAMP, artist_id INTEGER DEFAULT (1 + 1) REFERENCES artist(id)); INSERT INTO stamp VALUES (1, 'early', 1)");
  m_model->setSource(m_open->database(), m_open->changes());
  show("stamp", 1);
  m_open->changes()->setCell("stamp", key(1), "made", Value::text("early"), Operand::Default{});
  m_open->changes()->setCell("stamp", key(1), "artist_id", Value::integer(1), Operand::Default{});
  QTRY_VERIFY(child(top(), s("artist")).siblingAtColumn(1).data().toString().contains(s("will be 1 + 1")));
  for (const char* attribute : {"made", "artist_id"}) QVERIFY(m_open->changes()->changeOf("stamp", key(1))->value(attribute)->isDefault());
}

JOINERY_TEST(TstRelationTreeChanges)
#include "tst_relation_tree_changes.moc"
