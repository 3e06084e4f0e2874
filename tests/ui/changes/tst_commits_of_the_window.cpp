// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/music_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/changes/pending_changes.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// Pending changes of the window on either engine: what was previewed is what is sent, whole or in part.
class WindowCommitTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void sendsWhatItPreviewedAndNothingElse_data() { addBackends(); }
  void sendsWhatItPreviewedAndNothingElse();
  void commitsAPartAndThenTheRest_data() { addBackends(); }
  void commitsAPartAndThenTheRest();
  void knowsWhatTheDatabaseWouldRefuse_data() { addBackends(); }
  void knowsWhatTheDatabaseWouldRefuse();
  void marksTheCellThatIsRefusedAtTheEnd_data() { addBackends(); }
  void marksTheCellThatIsRefusedAtTheEnd();
  void tellsWhichKeyWasRefused_data() { addBackends(); }
  void tellsWhichKeyWasRefused();
  void aLinkThatCameAfterThePreviewIsNotDeletedUnseen_data() { addBackends(); }
  void aLinkThatCameAfterThePreviewIsNotDeletedUnseen();
  void decidedConflictsAreCommitted_data() { addBackends(); }
  void decidedConflictsAreCommitted();
  void refusesTablesThatHaveChanged_data() { addBackends(); }
  void refusesTablesThatHaveChanged();

 private:
  void awaitPlan() {
    QSignalSpy planned(m_changes.get(), &ui::PendingChanges::planChanged);
    QVERIFY(planned.wait(kPatience));
    QVERIFY(m_changes->isPrepared());
  }
  CommitResult commit() {
    CommitResult result;
    QSignalSpy committing(m_changes.get(), &ui::PendingChanges::committingChanged);
    const auto failed = connect(m_changes.get(), &ui::PendingChanges::failed, this, [&result](const CommitResult& what) { result = what; });
    const auto committed = connect(m_changes.get(), &ui::PendingChanges::committed, this, [&result](const CommitResult& what) { result = what; });
    m_changes->commit();
    while (committing.count() < 2 && committing.wait(kPatience)) {}
    disconnect(failed);
    disconnect(committed);
    return result;
  }
  std::string cell(const char* sql) {
    const std::string text = m_music->cell(sql);
    m_music->giveBack();
    return text;
  }
  void run(const char* sql) {
    m_music->run(sql);
    m_music->giveBack();
  }

  std::unique_ptr<MusicDatabase> m_music;
  std::unique_ptr<ui::Database> m_database;
  std::unique_ptr<ui::PendingChanges> m_changes;
};

void WindowCommitTest::init() {
  QFETCH(int, backend);
  m_music = std::make_unique<MusicDatabase>(static_cast<MusicDatabase::Backend>(backend));
  m_music->giveBack();
  m_database = std::make_unique<ui::Database>(m_music->engine());
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes = std::make_unique<ui::PendingChanges>(m_database.get());
}

void WindowCommitTest::cleanup() {
  m_changes.reset();
  m_database.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
  m_music.reset();
}

void WindowCommitTest::sendsWhatItPreviewedAndNothingElse() {
  const auto artist = m_changes->insertRow("artist", {{"name", Value::text("Rose Tattoo")}});
  m_changes->insertRow("album", {{"title", Value::text("Scarred")}, {"artist_id", Operand::Reference{artist, ""}}});
  m_changes->setCell("track", key(1), "name", Value::text("One"), Value::text("Eins"));
  m_changes->deleteRow("playlist", key(1), {{"id", Value::integer(1)}, {"name", Value::text("Music")}});
  awaitPlan();
  QStringList previewed;
  for (std::size_t i = 0; i < m_changes->prepared().previewSize(); ++i) previewed << m_changes->prepared().previewAt(i, m_database->dialect()).chopped(1);
  const std::uint64_t before = m_music->lastStatement();
  QVERIFY(commit().outcome == CommitResult::Outcome::Committed);
  // All that its own connection sends once the tables were compared; values and keys are written in above.
  QList<QString> sent;
  for (const LoggedStatement& statement : m_music->engine()->log().statements(before)) {
    if (statement.connection != "writer" || statement.sql.find("LIMIT 0") != std::string::npos) continue;
    for (std::size_t set = 0; set < std::max<std::size_t>(1, statement.bindSets); ++set) sent << QString::fromStdString(statement.sql);
  }
  QCOMPARE(previewed.size(), sent.size());
  for (qsizetype i = 0; i < sent.size(); ++i) {
    const auto verb = [](const QString& sql) { return sql.section(QLatin1Char(' '), 0, 2); };
    QCOMPARE(verb(previewed[i]), verb(sent[i]));
    if (!sent[i].contains(QLatin1Char('?')) && !sent[i].contains(QLatin1Char('$'))) QCOMPARE(previewed[i], sent[i]);
  }
  QCOMPARE(previewed.filter(QStringLiteral("playlist_track")).size(), 2);
  QCOMPARE(previewed.last(), s("COMMIT"));
}

void WindowCommitTest::commitsAPartAndThenTheRest() {
  const auto artist = m_changes->insertRow("artist", {{"name", Value::text("Rose Tattoo")}});
  const auto album = m_changes->insertRow("album", {{"title", Value::text("Scarred")}, {"artist_id", Operand::Reference{artist, ""}}});
  m_changes->setCell("track", key(1), "name", Value::text("One"), Value::text("Eins"));
  m_changes->setLeftOut({m_changes->insertByRef(album)->id});
  awaitPlan();
  QVERIFY(m_changes->prepared().taken.empty());
  QVERIFY(commit().outcome == CommitResult::Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM album"), "3"s);
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1"), "Eins"s);
  QCOMPARE(m_changes->changeSet().size(), 1U);
  QVERIFY(commit().outcome == CommitResult::Outcome::Committed);
  QCOMPARE(cell("SELECT r.name FROM album a JOIN artist r ON r.id = a.artist_id WHERE a.title = 'Scarred'"), "Rose Tattoo"s);
  QVERIFY(m_changes->isEmpty());
}

void WindowCommitTest::knowsWhatTheDatabaseWouldRefuse() {
  m_changes->setCell("track", key(1), "milliseconds", Value::integer(5000), Value::integer(-1));
  m_changes->setCell("track", key(2), "milliseconds", Value::integer(6000), Value::integer(1));
  awaitPlan();
  QCOMPARE(m_changes->issues().size(), 1U);
  QVERIFY(m_changes->issueOf(m_changes->changeOf("track", key(1))->id, "milliseconds"));
  const CommitResult result = commit();
  QVERIFY(result.outcome == CommitResult::Outcome::NotCommitted && result.error);
  QCOMPARE(cell("SELECT milliseconds FROM track WHERE id = 2"), "6000"s);
  m_changes->setCell("track", key(1), "milliseconds", Value::integer(5000), Value::integer(2));
  QVERIFY(commit().outcome == CommitResult::Outcome::Committed);
}

/// A foreign key that is judged at COMMIT only: no statement failed.
void WindowCommitTest::marksTheCellThatIsRefusedAtTheEnd() {
  run("CREATE TABLE remark(id integer PRIMARY KEY, words text, track_id integer REFERENCES track(id) DEFERRABLE INITIALLY DEFERRED);"
      "INSERT INTO remark VALUES (1, 'loud', 1), (2, 'long', 2)");
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  QVERIFY(opened.wait(kPatience));
  m_changes->setCell("remark", key(1), "words", Value::text("loud"), Value::text("louder"));
  m_changes->setCell("remark", key(2), "track_id", Value::integer(2), Value::integer(99));
  const CommitResult result = commit();
  QVERIFY(result.outcome == CommitResult::Outcome::NotCommitted && result.error);
  QCOMPARE(m_changes->issues().size(), 1U);
  QVERIFY(m_changes->issueOf(m_changes->changeOf("remark", key(2))->id, "track_id"));
  QCOMPARE(cell("SELECT words FROM remark WHERE id = 1"), "loud"s);
  m_changes->setCell("remark", key(2), "track_id", Value::integer(2), Value::integer(1));
  QVERIFY(commit().outcome == CommitResult::Outcome::Committed);
}

void WindowCommitTest::tellsWhichKeyWasRefused() {
  m_changes->insertRow("album", {{"title", Value::text("Scarred")}, {"artist_id", Value::integer(99)}});
  const CommitResult result = commit();
  QVERIFY(result.outcome == CommitResult::Outcome::NotCommitted && result.error);
  QCOMPARE(m_changes->issues().size(), 1U);
  const ChangeIssue& issue = m_changes->issues().front();
  QCOMPARE(issue.detail, result.error->detail);
  // PostgreSQL says it beside its message, SQLite nowhere.
  QFETCH(int, backend);
  const bool isPostgresql = static_cast<MusicDatabase::Backend>(backend) == MusicDatabase::Backend::Postgresql;
  const std::string text = issueText(issue);
  QVERIFY2(isPostgresql ? text.ends_with("\". " + issue.detail) && issue.detail.find("(99)") != std::string::npos : text == issue.message, text.c_str());
}

/// The preview named two rows of the link table; a third is somebody else's, and nobody has seen it.
void WindowCommitTest::aLinkThatCameAfterThePreviewIsNotDeletedUnseen() {
  m_changes->deleteRow("playlist", key(1), {{"id", Value::integer(1)}, {"name", Value::text("Music")}});
  awaitPlan();
  QCOMPARE(m_changes->plan()->size(), 3U);
  run("INSERT INTO playlist_track VALUES (1, 2)");
  QVERIFY(commit().outcome == CommitResult::Outcome::NotCommitted);
  QCOMPARE(cell("SELECT count(*) FROM playlist_track"), "3"s);
  // Now the preview says so.
  awaitPlan();
  QCOMPARE(m_changes->plan()->size(), 4U);
  QVERIFY(commit().outcome == CommitResult::Outcome::Committed);
  QCOMPARE(cell("SELECT count(*) FROM playlist"), "1"s);
}

void WindowCommitTest::decidedConflictsAreCommitted() {
  m_changes->setCell("track", key(1), "name", Value::text("One"), Value::text("mine"));
  m_changes->setCell("track", key(2), "name", Value::text("Two"), Value::text("mine"));
  run("UPDATE track SET name = 'theirs' WHERE id IN (1, 2)");
  QCOMPARE(commit().conflicts.size(), 2U);
  std::map<std::uint64_t, ConflictResolution> resolutions;
  resolutions[m_changes->changeOf("track", key(1))->id].cells = {{"name", ConflictResolution::Take::Mine, {}}};
  resolutions[m_changes->changeOf("track", key(2))->id].cells = {{"name", ConflictResolution::Take::Theirs, {}}};
  m_changes->resolve(m_changes->conflicts(), resolutions);
  QVERIFY(commit().outcome == CommitResult::Outcome::Committed);
  QCOMPARE(cell("SELECT name FROM track WHERE id = 1"), "mine"s);
  QCOMPARE(cell("SELECT name FROM track WHERE id = 2"), "theirs"s);
}

void WindowCommitTest::refusesTablesThatHaveChanged() {
  m_changes->setCell("track", key(1), "name", Value::text("One"), Value::text("mine"));
  awaitPlan();
  run("ALTER TABLE track RENAME COLUMN name TO title");
  const CommitResult result = commit();
  QVERIFY(result.outcome == CommitResult::Outcome::NotCommitted && result.error);
  QVERIFY2(result.error->message().ends_with("track.name is no longer there; track.title is new."), result.error->what());
  QCOMPARE(m_changes->changeSet().size(), 1U);
  QCOMPARE(cell("SELECT title FROM track WHERE id = 1"), "One"s);
}

JOINERY_TEST(WindowCommitTest)
#include "tst_commits_of_the_window.moc"
