// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "open_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/relations/relation_tree_model.h"

using namespace joinery;
using namespace joinery::test;
using joinery::test::child;

class TstRelationCounts : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void init();
  void cleanup();
  void tellsRowsThatWillBeDeleted();
  void tellsRowsThatMoveElsewhere();
  void tellsRowsThatAreDetached();
  void tellsWhatIsDeletedOfManyToMany();
  void tellsALinkWhoseOwnRowIsDeletedOnce();
  void doesNotAddALinkedRowThatIsDeleted();
  void leavesOutWhatAFilterHides();
  void tellsThatThereAreMoreThanItLooksAt();
  void asksOnlyForBranchesThatLoseSomething();

 private:
  void show(const std::string& model, std::int64_t id);
  QModelIndex top() const { return m_model->index(0, 0); }
  QString count(const QString& branch) const { return child(top(), branch).data().toString(); }
  /// The rows that the open branch shows, how they are counted: "2 + 1 new − 1 removed".
  QString shown(const QString& branch);

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::RelationTreeModel> m_model;
};

void TstRelationCounts::init() {
  QFETCH_GLOBAL(int, backend);
  m_open = std::make_unique<test::OpenDatabase>(static_cast<Backend>(backend));
  m_model = std::make_unique<ui::RelationTreeModel>();
  auto* tester = new QAbstractItemModelTester(m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_model.get());
  tester->setUseFetchMore(false);
  m_model->setSource(m_open->database(), m_open->changes());
}

void TstRelationCounts::cleanup() {
  m_model.reset();
  m_open.reset();
}

void TstRelationCounts::show(const std::string& model, std::int64_t id) {
  QSignalSpy settled(m_model.get(), &ui::RelationTreeModel::settled);
  m_model->setRoot(model, key(id));
  QVERIFY(settled.wait());
}

QString TstRelationCounts::shown(const QString& branch) {
  const QPersistentModelIndex place = child(top(), branch);
  m_model->fetchMore(place);
  if (!QTest::qWaitFor([&] { return !m_model->isBusy(); }, kPatience)) return s("it is not read");
  using Tint = ui::RelationNode::Tint;
  int stored = 0, added = 0, removed = 0;
  for (int row = 0; row < m_model->rowCount(place); ++row) {
    const ui::RelationNode& node = *m_model->node(m_model->index(row, 0, place));
    if (!node.isPending) ++stored;
    if (node.isPending && node.tint != Tint::Deleted) ++added;
    if (!node.isPending && node.tint == Tint::Deleted) ++removed;
  }
  QString text = QString::number(stored);
  if (added > 0) text = stored == 0 ? s("%1 new").arg(added) : text + s(" + %1 new").arg(added);
  if (removed > 0) text += s(" − %1 removed").arg(removed);
  return s("%1 (%2)").arg(branch, text);
}

void TstRelationCounts::tellsRowsThatWillBeDeleted() {
  show("album", 1);
  m_open->changes()->deleteRow("track", key(2), {{"id", Value::integer(2)}, {"album_id", Value::integer(1)}});
  QTRY_COMPARE(count(s("track")), s("track (2 − 1 removed)"));
  QCOMPARE(shown(s("track")), count(s("track")));
  QCOMPARE(child(top(), s("track")).data(Qt::AccessibleTextRole).toString(), s("track, 2 rows, 1 will be removed"));
  // Nobody knows where these stand but the database.
  m_open->changes()->deleteRow("track", key(1), {});
  m_open->changes()->deleteRow("track", key(3), {});
  QTRY_COMPARE(count(s("track")), s("track (2 − 2 removed)"));
  QCOMPARE(shown(s("track")), count(s("track")));
  for (int step = 0; step < 3; ++step) m_open->changes()->undoStack().undo();
  QTRY_COMPARE(count(s("track")), s("track (2)"));
}

void TstRelationCounts::tellsRowsThatMoveElsewhere() {
  m_open->changes()->setCell("track", key(1), "album_id", Value::integer(1), Value::integer(2));
  m_open->changes()->setCell("track", key(2), "name", Value::text("Live Wire"), Value::text("Dead Wire"));
  show("album", 1);
  QTRY_COMPARE(count(s("track")), s("track (2 − 1 removed)"));
  QCOMPARE(shown(s("track")), count(s("track")));
  show("album", 2);
  QTRY_COMPARE(count(s("track")), s("track (1 + 1 new)"));
  QCOMPARE(shown(s("track")), count(s("track")));
}

void TstRelationCounts::tellsRowsThatAreDetached() {
  show("playlist", 1);
  m_open->changes()->unlink("playlist", key(1), "track", key(3));
  m_open->changes()->link("playlist", key(1), "track", key(2));
  QTRY_COMPARE(count(s("track")), s("track (2 + 1 new − 1 removed)"));
  QCOMPARE(shown(s("track")), count(s("track")));
  show("track", 3);
  QTRY_COMPARE(count(s("playlist")), s("playlist (1 − 1 removed)"));
}

void TstRelationCounts::tellsWhatIsDeletedOfManyToMany() {
  show("playlist", 1);
  m_open->changes()->deleteRow("track", key(1), {});
  m_open->changes()->deleteRow("track", key(2), {});
  QTRY_COMPARE(count(s("track")), s("track (2 − 1 removed)"));
  QCOMPARE(shown(s("track")), count(s("track")));
}

void TstRelationCounts::tellsALinkWhoseOwnRowIsDeletedOnce() {
  show("playlist", 1);
  m_open->changes()->deleteRow("playlist_track", {Value::integer(1), Value::integer(1)}, {{"playlist_id", Value::integer(1)}, {"track_id", Value::integer(1)}});
  QTRY_COMPARE(count(s("track")), s("track (2 − 1 removed)"));
  QCOMPARE(shown(s("track")), count(s("track")));
  m_open->changes()->deleteRow("track", key(1), {});
  m_open->changes()->deleteRow("track", key(3), {});
  QTRY_COMPARE(count(s("track")), s("track (2 − 2 removed)"));
  QCOMPARE(shown(s("track")), count(s("track")));
}

void TstRelationCounts::doesNotAddALinkedRowThatIsDeleted() {
  show("playlist", 2);
  m_open->changes()->link("playlist", key(2), "track", key(1));
  m_open->changes()->link("playlist", key(2), "track", key(2));
  QTRY_COMPARE(count(s("track")), s("track (2 new)"));
  m_open->changes()->deleteRow("track", key(1), {});
  QTRY_COMPARE(count(s("track")), s("track (1 new)"));
  QCOMPARE(shown(s("track")), count(s("track")));
}

void TstRelationCounts::leavesOutWhatAFilterHides() {
  m_model->setPrune(Json{{"track", {{"name", "T.N.T."}}}});
  show("album", 1);
  m_open->changes()->deleteRow("track", key(2), {});
  m_open->changes()->setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("Low"));
  QTRY_VERIFY(!m_model->isBusy() && top().data().toString().contains(s("Low")));
  QCOMPARE(count(s("track")), s("track (1 after pruning)"));
  m_open->changes()->deleteRow("track", key(1), {});
  QTRY_COMPARE(count(s("track")), s("track (1 after pruning − 1 removed)"));
}

void TstRelationCounts::tellsThatThereAreMoreThanItLooksAt() {
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1299) INSERT INTO track(id, name, album_id) SELECT i, 'Song', 1 FROM n");
  m_open->changes()->beginGroup({});
  for (int i = 100; i < 1'300; ++i) m_open->changes()->deleteRow("track", key(i), {{"album_id", Value::integer(1)}});
  m_open->changes()->endGroup();
  show("album", 1);
  QTRY_COMPARE(count(s("track")), s("track (1,202 − 1,001 or more removed)"));
}

void TstRelationCounts::asksOnlyForBranchesThatLoseSomething() {
  show("album", 1);
  m_open->selectsSince();
  m_open->changes()->setCell("track", key(1), "name", Value::text("T.N.T."), Value::text("Dynamite"));
  m_open->changes()->deleteRow("track", key(3), {{"id", Value::integer(3)}, {"album_id", Value::integer(2)}});
  m_open->changes()->setCell("album", key(1), "title", Value::text("High Voltage"), Value::text("Low"));
  QTRY_VERIFY(top().data().toString().contains(s("Low")));
  QVERIFY(!m_model->isBusy());
  QCOMPARE(m_open->selectsSince(), 0);
}

JOINERY_TEST(TstRelationCounts)
#include "tst_relation_counts.moc"
