// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include "open_database.h"
#include "tests/support/memory_peak.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/relations/relation_tree.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/theme.h"

using namespace joinery;
using namespace joinery::test;
using joinery::test::child;
using joinery::test::titles;

namespace {

QStringList list(std::initializer_list<const char*> texts) {
  QStringList result;
  for (const char* text : texts) result << s(text);
  return result;
}

}  // namespace

class TstRelationTree : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void showsABranchForEachRelationshipWithItsCount();
  void asksOneStatementForAllCounts();
  void showsTheRelatedRowOfAToOneRelationshipInItsPlace();
  void saysNoneWhereAForeignKeyIsNull();
  void skipsLinkTablesInFavourOfWhatTheyLink();
  void readsChildrenWhenABranchIsOpened();
  void doesNotRepeatTheRowAboveInTheDetails();
  void opensRowsToAnyDepth();
  void marksARowThatIsItsOwnAncestor();
  void greysAnEmptyBranchAndDoesNotOpenIt();
  void readsABranchByPages();
  void followsKeysOfSeveralColumns();
  void showsRowsWithoutAKeyAsLeaves();
  void showsErrorsInTheirPlaceAndTriesAgain();
  void saysWhenTheRowIsNoLongerThere();
  void showsOnlyTheLastOfManyRows();
  void opensForTheNextRowWhatIsOpenForThisOne();
  void opensToADepth();
  void tellsWhichRowAPersonWants();
  void speaksToScreenReaders();
  void clearsWithAnEmptyKey();
  void readsNoLargeTextToShowItsBeginning();
  void prunesWhatAFilterLeavesOut();
  void opensThePathsOfAView();

 private:
  void show(const std::string& model, const std::vector<Value>& key);
  void open(const QModelIndex& index);
  QModelIndex top() const { return m_view->model()->index(0, 0); }

  std::unique_ptr<test::OpenDatabase> m_open;
  std::unique_ptr<ui::RelationTree> m_tree;
  QTreeView* m_view = nullptr;
};

void TstRelationTree::init() {
  m_open = std::make_unique<test::OpenDatabase>();
  m_tree = std::make_unique<ui::RelationTree>();
  m_tree->resize(700, 500);
  m_tree->setDatabase(m_open->database(), m_open->changes());
  m_tree->show();
  m_view = m_tree->findChild<QTreeView*>();
  auto* tester = new QAbstractItemModelTester(m_view->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_tree.get());
  // Its own reading would open everything.
  tester->setUseFetchMore(false);
}

void TstRelationTree::cleanup() {
  m_tree.reset();
  m_open.reset();
}

void TstRelationTree::show(const std::string& model, const std::vector<Value>& key) {
  QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
  m_tree->setRow(model, key);
  QVERIFY(settled.wait());
}

void TstRelationTree::open(const QModelIndex& index) {
  QVERIFY(index.isValid());
  QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
  m_view->expand(index);
  QVERIFY(settled.wait());
}

void TstRelationTree::showsABranchForEachRelationshipWithItsCount() {
  show("artist", {Value::integer(1)});
  QCOMPARE(titles(*m_view->model()), list({"artist: AC/DC"}));
  QCOMPARE(titles(*m_view->model(), top()), list({"album (2)"}));
  QVERIFY(m_view->isExpanded(top()));
}

void TstRelationTree::asksOneStatementForAllCounts() {
  m_open->selectsSince();
  show("track", {Value::integer(1)});
  QCOMPARE(titles(*m_view->model(), top()), list({"album: High Voltage › artist: AC/DC", "play (2)", "playlist (1)"}));
  // One for the row and its to-one rows, one for the counts.
  QCOMPARE(m_open->selectsSince(), 2);
}

void TstRelationTree::showsTheRelatedRowOfAToOneRelationshipInItsPlace() {
  show("album", {Value::integer(1)});
  const auto artist = child(top(), s("artist"));
  QCOMPARE(artist.data().toString(), s("artist: AC/DC"));
  QCOMPARE(artist.siblingAtColumn(2).data().toString(), s("1"));
  QVERIFY(m_view->model()->hasChildren(artist));
  QVERIFY(top().siblingAtColumn(1).data().toString().contains(s("year 1976")));
}

void TstRelationTree::saysNoneWhereAForeignKeyIsNull() {
  show("album", {Value::integer(3)});
  const auto artist = child(top(), s("artist"));
  QCOMPARE(artist.data().toString(), s("artist: none"));
  QVERIFY(!m_view->model()->hasChildren(artist));
  m_open->run("PRAGMA foreign_keys = off; UPDATE album SET artist_id = 77 WHERE id = 3");
  show("album", {Value::integer(3)});
  QCOMPARE(child(top(), s("artist")).data().toString(), s("artist: no row with 77"));
}

void TstRelationTree::skipsLinkTablesInFavourOfWhatTheyLink() {
  show("playlist", {Value::integer(1)});
  QCOMPARE(titles(*m_view->model(), top()), list({"track (2)"}));
  const auto tracks = child(top(), s("track"));
  open(tracks);
  QCOMPARE(titles(*m_view->model(), tracks), list({"T.N.T.", "Riff Raff"}));
}

void TstRelationTree::readsChildrenWhenABranchIsOpened() {
  show("album", {Value::integer(1)});
  const auto tracks = child(top(), s("track"));
  QCOMPARE(m_view->model()->rowCount(tracks), 0);
  m_open->selectsSince();
  open(tracks);
  QCOMPARE(m_open->selectsSince(), 1);
  QCOMPARE(titles(*m_view->model(), tracks), list({"T.N.T.", "Live Wire"}));
}

void TstRelationTree::doesNotRepeatTheRowAboveInTheDetails() {
  const auto details = [](const QModelIndex& row) { return row.siblingAtColumn(ui::RelationTreeModel::DetailsColumn).data().toString(); };
  show("employee", {Value::integer(2)});
  QCOMPARE(details(top()), s("boss_id 1"));
  show("employee", {Value::integer(1)});
  const auto reports = child(top(), s("employee"));
  open(reports);
  QCOMPARE(details(m_view->model()->index(0, 0, reports)), QString());
}

void TstRelationTree::opensRowsToAnyDepth() {
  show("artist", {Value::integer(1)});
  open(child(top(), s("album")));
  const auto album = child(child(top(), s("album")), s("High Voltage"));
  open(album);
  open(child(album, s("track")));
  const auto track = child(child(album, s("track")), s("T.N.T."));
  open(track);
  QCOMPARE(titles(*m_view->model(), track), list({"album: High Voltage › artist: AC/DC", "play (2)", "playlist (1)"}));
  open(child(track, s("playlist")));
  QCOMPARE(titles(*m_view->model(), child(track, s("playlist"))), list({"Loud"}));
}

void TstRelationTree::marksARowThatIsItsOwnAncestor() {
  show("artist", {Value::integer(1)});
  open(child(top(), s("album")));
  const auto album = child(child(top(), s("album")), s("High Voltage"));
  open(album);
  const auto artist = child(album, s("artist"));
  QVERIFY(artist.siblingAtColumn(1).data().toString().contains(s("already above")));
  QVERIFY(!artist.data(Qt::DecorationRole).isNull());
  QVERIFY(!m_view->model()->hasChildren(artist));
  show("employee", {Value::integer(2)});
  open(child(top(), s("employee (")));
  const auto report = child(child(top(), s("employee (")), s("Cem"));
  open(report);
  QVERIFY(!m_view->model()->hasChildren(child(report, s("boss"))));
}

void TstRelationTree::greysAnEmptyBranchAndDoesNotOpenIt() {
  show("artist", {Value::integer(2)});
  const auto albums = child(top(), s("album"));
  QCOMPARE(albums.data().toString(), s("album (0)"));
  QVERIFY(!m_view->model()->hasChildren(albums));
  QCOMPARE(albums.data(Qt::ForegroundRole).value<QColor>(), ui::Theme::instance().color(ui::Theme::Role::NullText));
}

void TstRelationTree::readsABranchByPages() {
  m_open->run("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 259) "
              "INSERT INTO track(id, name, album_id) SELECT i, 'Song ' || i, 2 FROM n");
  show("album", {Value::integer(2)});
  const auto tracks = child(top(), s("track"));
  QCOMPARE(tracks.data().toString(), s("track (251)"));
  open(tracks);
  QCOMPARE(m_view->model()->rowCount(tracks), 101);
  for (const int rows : {201, 251}) {
    m_view->setCurrentIndex(child(tracks, s("Show more")));
    QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
    QTest::keyClick(m_view, Qt::Key_Return);
    QVERIFY(settled.wait());
    QCOMPARE(m_view->model()->rowCount(tracks), rows);
  }
  QStringList all = titles(*m_view->model(), tracks);
  QCOMPARE(all.first(), s("Riff Raff"));
  QCOMPARE(all.last(), s("Song 259"));
  QCOMPARE(all.removeDuplicates(), 0);
}

void TstRelationTree::followsKeysOfSeveralColumns() {
  show("shelf", {Value::text("north"), Value::integer(1)});
  QCOMPARE(top().siblingAtColumn(2).data().toString(), s("(north, 1)"));
  const auto boxes = child(top(), s("box"));
  QCOMPARE(boxes.data().toString(), s("box (2)"));
  open(boxes);
  const auto box = m_view->model()->index(0, 0, boxes);
  open(box);
  QVERIFY(child(box, s("shelf")).siblingAtColumn(1).data().toString().contains(s("already above")));
  show("box", {Value::integer(3)});
  QCOMPARE(child(top(), s("shelf")).data().toString(), s("shelf: none"));
}

void TstRelationTree::showsRowsWithoutAKeyAsLeaves() {
  show("track", {Value::integer(1)});
  const auto plays = child(top(), s("play ("));
  open(plays);
  QCOMPARE(m_view->model()->rowCount(plays), 2);
  QVERIFY(!m_view->model()->hasChildren(m_view->model()->index(0, 0, plays)));
}

void TstRelationTree::showsErrorsInTheirPlaceAndTriesAgain() {
  show("album", {Value::integer(1)});
  m_open->run("ALTER TABLE track RENAME TO elsewhere");
  const auto tracks = child(top(), s("track"));
  open(tracks);
  const auto error = child(tracks, s("Could not be read"));
  QVERIFY(error.isValid());
  QVERIFY(error.data(Qt::ToolTipRole).toString().contains(s("track")));
  m_open->run("ALTER TABLE elsewhere RENAME TO track");
  m_view->setCurrentIndex(error);
  QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
  QTest::keyClick(m_view, Qt::Key_Return);
  QVERIFY(settled.wait());
  QCOMPARE(titles(*m_view->model(), tracks), list({"T.N.T.", "Live Wire"}));

  m_open->run("ALTER TABLE track RENAME TO elsewhere");
  show("album", {Value::integer(1)});
  QCOMPARE(child(top(), s("track")).data().toString(), s("track (?)"));
  QVERIFY(child(top(), s("Could not be read")).isValid());
  QCOMPARE(child(top(), s("artist")).data().toString(), s("artist: AC/DC"));
}

void TstRelationTree::saysWhenTheRowIsNoLongerThere() {
  show("album", {Value::integer(99)});
  QVERIFY(top().siblingAtColumn(1).data().toString().contains(s("no longer there")));
  QCOMPARE(m_view->model()->rowCount(top()), 0);
}

void TstRelationTree::showsOnlyTheLastOfManyRows() {
  m_open->selectsSince();
  for (int id = 1; id < 3; ++id) m_tree->setRow("album", {Value::integer(id)});
  show("album", {Value::integer(1)});
  QCOMPARE(top().data().toString(), s("album: High Voltage"));
  QCOMPARE(m_open->selectsSince(), 2);
  // One that is being read gives way to the next.
  m_tree->setRow("album", {Value::integer(1)});
  m_tree->refresh();
  show("album", {Value::integer(2)});
  QCOMPARE(top().data().toString(), s("album: Powerage"));
  QCOMPARE(child(top(), s("track")).data().toString(), s("track (1)"));
}

void TstRelationTree::opensForTheNextRowWhatIsOpenForThisOne() {
  show("album", {Value::integer(1)});
  open(child(top(), s("track")));
  show("album", {Value::integer(2)});
  QCOMPARE(titles(*m_view->model(), child(top(), s("track"))), list({"Riff Raff"}));
  m_view->collapse(child(top(), s("track")));
  show("album", {Value::integer(1)});
  QCOMPARE(m_view->model()->rowCount(child(top(), s("track"))), 0);
}

void TstRelationTree::opensToADepth() {
  QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
  m_tree->setRow("artist", {Value::integer(1)});
  m_tree->expandToDepth(4);
  QVERIFY(settled.wait());
  QCOMPARE(settled.count(), 1);
  const auto album = child(child(top(), s("album")), s("High Voltage"));
  QCOMPARE(titles(*m_view->model(), child(album, s("track"))), list({"T.N.T.", "Live Wire"}));
  QVERIFY(m_view->isExpanded(child(album, s("track"))));
}

void TstRelationTree::tellsWhichRowAPersonWants() {
  show("album", {Value::integer(1)});
  open(child(top(), s("track")));
  QSignalSpy activated(m_tree.get(), &ui::RelationTree::rowActivated);
  m_view->setCurrentIndex(child(child(top(), s("track")), s("Live Wire")));
  QTest::keyClick(m_view, Qt::Key_Return);
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated.first().first().toString(), s("track"));
  QVERIFY(activated.first().last().value<std::vector<Value>>() == std::vector{Value::integer(2)});

  const auto artist = child(top(), s("artist"));
  const QPoint place = m_view->visualRect(artist).center();
  QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, place);
  QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, place);
  QCOMPARE(activated.count(), 2);
  QCOMPARE(activated.last().first().toString(), s("artist"));
  // On a branch it opens and closes.
  m_view->setCurrentIndex(child(top(), s("track")));
  QTest::keyClick(m_view, Qt::Key_Return);
  QVERIFY(!m_view->isExpanded(child(top(), s("track"))));
  QCOMPARE(activated.count(), 2);
}

void TstRelationTree::speaksToScreenReaders() {
  QCOMPARE(m_view->accessibleName(), s("Relation tree"));
  show("album", {Value::integer(1)});
  QVERIFY(child(top(), s("track")).data(Qt::AccessibleTextRole).toString().startsWith(s("track, 2 row")));
  QVERIFY(child(top(), s("artist")).data(Qt::AccessibleTextRole).toString().startsWith(s("artist: AC/DC")));
}

void TstRelationTree::clearsWithAnEmptyKey() {
  show("album", {Value::integer(1)});
  m_tree->setRow("album", {});
  QCOMPARE(m_view->model()->rowCount(), 0);
  QVERIFY(!m_view->isVisible());
  m_tree->setDatabase(nullptr, nullptr);
  m_tree->setRow("album", {Value::integer(1)});
  m_tree->refresh();
  QCOMPARE(m_view->model()->rowCount(), 0);
}

void TstRelationTree::readsNoLargeTextToShowItsBeginning() {
  m_open->run("UPDATE album SET notes = printf('%.100000000c', 'n') WHERE id = 1");
  const MemoryPeak peak;
  show("album", {Value::integer(1)});
  QVERIFY(top().siblingAtColumn(1).data().toString().contains(s("year 1976")));
  QVERIFY(top().siblingAtColumn(1).data().toString().contains(QString::fromUtf8("notes …")));
  QCOMPARE(child(top(), s("artist")).data().toString(), s("artist: AC/DC"));
  show("artist", {Value::integer(1)});
  open(child(top(), s("album")));
  QCOMPARE(m_view->model()->rowCount(child(top(), s("album"))), 2);
  QVERIFY2(peak.growth() < (32 << 20), qPrintable(QString::number(peak.growth())));
  m_open->run("UPDATE artist SET name = printf('%.5000000c', 'n') WHERE id = 1");
  show("album", {Value::integer(1)});
  QCOMPARE(child(top(), s("artist")).data().toString(), QString::fromUtf8("artist: …"));
}

void TstRelationTree::prunesWhatAFilterLeavesOut() {
  m_tree->setPrune(parseJson(R"({"album": {"title": "High Voltage"}, "album.track": {"name": {"$startswith": "nothing begins so"}}})"));
  show("artist", {Value::integer(1)});
  QCOMPARE(titles(*m_view->model(), top()), list({"album (1 after pruning)"}));
  const auto albums = child(top(), s("album"));
  QVERIFY(albums.data(Qt::AccessibleTextRole).toString().contains(s("pruned by the filter")));
  open(albums);
  QCOMPARE(titles(*m_view->model(), albums), list({"High Voltage"}));
  open(child(albums, s("High Voltage")));
  QVERIFY(titles(*m_view->model(), child(albums, s("High Voltage"))).contains(s("track (0 after pruning)")));
  // Without it the row is read again.
  QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
  m_tree->setPrune(Json::object());
  QVERIFY(settled.wait());
  QCOMPARE(titles(*m_view->model(), top()), list({"album (2)"}));
  // A filter that is off leaves nothing out.
  m_tree->setPrune(parseJson(R"({"album": {"$off": {"title": "High Voltage"}}})"));
  QVERIFY(settled.wait());
  QCOMPARE(titles(*m_view->model(), top()), list({"album (2)"}));
}

void TstRelationTree::opensThePathsOfAView() {
  show("artist", {Value::integer(1)});
  QVERIFY(m_tree->openedPaths("artist").isEmpty());
  QSignalSpy settled(m_tree.get(), &ui::RelationTree::settled);
  m_tree->setOpenedPaths("artist", {s("album.track")});
  QVERIFY(settled.wait());
  QTRY_VERIFY(m_view->isExpanded(child(top(), s("album"))));
  QCOMPARE(m_tree->openedPaths("artist"), QStringList{s("album.track")});
  const auto album = child(child(top(), s("album")), s("High Voltage"));
  QTRY_VERIFY(m_view->isExpanded(child(album, s("track"))));
  QVERIFY(m_tree->openedPaths("album").isEmpty());
}

JOINERY_TEST(TstRelationTree)
#include "tst_relation_tree.moc"
