// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <random>
#include <thread>

#include "fault_counts.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "two_clients.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

namespace {

constexpr int kRowsOfTable = 5;

struct Row {
  std::string a, b;
  bool operator==(const Row&) const = default;
};
using Table = std::map<std::int64_t, Row>;

/// What one of the two does to one row; as SQL, and to a table in memory.
struct Deed {
  enum class Kind { Nothing, SetA, SetB, Delete, DeleteAndInsert, Renumber };
  Kind kind = Kind::Nothing;
  std::int64_t id = 0;
  std::string text;

  void apply(Table& table) const {
    const auto row = table.find(id);
    if (kind == Kind::Nothing || row == table.end()) return;
    switch (kind) {
      case Kind::Nothing: return;
      case Kind::SetA: row->second.a = text; return;
      case Kind::SetB: row->second.b = text; return;
      case Kind::Delete: table.erase(row); return;
      case Kind::DeleteAndInsert: row->second = {text, text}; return;
      case Kind::Renumber: {
        const Row moved = row->second;
        table.erase(row);
        table[id + 100] = moved;
        return;
      }
    }
  }
  std::string sql() const {
    const std::string where = " WHERE id = " + std::to_string(id);
    switch (kind) {
      case Kind::Nothing: return "SELECT 1";
      case Kind::SetA: return "UPDATE pair SET a = '" + text + "'" + where;
      case Kind::SetB: return "UPDATE pair SET b = '" + text + "'" + where;
      case Kind::Delete: return "DELETE FROM pair" + where;
      case Kind::DeleteAndInsert: return "BEGIN; DELETE FROM pair" + where + "; INSERT INTO pair VALUES (" + std::to_string(id) + ", '" + text + "', '" + text + "'); COMMIT";
      case Kind::Renumber: return "UPDATE pair SET id = id + 100" + where;
    }
    return {};
  }
};

/// What the program meant to write, seen against a table: none where its image does not hold.
std::optional<Table> written(const Deed& mine, const Table& image, Table now) {
  const auto base = image.find(mine.id);
  const auto row = now.find(mine.id);
  if (row == now.end()) return {};
  const bool holds = mine.kind == Deed::Kind::SetA ? row->second.a == base->second.a : mine.kind == Deed::Kind::SetB ? row->second.b == base->second.b : row->second == base->second;
  if (!holds) return {};
  mine.apply(now);
  return now;
}

}  // namespace

/// D1: what somebody else changed between reading and writing is never overwritten, and is shown beside one's own.
class SecondClientTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void overwritesNothing_data() { addBackends(); }
  void overwritesNothing();
  void overwritesNothingThatHappensAtTheSameTime_data() { addBackends(); }
  void overwritesNothingThatHappensAtTheSameTime();

 private:
  void begin();
  Deed theirs();
  Deed mine();
  ChangeSet changesOf(const Deed& deed) const;
  Table table() const;
  bool showsThreeValues(const Deed& deed, const Table& image, const Table& now, const CommitResult& result) const;

  std::unique_ptr<TwoClients> m_clients;
  std::mt19937 m_random{41};
  int m_token = 0;
};

void SecondClientTest::begin() {
  if (!m_clients || m_clients->isServer() != (QTest::currentDataTag() == "PostgreSQL"s)) {
    m_clients = std::make_unique<TwoClients>();
    m_clients->run("CREATE TABLE pair(id INTEGER PRIMARY KEY, a text NOT NULL, b text NOT NULL)");
    m_clients->reflect();
  }
  std::string rows = "DELETE FROM pair; INSERT INTO pair VALUES ";
  for (int id = 1; id <= kRowsOfTable; ++id) rows += (id > 1 ? ", (" : "(") + std::to_string(id) + ", 'a', 'b')";
  m_clients->run(rows);
}

Deed SecondClientTest::theirs() { return {static_cast<Deed::Kind>(m_random() % 6), 1 + std::int64_t(m_random() % 2), "t" + std::to_string(++m_token)}; }

Deed SecondClientTest::mine() { return {static_cast<Deed::Kind>(1 + m_random() % 3), 1 + std::int64_t(m_random() % 2), "m" + std::to_string(++m_token)}; }

ChangeSet SecondClientTest::changesOf(const Deed& deed) const {
  Change::Values values;
  if (deed.kind != Deed::Kind::Delete) values.emplace_back(deed.kind == Deed::Kind::SetA ? "a" : "b", Value::text(deed.text));
  ChangeSet changes;
  changes.add(TwoClients::change("pair", Value::integer(deed.id), values));
  // A second row: a unit is written whole or not at all.
  changes.add(TwoClients::change("pair", Value::integer(5), {{"a", Value::text(deed.text)}}));
  if (!m_clients->read(changes)) qFatal("a row is gone");
  return changes;
}

Table SecondClientTest::table() const {
  Table table;
  for (const auto& row : m_clients->query("SELECT id, a, b FROM pair")) table[std::stoll(row[0])] = {row[1], row[2]};
  return table;
}

bool SecondClientTest::showsThreeValues(const Deed& deed, const Table& image, const Table& now, const CommitResult& result) const {
  if (result.conflicts.empty() || result.conflicts[0].key != std::vector<Value>{Value::integer(deed.id)}) return false;
  const Conflict& conflict = result.conflicts[0];
  const auto row = now.find(deed.id);
  if (conflict.deleted != (row == now.end())) return false;
  if (conflict.deleted || deed.kind == Deed::Kind::Delete) return true;
  const std::string name = deed.kind == Deed::Kind::SetA ? "a" : "b";
  const auto cell = std::ranges::find(conflict.cells, name, &Conflict::Cell::attribute);
  const auto textOf = [&](const Row& of) { return Value::text(name == "a" ? of.a : of.b); };
  return cell != conflict.cells.end() && cell->base == textOf(image.at(deed.id)) && cell->mine == Value::text(deed.text) && cell->theirs == textOf(row->second);
}

void SecondClientTest::overwritesNothing() {
  int committed = 0, refused = 0, wrong = 0;
  const int runs = runsOf(60, 1'000);
  for (int run = 0; run < runs; ++run) {
    begin();
    const Table image = table();
    const Deed own = mine(), other = theirs();
    const ChangeSet changes = changesOf(own);
    m_clients->run(other.sql());
    const Table now = table();
    auto expected = written(own, image, now);
    if (expected) (*expected)[5].a = own.text;
    const CommitResult result = m_clients->commit(changes);
    (expected ? committed : refused) += 1;
    const bool isRight = (result.outcome == Outcome::Committed) == expected.has_value() && table() == expected.value_or(now);
    wrong += !isRight || (!expected && !showsThreeValues(own, image, now, result));
  }
  qInfo("D1, %s: %d interleavings, %d written, %d refused with the three values, %d overwritten or wrongly told", QTest::currentDataTag(), runs, committed, refused, wrong);
  QCOMPARE(wrong, 0);
  QVERIFY(committed > 0 && refused > 0);
}

void SecondClientTest::overwritesNothingThatHappensAtTheSameTime() {
  int committed = 0, refused = 0, wrong = 0;
  const int runs = runsOf(40, 1'000);
  for (int run = 0; run < runs; ++run) {
    begin();
    const Table image = table();
    const Deed own = mine(), other = theirs();
    const ChangeSet changes = changesOf(own);
    std::thread client([&, pause = m_random() % 1'500] {
      std::this_thread::sleep_for(std::chrono::microseconds(pause));
      m_clients->run(other.sql());
    });
    const CommitResult result = m_clients->commit(changes);
    client.join();
    // One after the other, whichever was first.
    Table theirsFirst = image, mineFirst = image;
    other.apply(theirsFirst);
    auto afterTheirs = written(own, image, theirsFirst);
    if (afterTheirs) (*afterTheirs)[5].a = own.text;
    own.apply(mineFirst);
    mineFirst[5].a = own.text;
    other.apply(mineFirst);
    // Their INSERT after the row was deleted here brings it back.
    if (other.kind == Deed::Kind::DeleteAndInsert && own.kind == Deed::Kind::Delete && own.id == other.id) mineFirst[own.id] = {other.text, other.text};
    const Table now = table();
    const bool isCommitted = result.outcome == Outcome::Committed;
    (isCommitted ? committed : refused) += 1;
    wrong += isCommitted ? now != mineFirst && (!afterTheirs || now != *afterTheirs) : result.outcome != Outcome::NotCommitted || now != theirsFirst;
  }
  qInfo("D1, %s: %d at the same time, %d written, %d refused, %d overwritten or wrongly told", QTest::currentDataTag(), runs, committed, refused, wrong);
  QCOMPARE(wrong, 0);
  QVERIFY(committed > 0);
}

JOINERY_TEST(SecondClientTest)
#include "tst_second_client.moc"
