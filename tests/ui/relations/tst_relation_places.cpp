// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tree_test.h"

using namespace joinery;
using namespace joinery::test;

/// What is open in a relation tree, and where one is, when everything is read anew.
class TstRelationPlaces : public TreeTest {
  Q_OBJECT
 private Q_SLOTS:
  void keepsThePlaceAfterACommit();
  void followsNewRowsToTheirKeys();
  void showsTheRowThatWasAddedAtTheTop();
  void followsAKeyThatWasChanged();
  void opensNothingThatWasClosed();
  void readsOnAsFarAsItWasRead();
  void goesToTheNeighbourOfADeletedRow();
  void leavesWhereAPersonGoesMeanwhile();

 private:
  void commit();
  QString currentText() const { return m_tree->view()->currentIndex().siblingAtColumn(0).data().toString(); }
};

void TstRelationPlaces::commit() {
  QSignalSpy committed(m_open->changes(), &ui::PendingChanges::committed);
  m_open->changes()->commit();
  QVERIFY(committed.wait(kPatience));
  m_tree->settle();
}

void TstRelationPlaces::keepsThePlaceAfterACommit() {
  m_tree->tree().setShowsColumns(true);
  m_tree->showRows({"artist", Json::object(), {}});
  const QModelIndex track = m_tree->go({s("AC/DC"), s("album"), s("Powerage"), s("track"), s("Riff Raff")});
  const QModelIndex cell = track.siblingAtColumn(ui::RelationTreeModel::FirstCellColumn);
  m_tree->view()->setCurrentIndex(cell);
  m_open->changes()->setCell("track", key(3), "milliseconds", Value::integer(312000), Value::integer(1));
  commit();
  const QModelIndex current = m_tree->view()->currentIndex();
  QCOMPARE(currentText(), s("Riff Raff"));
  QCOMPARE(current.column(), int{ui::RelationTreeModel::FirstCellColumn});
  QCOMPARE(m_tree->model()->node(current)->row.key, key(3));
  QVERIFY(m_tree->view()->isExpanded(current.parent().siblingAtColumn(0)));
}

void TstRelationPlaces::followsNewRowsToTheirKeys() {
  m_tree->showRows({"artist", Json::object(), {}});
  m_tree->go({s("Nobody")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("Somebody"));
  m_tree->go({s("Somebody"), s("album")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("Debut"));
  m_tree->go({s("Somebody"), s("album"), s("Debut"), s("track")});
  m_tree->press(Qt::Key_Insert);
  m_tree->type(s("Opener"));
  m_tree->go({s("Somebody"), s("album"), s("Debut"), s("track"), s("Opener")});
  commit();
  QCOMPARE(currentText(), s("Opener"));
  const ui::RelationNode* row = m_tree->model()->node(m_tree->view()->currentIndex());
  QVERIFY(row->ref.empty() && row->row.key.size() == 1);
  QCOMPARE(row->owner()->owner()->title, s("Somebody"));
}

void TstRelationPlaces::showsTheRowThatWasAddedAtTheTop() {
  const std::string ref = m_open->changes()->insertRow("artist", {{"name", Value::text("Somebody")}});
  m_open->changes()->insertRow("album", {{"title", Value::text("Debut")}, {"artist_id", Operand::Reference{ref, "id"}}});
  m_tree->tree().setInserted("artist", ref);
  m_tree->go({s("Somebody"), s("album"), s("Debut")});
  commit();
  QCOMPARE(currentText(), s("Debut"));
  QCOMPARE(titles(*m_tree->model()), QStringList{s("artist: Somebody")});
}

void TstRelationPlaces::followsAKeyThatWasChanged() {
  m_tree->showRows({"playlist", Json::object(), {}});
  m_open->changes()->setCell("playlist", key(2), "id", Value::integer(2), Value::integer(20));
  m_tree->go({s("Quiet")});
  m_tree->settle();
  commit();
  QCOMPARE(currentText(), s("Quiet"));
  QCOMPARE(m_tree->model()->node(m_tree->view()->currentIndex())->row.key, key(20));
}

void TstRelationPlaces::opensNothingThatWasClosed() {
  m_open->run("INSERT INTO album(id, title, artist_id) VALUES (10, 'Solo', 2)");
  m_tree->showRows({"artist", Json::object(), {}});
  m_tree->go({s("AC/DC"), s("album"), s("Powerage")});
  m_tree->tree().refresh();
  m_tree->settle();
  QCOMPARE(currentText(), s("Powerage"));
  QVERIFY(!m_tree->view()->isExpanded(m_tree->model()->index(1, 0)));
  QVERIFY(!m_tree->view()->isExpanded(m_tree->view()->currentIndex()));
}

void TstRelationPlaces::readsOnAsFarAsItWasRead() {
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO track(id, name, album_id) SELECT i, printf('Song %03d', i), 1 FROM n");
  m_tree->showRow("album", key(1));
  for (int page = 0; page < 2; ++page) {
    m_tree->go({s("album"), s("track"), s("Show more")});
    m_tree->press(Qt::Key_Return);
    m_tree->settle();
  }
  m_tree->go({s("album"), s("track"), s("Song 290")});
  m_tree->tree().refresh();
  m_tree->settle();
  QCOMPARE(currentText(), s("Song 290"));
  QCOMPARE(m_tree->model()->rowCount(m_tree->view()->currentIndex().parent()), 301);
}

void TstRelationPlaces::goesToTheNeighbourOfADeletedRow() {
  m_tree->showRow("album", key(1));
  m_tree->go({s("album"), s("track"), s("T.N.T.")});
  m_open->run("DELETE FROM play");
  m_open->changes()->unlink("playlist", key(1), "track", key(1));
  m_open->changes()->deleteRow("track", key(1), {{"id", Value::integer(1)}, {"name", Value::text("T.N.T.")}, {"album_id", Value::integer(1)}, {"milliseconds", Value::integer(214000)}});
  commit();
  QCOMPARE(currentText(), s("Live Wire"));
}

void TstRelationPlaces::leavesWhereAPersonGoesMeanwhile() {
  m_tree->showRow("artist", key(1));
  m_tree->go({s("artist"), s("album"), s("Powerage")});
  m_tree->tree().refresh();
  // The branches are there at once, what is below them is not.
  m_tree->view()->setCurrentIndex(child(m_tree->model()->index(0, 0), s("album")));
  m_tree->settle();
  QVERIFY(currentText().startsWith(s("album")));
}

JOINERY_TEST(TstRelationPlaces)
#include "tst_relation_places.moc"
