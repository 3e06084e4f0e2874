// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QMimeData>
#include <QTest>
#include <set>

#include "orm/core/display_text.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tree_driver.h"

using namespace joinery;
using namespace joinery::test;

namespace {

/// A statement with its values as text; `?` for a value that an earlier statement makes.
std::string written(const std::string& sql, const std::vector<Value>& binds, const std::set<std::size_t>& generated) {
  std::string text = sql;
  for (std::size_t i = 0; i < binds.size(); ++i) text += " | " + (generated.contains(i) ? std::string("?") : displayText(binds[i], {}));
  return text;
}

}  // namespace

/// An edit of several tables in the tree, as a person makes it at the keyboard, and what is sent of it.
class TstRelationUnit : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void sendsWhatThePreviewSays_data() { addBackends(); }
  void sendsWhatThePreviewSays();

 private:
  void edit(TreeDriver& tree, ui::PendingChanges& changes);
};

void TstRelationUnit::edit(TreeDriver& tree, ui::PendingChanges& changes) {
  tree.showRows({"artist", Json::object(), {}});
  // A new artist with two albums.
  tree.go({s("AC/DC")});
  tree.press(Qt::Key_Insert);
  tree.type(s("Motörhead"));
  tree.go({s("Motörhead"), s("album")});
  tree.press(Qt::Key_Insert);
  tree.type(s("Overkill"));
  tree.go({s("Motörhead"), s("album")});
  tree.press(Qt::Key_Insert);
  tree.type(s("Bombr"));
  tree.go({s("Motörhead"), s("album"), s("Bombr")});
  tree.press(Qt::Key_F2);
  tree.type(s("Bomber"));
  QCOMPARE(tree.below({s("Motörhead"), s("album")}), (QStringList{s("Overkill"), s("Bomber")}));
  // Tracks move to them, by keys and by dragging; one goes too far and comes back.
  tree.go({s("AC/DC"), s("album"), s("Rock"), s("track"), s("One")});
  tree.press(Qt::Key_X, Qt::ControlModifier);
  tree.go({s("Motörhead"), s("album"), s("Overkill")});
  tree.press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(tree.message(), QString());
  const QModelIndex four = tree.go({s("AC/DC"), s("album"), s("Voltage"), s("track"), s("Four")});
  const std::unique_ptr<QMimeData> dragged(tree.model()->mimeData({four}));
  const QModelIndex bomber = tree.go({s("Motörhead"), s("album"), s("Bomber")});
  QVERIFY(tree.model()->canDropMimeData(dragged.get(), Qt::MoveAction, -1, -1, bomber));
  tree.model()->dropMimeData(dragged.get(), Qt::MoveAction, -1, -1, bomber);
  tree.go({s("AC/DC"), s("album"), s("Rock"), s("track"), s("Two")});
  tree.press(Qt::Key_X, Qt::ControlModifier);
  tree.go({s("Accept"), s("album"), s("Balls"), s("track")});
  tree.press(Qt::Key_V, Qt::ControlModifier);
  QCOMPARE(tree.message(), QString());
  QCOMPARE(tree.below({s("Accept"), s("album"), s("Balls"), s("track")}), (QStringList{s("Two"), s("Three")}));
  changes.undoStack().undo();
  QCOMPARE(tree.below({s("Accept"), s("album"), s("Balls"), s("track")}), QStringList{s("Three")});
  // A link goes, the rows stay; a title changes, and one that should not have.
  tree.go({s("Accept"), s("album"), s("Balls"), s("track"), s("Three"), s("playlist"), s("Music")});
  tree.press(Qt::Key_Delete, Qt::ControlModifier);
  tree.go({s("AC/DC"), s("album"), s("Voltage")});
  tree.press(Qt::Key_F2);
  tree.type(s("High Voltage"));
  tree.go({s("Nobody")});
  tree.press(Qt::Key_F2);
  tree.type(s("Somebody"));
  changes.undoStack().undo();
}

void TstRelationUnit::sendsWhatThePreviewSays() {
  QFETCH(int, backend);
  MusicDatabase music{static_cast<Backend>(backend)};
  music.giveBack();
  ui::Database database(music.engine());
  QSignalSpy opened(&database, &ui::Database::opened);
  database.open();
  QVERIFY(opened.wait(kPatience));
  ui::PendingChanges changes(&database);
  {
    TreeDriver tree(&database, &changes);
    QSignalSpy planned(&changes, &ui::PendingChanges::planChanged);
    edit(tree, changes);
    if (QTest::currentTestFailed()) return;
    QVERIFY(planned.wait(kPatience));
    while (planned.wait(500)) {}
    // One artist, two albums, two tracks that move, one link, one title.
    const ChangeSet::Counts counts = changes.changeSet().counts();
    QCOMPARE(counts.inserted, 3);
    QCOMPARE(counts.updated, 3);
    QCOMPARE(counts.linked, 1);
    QVERIFY2(changes.plan(), changes.plan() ? "" : changes.plan().error().what());
    const std::vector<PlannedStatement> plan = *changes.plan();
    QCOMPARE(plan.size(), std::size_t{7});
    std::vector<std::string> previewed, sent;
    std::vector<std::set<std::size_t>> generated;
    for (const PlannedStatement& statement : plan) {
      generated.emplace_back();
      for (const auto& [position, reference] : statement.references) generated.back().insert(position);
      previewed.push_back(written(statement.statement.sql, statement.statement.binds, generated.back()));
    }
    const std::uint64_t before = music.lastStatement();
    QSignalSpy committed(&changes, &ui::PendingChanges::committed);
    QSignalSpy failed(&changes, &ui::PendingChanges::failed);
    changes.commit();
    QTRY_VERIFY_WITH_TIMEOUT(!committed.isEmpty() || !failed.isEmpty(), kPatience);
    QCOMPARE(committed.count(), 1);
    for (const LoggedStatement& statement : database.engine()->log().statements(before)) {
      const bool writes = statement.sql.starts_with("INSERT") || statement.sql.starts_with("UPDATE") || statement.sql.starts_with("DELETE");
      for (const auto& binds : statement.binds)
        if (writes) sent.push_back(written(statement.sql, binds, sent.size() < generated.size() ? generated[sent.size()] : std::set<std::size_t>()));
    }
    QCOMPARE(sent, previewed);
    tree.settle();
  }
  QCOMPARE(music.cell("SELECT count(*) FROM artist"), "4");
  QCOMPARE(music.cell("SELECT count(*) FROM album WHERE artist_id = (SELECT id FROM artist WHERE name = 'Motörhead')"), "2");
  QCOMPARE(music.cell("SELECT t.name FROM track t JOIN album a ON a.id = t.album_id WHERE a.title = 'Overkill'"), "One");
  QCOMPARE(music.cell("SELECT t.name FROM track t JOIN album a ON a.id = t.album_id WHERE a.title = 'Bomber'"), "Four");
  QCOMPARE(music.cell("SELECT album_id FROM track WHERE name = 'Two'"), "1");
  QCOMPARE(music.cell("SELECT count(*) FROM playlist_track"), "1");
  QCOMPARE(music.cell("SELECT track_id FROM playlist_track"), "1");
  QCOMPARE(music.cell("SELECT title FROM album WHERE id = 3"), "High Voltage");
  QCOMPARE(music.cell("SELECT count(*) FROM artist WHERE name = 'Somebody'"), "0");
  music.giveBack();
}

JOINERY_TEST(TstRelationUnit)
#include "tst_relation_unit.moc"
