// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/changes/change_closure.h"
#include "orm/changes/change_set_document.h"
#include "orm/changes/committed_changes.h"
#include "orm/changes/unit_of_work.h"
#include "orm/core/json.h"
#include "tests/support/music_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// Parts of a change set that can be committed by themselves, and what becomes of the rest.
class PartialCommitTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void aChangeThatNeedsNothingGoesAlone_data() { addBackends(); }
  void aChangeThatNeedsNothingGoesAlone();
  void aNewRowTakesTheNewRowsThatItRefersToAlong_data() { addBackends(); }
  void aNewRowTakesTheNewRowsThatItRefersToAlong();
  void aKnownKeyLeadsToItsNewRowToo_data() { addBackends(); }
  void aKnownKeyLeadsToItsNewRowToo();
  void aDeletionTakesThoseAlongThatLetGoOfTheRow_data() { addBackends(); }
  void aDeletionTakesThoseAlongThatLetGoOfTheRow();
  void aUniqueValueTakesTheOneAlongThatGivesItUp_data() { addBackends(); }
  void aUniqueValueTakesTheOneAlongThatGivesItUp();
  void changesOfOneRowStayTogether_data() { addBackends(); }
  void changesOfOneRowStayTogether();
  void everyClosedPartAndThenTheRestCanBeCommitted_data() { addBackends(); }
  void everyClosedPartAndThenTheRestCanBeCommitted();
  void theRestGetsTheKeysOfRowsThatAreThereNow_data() { addBackends(); }
  void theRestGetsTheKeysOfRowsThatAreThereNow();

 private:
  const Registry& registry() const { return *m_database->registry(); }
  UnitOfWork unit() const { return UnitOfWork(registry(), m_database->dialect(), UnitOfWork::Locking::BeforeImage); }
  ChangeSet read(const char* json);
  /// The changes that go along, as "2 (1): why".
  std::vector<std::string> taken(const ChangeSet& changes, std::set<std::uint64_t> chosen) const;
  CommitResult commit(const ChangeSet& changes);

  std::unique_ptr<MusicDatabase> m_database;
};

void PartialCommitTest::init() {
  QFETCH(int, backend);
  m_database = std::make_unique<MusicDatabase>(static_cast<MusicDatabase::Backend>(backend));
}

void PartialCommitTest::cleanup() { m_database.reset(); }

ChangeSet PartialCommitTest::read(const char* json) {
  ChangeSet changes = changeSetFromJson(parseJson(json), registry());
  ChangeSet read = changes;
  if (!unit().readImages(m_database->connection(), read).empty()) qFatal("rows are gone");
  for (const Change& change : read.changes())
    if (change.cause == 0) changes.put(change.id, change);
  return changes;
}

std::vector<std::string> PartialCommitTest::taken(const ChangeSet& changes, std::set<std::uint64_t> chosen) const {
  std::vector<std::string> found;
  for (const NeededChange& needed : closedPart(registry(), changes, chosen).taken)
    found.push_back(std::to_string(needed.change) + " (" + std::to_string(needed.because) + "): " + needed.reason);
  return found;
}

CommitResult PartialCommitTest::commit(const ChangeSet& changes) {
  ChangeSet whole = changes;
  unit().readImages(m_database->connection(), whole);
  CommitResult result = unit().commit(m_database->connection(), whole);
  if (result.error) qWarning("%s", result.error->what());
  return result;
}

void PartialCommitTest::aChangeThatNeedsNothingGoesAlone() {
  const ChangeSet changes = read(R"({"changes": [
    {"model": "artist", "op": "update", "key": 1, "values": {"name": "a"}},
    {"model": "album", "op": "update", "key": 1, "values": {"title": "b"}},
    {"model": "playlist", "op": "insert", "values": {"name": "c"}}]})");
  for (const std::uint64_t id : {1U, 2U, 3U}) {
    const ClosedPart part = closedPart(registry(), changes, {id});
    QVERIFY(part.taken.empty());
    QCOMPARE(part.changes.size(), 1U);
    QCOMPARE(part.changes.changes().front().id, id);
  }
}

void PartialCommitTest::aNewRowTakesTheNewRowsThatItRefersToAlong() {
  const ChangeSet changes = read(R"({"changes": [
    {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "new"}},
    {"model": "album", "op": "insert", "ref": "b", "values": {"title": "first", "artist_id": {"$ref": "a"}}},
    {"model": "track", "op": "insert", "values": {"name": "one", "album_id": {"$ref": "b"}}},
    {"model": "playlist", "op": "update", "key": 1, "values": {"name": "other"}}]})");
  QCOMPARE(taken(changes, {3}), (std::vector{"2 (3): its album_id refers to that new row"s, "1 (2): its artist_id refers to that new row"s}));
  QCOMPARE(taken(changes, {1}), std::vector<std::string>());
  QCOMPARE(taken(changes, {4}), std::vector<std::string>());
}

void PartialCommitTest::aKnownKeyLeadsToItsNewRowToo() {
  const ChangeSet changes = read(R"({"changes": [
    {"model": "invoice", "op": "insert", "values": {"shop": "west", "number": 7}},
    {"model": "line", "op": "update", "key": 3, "values": {"shop": "west", "number": 7}}]})");
  QCOMPARE(taken(changes, {2}), (std::vector{"1 (2): its shop refers to that row"s}));
  QCOMPARE(taken(changes, {1}), std::vector<std::string>());
}

void PartialCommitTest::aDeletionTakesThoseAlongThatLetGoOfTheRow() {
  const ChangeSet changes = read(R"({"changes": [
    {"model": "track", "op": "update", "key": 4, "values": {"album_id": 1}},
    {"model": "album", "op": "delete", "key": 3},
    {"model": "track", "op": "delete", "key": 3},
    {"model": "album", "op": "delete", "key": 2}]})");
  QCOMPARE(taken(changes, {2}), (std::vector{"1 (2): album_id refers to the row until then"s}));
  QCOMPARE(taken(changes, {4}), (std::vector{"3 (4): album_id refers to the row until then"s}));
  QCOMPARE(taken(changes, {1, 3}), std::vector<std::string>());
}

void PartialCommitTest::aUniqueValueTakesTheOneAlongThatGivesItUp() {
  const ChangeSet changes = read(R"({"changes": [
    {"model": "artist", "op": "update", "key": 1, "values": {"name": "Other"}},
    {"model": "artist", "op": "insert", "values": {"name": "AC/DC"}}]})");
  QCOMPARE(taken(changes, {2}), (std::vector{"1 (2): it gives up the name that is taken here"s}));
  QCOMPARE(taken(changes, {1}), std::vector<std::string>());
}

void PartialCommitTest::changesOfOneRowStayTogether() {
  const ChangeSet changes = read(R"({"changes": [
    {"model": "track", "op": "update", "key": 1, "values": {"name": "a"}},
    {"model": "album", "op": "link", "key": 2, "relationship": "track", "to": 1},
    {"model": "track", "op": "update", "key": 2, "values": {"name": "b"}}]})");
  QCOMPARE(taken(changes, {2}), (std::vector{"1 (2): it changes the same row"s}));
  QCOMPARE(taken(changes, {3}), std::vector<std::string>());
}

/// Whatever is chosen, its closure goes through by itself, and what is left goes through after it.
void PartialCommitTest::everyClosedPartAndThenTheRestCanBeCommitted() {
  QFETCH(const int, backend);
  constexpr const char* kSet = R"({"changes": [
    {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "new"}},
    {"model": "album", "op": "insert", "ref": "b", "values": {"title": "first", "artist_id": {"$ref": "a.id"}}},
    {"model": "album", "op": "update", "key": 3, "values": {"artist_id": {"$ref": "a.id"}}},
    {"model": "track", "op": "update", "key": 4, "values": {"album_id": {"$ref": "b.id"}}},
    {"model": "track", "op": "delete", "key": 3},
    {"model": "album", "op": "delete", "key": 2},
    {"model": "artist", "op": "update", "key": 1, "values": {"name": "Other"}},
    {"model": "artist", "op": "update", "key": 3, "values": {"name": "AC/DC"}}]})";
  constexpr unsigned kParts = 1U << 8;
  // Each part in turn is too many databases: a stride through them all comes by each change with and without each other.
  for (unsigned part = 1; part < kParts; part += 29) {
    m_database.reset();
    m_database = std::make_unique<MusicDatabase>(static_cast<MusicDatabase::Backend>(backend));
    ChangeSet pending = read(kSet);
    std::set<std::uint64_t> chosen;
    for (std::uint64_t id = 1; id <= 8; ++id)
      if (part & (1U << (id - 1))) chosen.insert(id);
    const ClosedPart closed = closedPart(registry(), pending, chosen);
    const CommitResult first = commit(closed.changes);
    QVERIFY2(first.outcome == CommitResult::Outcome::Committed, std::to_string(part).c_str());
    settleCommitted(pending, ownChanges(closed.changes.changes()), first.generated);
    QCOMPARE(pending.size(), 8U - closed.changes.size());
    QVERIFY2(commit(pending).outcome == CommitResult::Outcome::Committed, std::to_string(part).c_str());
    QCOMPARE(m_database->cell("SELECT count(*) FROM artist"), "4"s);
    QCOMPARE(m_database->cell("SELECT name FROM artist WHERE id = 3"), "AC/DC"s);
    QCOMPARE(m_database->cell("SELECT count(*) FROM album a JOIN artist r ON r.id = a.artist_id WHERE r.name = 'new'"), "2"s);
    QCOMPARE(m_database->cell("SELECT count(*) FROM track t JOIN album a ON a.id = t.album_id WHERE t.id = 4 AND a.title = 'first'"), "1"s);
  }
}

void PartialCommitTest::theRestGetsTheKeysOfRowsThatAreThereNow() {
  ChangeSet pending = read(R"({"changes": [
    {"model": "artist", "op": "insert", "ref": "a", "values": {"name": "new"}},
    {"model": "album", "op": "insert", "values": {"title": "first", "artist_id": {"$ref": "a"}}}]})");
  const ClosedPart part = closedPart(registry(), pending, {1});
  const CommitResult result = commit(part.changes);
  QVERIFY(result.outcome == CommitResult::Outcome::Committed);
  Change album = pending.changes().back();
  QVERIFY(hasUnnamedReference(album));
  nameReferences(registry(), pending, album);
  QVERIFY(!hasUnnamedReference(album));
  QCOMPARE(album.value("artist_id")->reference().attribute, "id"s);
  pending.put(album.id, album);
  settleCommitted(pending, ownChanges(part.changes.changes()), result.generated);
  QCOMPARE(pending.size(), 1U);
  QVERIFY(pending.changes().front().value("artist_id")->isValue());
  QVERIFY(commit(pending).outcome == CommitResult::Outcome::Committed);
  QCOMPARE(m_database->cell("SELECT r.name FROM album a JOIN artist r ON r.id = a.artist_id WHERE a.title = 'first'"), "new"s);
}

JOINERY_TEST(PartialCommitTest)
#include "tst_partial_commit.moc"
