// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <limits>

#include "orm/journal/journal_frame.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

constexpr const char* kJournal = "some-journal";
constexpr const char* kOlderRecord =
    "020000000000000002010000000000000002000000000000000000000000016d00000000000000020002000000000000000501000000046e65773100"
    "0000026964000000000000000000000003000000016100050000000178000000016201000000046e6577320000000000000001630000000000000000"
    "000000000000000000000000000000";

Change sampleChange() {
  Change change;
  change.id = 7;
  change.cause = 3;
  change.kind = Change::Kind::Update;
  change.model = "artist";
  change.key = {Value::integer(-1), Operand::Reference{"new1", "id"}};
  change.ref = "r";
  change.values = {{"name", Value::text("NUL\0 and \xFF"s)}, {"big", Value::unsignedInteger(std::numeric_limits<std::uint64_t>::max())},
                   {"none", Value::null()}, {"yes", Value::boolean(true)}, {"zero", Value::real(-0.0)}, {"bytes", Value::blob("\0\r\n"s)}, {"made", Operand::Default{}}};
  change.before = {{"name", Value::text("")}, {"rating", Value::text("1.50")}};
  change.match = {{"version", Value::integer(std::numeric_limits<std::int64_t>::min())}};
  change.relationship = "albums";
  change.to = {Value::text("x")};
  return change;
}

std::string frames(std::initializer_list<JournalRecord> records) {
  std::string bytes(kJournalHeader);
  std::uint64_t sequence = 0;
  bytes += journalFrame(journal::Opened{{"sqlite:///a.db", "a.db", ""}, 5}, sequence, kJournal).toStdString();
  bytes += journalFrame(journal::Complete{}, sequence, kJournal).toStdString();
  for (const JournalRecord& record : records) bytes += journalFrame(record, ++sequence, kJournal).toStdString();
  return bytes;
}

journal::Put put(std::uint64_t id, const char* name) {
  Change change = sampleChange();
  change.id = id;
  change.values = {{"name", Value::text(name)}};
  return {id, change};
}

}  // namespace

/// What a journal says, and what is made of it when it is damaged.
class JournalRecordTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void givesAChangeBackToTheByte();
  void givesTheSeenRowBack();
  void readsWhatOlderVersionsWrote();
  void givesACommitsMarkBack();
  void refusesBytesThatNothingWrites();
  void comesToTheStateThatTheRecordsLedTo();
  void aCommitThatWentThroughLeavesNothing();
  void aPartThatWasCommittedLeavesTheRest();
  void aCommitWithoutAnEndIsKept();
  void writtenAnewItSaysTheSame();
  void readsUpToATornTailWhereverItIsTorn();
  void readsWhatStandsBehindADamagedPlace();
  void takesNothingOfAnotherJournal();
  void readsAnyBytesWithoutHarm();
};

void JournalRecordTest::givesAChangeBackToTheByte() {
  const auto read = journalRecordFromBytes(journalRecordToBytes(journal::Put{7, sampleChange()}));
  const Change change = *std::get<journal::Put>(read).state;
  const Change wanted = sampleChange();
  QCOMPARE(change.id, wanted.id);
  QCOMPARE(change.cause, wanted.cause);
  QCOMPARE(change.kind, wanted.kind);
  QCOMPARE(change.model, wanted.model);
  QVERIFY(change.key == wanted.key);
  QCOMPARE(change.ref, wanted.ref);
  QVERIFY(change.values == wanted.values);
  QVERIFY(change.before == wanted.before);
  QVERIFY(change.match == wanted.match);
  QCOMPARE(change.relationship, wanted.relationship);
  QVERIFY(change.to == wanted.to);
  QVERIFY(std::signbit(change.value("zero")->value().toReal()));
}

void JournalRecordTest::givesTheSeenRowBack() {
  Change change = sampleChange();
  change.seen = std::make_shared<const std::vector<std::pair<std::string, Value>>>(std::vector<std::pair<std::string, Value>>{{"name", Value::text("old")}, {"none", Value::null()}});
  const QByteArray put = journalRecordToBytes(journal::Put{7, change});
  const Change read = *std::get<journal::Put>(journalRecordFromBytes(put)).state;
  QVERIFY(read.seen && *read.seen == *change.seen);
  QVERIFY(read.to == change.to);
  // What comes before it is as an older version reads and writes it.
  const QByteArray older = journalRecordToBytes(journal::Put{7, sampleChange()});
  QVERIFY(put.startsWith(older));
  for (qsizetype size = older.size() + 1; size < put.size(); ++size)
    QCOMPARE(kindThrown([&] { journalRecordFromBytes(put.left(size)); }), ErrorKind::Data);
  const QByteArray takenOver = journalRecordToBytes(journal::TakenOver{"j", {sampleChange(), change}, {{"t", "SELECT 1"}}});
  const auto taken = std::get<journal::TakenOver>(journalRecordFromBytes(takenOver));
  QCOMPARE(taken.changes.size(), 2u);
  QVERIFY(!taken.changes[0].seen && taken.changes[1].seen && *taken.changes[1].seen == *change.seen);
  // The two marks and the seen row at its end are what an older one has not.
  const QByteArray without = takenOver.left(takenOver.size() - 1 - (put.size() - older.size()));
  const auto old = std::get<journal::TakenOver>(journalRecordFromBytes(without));
  QVERIFY(old.changes.size() == 2 && !old.changes[1].seen && old.texts.size() == 1);
}

/// Before a value could be its column's default.
void JournalRecordTest::readsWhatOlderVersionsWrote() {
  Change older;
  older.id = 2;
  older.model = "m";
  older.key = {Value::integer(5), Operand::Reference{"new1", "id"}};
  older.values = {{"a", Value::text("x")}, {"b", Operand::Reference{"new2", ""}}, {"c", Value::null()}};
  const QByteArray bytes = QByteArray::fromHex(kOlderRecord);
  const Change read = *std::get<journal::Put>(journalRecordFromBytes(bytes)).state;
  QVERIFY(read.key == older.key && read.values == older.values);
  // What has no default in it is written so still: an older version reads it, too.
  QCOMPARE(journalRecordToBytes(journal::Put{2, older}).toHex(), QByteArray(kOlderRecord));
}

void JournalRecordTest::givesACommitsMarkBack() {
  const CommitMark mark{"726", "77110", "00000001", {{7, "artist", "new1", {{"id", Value::integer(101)}}}}};
  const auto read = std::get<journal::CommitBegun>(journalRecordFromBytes(journalRecordToBytes(journal::CommitBegun{mark, {sampleChange()}})));
  QCOMPARE(read.mark.transactionId, mark.transactionId);
  QCOMPARE(read.mark.systemIdentifier, mark.systemIdentifier);
  QCOMPARE(read.mark.timeline, mark.timeline);
  QCOMPARE(read.mark.generated.size(), 1u);
  QCOMPARE(read.mark.generated[0].ref, "new1"s);
  QCOMPARE(read.mark.generated[0].values[0].second.toInteger(), 101);
  QCOMPARE(read.changes.size(), 1u);
}

void JournalRecordTest::refusesBytesThatNothingWrites() {
  const QByteArray whole = journalRecordToBytes(journal::Put{7, sampleChange()});
  for (qsizetype size = 0; size < whole.size(); ++size)
    QCOMPARE(kindThrown([&] { journalRecordFromBytes(whole.left(size)); }), ErrorKind::Data);
  QCOMPARE(kindThrown([] { journalRecordFromBytes(QByteArray("\x63", 1)); }), ErrorKind::Data);
  // It is of a journal, and not of a cache, which are written by the same means.
  try {
    journalRecordFromBytes(QByteArray("\x63", 1));
    QFAIL("it was taken");
  } catch (const DbError& error) {
    QCOMPARE(error.message(), "these bytes are not what was written: a record of no known kind"s);
  }
}

void JournalRecordTest::comesToTheStateThatTheRecordsLedTo() {
  const auto reading = readJournal(frames({put(1, "a"), put(2, "b"), put(1, "c"), journal::Put{2, {}}, journal::ConsoleText{"t", "SELECT 1"},
                                           journal::ServerKnown{"99"}}), kJournal);
  QVERIFY(reading.isComplete);
  QCOMPARE(reading.tornBytes, 0u);
  QCOMPARE(reading.missingRecords, 0u);
  QCOMPARE(reading.lastSequence, 6u);
  QCOMPARE(reading.content.changes.changes().size(), 1u);
  QCOMPARE(std::string(reading.content.changes.find(1)->value("name")->value().bytes()), "c"s);
  QCOMPARE(reading.content.texts.at("t"), "SELECT 1"s);
  QCOMPARE(reading.content.identity.url, "sqlite:///a.db"s);
  QCOMPARE(reading.content.identity.systemIdentifier, "99"s);
}

void JournalRecordTest::aCommitThatWentThroughLeavesNothing() {
  using Outcome = CommitResult::Outcome;
  const auto after = [](Outcome outcome) { return readJournal(frames({put(1, "a"), journal::CommitBegun{}, journal::CommitEnded{outcome}}), kJournal).content; };
  QVERIFY(after(Outcome::Committed).isEmpty());
  QVERIFY(!after(Outcome::NotCommitted).changes.isEmpty() && !after(Outcome::NotCommitted).commit);
  QVERIFY(!after(Outcome::Unknown).changes.isEmpty() && after(Outcome::Unknown).commit);
}

void JournalRecordTest::aPartThatWasCommittedLeavesTheRest() {
  Change insert, rest;
  insert.id = 1;
  insert.model = "artist";
  insert.ref = "new1";
  rest.id = 2;
  rest.model = "album";
  rest.ref = "new2";
  rest.values = {{"artist_id", Operand::Reference{"new1", "id"}}};
  const CommitMark mark{{}, {}, {}, {{1, "artist", "new1", {{"id", Value::integer(7)}}}}};
  const auto content = readJournal(frames({journal::Put{1, insert}, journal::Put{2, rest}, journal::CommitBegun{mark, {insert}}, journal::CommitEnded{CommitResult::Outcome::Committed}}), kJournal).content;
  QCOMPARE(content.changes.size(), 1u);
  QVERIFY(content.changes.find(2)->value("artist_id")->value() == Value::integer(7));
}

void JournalRecordTest::aCommitWithoutAnEndIsKept() {
  const auto content = readJournal(frames({put(1, "a"), journal::CommitBegun{{"726", "1", "2", {}}, {}}}), kJournal).content;
  QVERIFY(content.commit.has_value());
  QCOMPARE(content.commit->mark.transactionId, "726"s);
  QVERIFY(!content.changes.isEmpty());
}

void JournalRecordTest::writtenAnewItSaysTheSame() {
  JournalContent content = readJournal(frames({put(1, "a"), put(2, "b"), journal::ConsoleText{"t", "x"}, journal::CommitBegun{},
                                               journal::TakenOver{"older", {}, {}}}), kJournal).content;
  std::string bytes(kJournalHeader);
  for (const JournalRecord& record : content.records()) bytes += journalFrame(record, 9, kJournal).toStdString();
  const auto again = readJournal(bytes, kJournal);
  QVERIFY(again.isComplete);
  QCOMPARE(again.lastSequence, 9u);
  QCOMPARE(again.content.changes.changes().size(), 2u);
  QCOMPARE(again.content.texts, content.texts);
  QCOMPARE(again.content.takenOver, content.takenOver);
  QVERIFY(again.content.commit.has_value());
  QVERIFY(again.content.identity == content.identity);
}

void JournalRecordTest::readsUpToATornTailWhereverItIsTorn() {
  const std::string sound = frames({put(1, "a"), put(2, "b")});
  const std::string whole = frames({put(1, "a"), put(2, "b"), put(1, "changed")});
  for (std::size_t size = sound.size(); size < whole.size(); ++size) {
    const auto reading = readJournal(std::string_view(whole).substr(0, size), kJournal);
    QCOMPARE(reading.tornBytes, size - sound.size());
    QCOMPARE(reading.missingRecords, 0u);
    QCOMPARE(reading.lastSequence, 2u);
    QCOMPARE(std::string(reading.content.changes.find(1)->value("name")->value().bytes()), "a"s);
  }
}

void JournalRecordTest::readsWhatStandsBehindADamagedPlace() {
  const std::string before = frames({put(1, "a")});
  const std::string damaged = frames({put(1, "a"), put(2, "b")});
  const std::string whole = frames({put(1, "a"), put(2, "b"), put(3, "c")});
  for (std::size_t at = before.size(); at < damaged.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x20);
    const auto reading = readJournal(bytes, kJournal);
    QCOMPARE(reading.missingRecords, 1u);
    QCOMPARE(reading.tornBytes, 0u);
    QVERIFY(reading.content.changes.find(1) && !reading.content.changes.find(2) && reading.content.changes.find(3));
  }
}

void JournalRecordTest::takesNothingOfAnotherJournal() {
  const std::string bytes = frames({put(1, "a")});
  const auto reading = readJournal(bytes, "another-one");
  QCOMPARE(reading.records, 0u);
  QCOMPARE(reading.tornBytes, bytes.size() - kJournalHeader.size());
}

void JournalRecordTest::readsAnyBytesWithoutHarm() {
  const std::string whole = frames({put(1, "a"), put(2, "b"), journal::ConsoleText{"t", "SELECT"}, put(3, "c")});
  std::uint32_t random = 20'240'601;
  const auto next = [&random](std::size_t below) {
    random = random * 1'664'525 + 1'013'904'223;
    return (random >> 8) % below;
  };
  for (int round = 0; round < 3'000; ++round) {
    std::string bytes = whole;
    for (std::size_t flips = next(12) + 1; flips > 0; --flips) bytes[next(bytes.size())] = static_cast<char>(next(256));
    if (next(3) == 0) bytes.resize(next(bytes.size()));
    const auto reading = readJournal(bytes, kJournal);
    QVERIFY(reading.records <= 6 && reading.tornBytes <= bytes.size());
  }
  // Many marks that each claim a record of great length.
  std::string hostile(kJournalHeader);
  for (int i = 0; i < 200'000; ++i) hostile += "\xF7JRN\x7F\xFF"s;
  QCOMPARE(readJournal(hostile, kJournal).records, 0u);
}

JOINERY_TEST(JournalRecordTest)
#include "tst_journal_record.moc"
