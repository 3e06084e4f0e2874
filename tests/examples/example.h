// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>

#include <cstdint>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "orm/engine/engine.h"
#include "orm/model/mapping.h"
#include "orm/session/session.h"

namespace joinery::example {

/// Statements and rows that reached the driver. Transaction control and reads of the catalogue don't count. An INSERT that ran for many
/// sets of values is that many.
struct Counts {
  int selects = 0, inserts = 0, updates = 0, deletes = 0, creates = 0;
  std::int64_t rowsInserted = 0, rowsUpdated = 0, rowsDeleted = 0;
};

/// An example's database and what it asserts. With --postgresql it is a new database on the server of JOINERY_TEST_POSTGRES,
/// else SQLite in memory.
class Example {
 public:
  /// File: several connections at once, on SQLite too.
  enum class Storage { Memory, File };

  Example(int argc, char** argv, Storage storage);
  ~Example();

  const std::shared_ptr<Engine>& engine() const { return m_engine; }
  Connection& connection();
  /// For others to have it: SQLite has one that writes.
  void giveBack() { m_lease.release(); }
  bool isPostgresql() const { return !m_server.empty(); }
  /// "INTEGER" keys are made by the database, in each engine's own way.
  schema::Column key(const std::string& name) const;

  /// Makes the tables and maps them.
  void create(const schema::MetaData& tables, const std::vector<ModelMapping>& models);
  const std::shared_ptr<const Registry>& registry() const { return m_registry; }
  std::unique_ptr<Session> session() { return session(Session::Options{}); }
  std::unique_ptr<Session> session(Session::Options options);

  /// What was sent since it was asked last.
  Counts counts();
  /// All statements so far but those of rows(). One that ran for many sets of values is one, unless rows came back from each.
  int statements();
  /// The number of the last statement that was sent, and its text.
  std::uint64_t lastNumber() const;
  std::string lastStatement() const;
  /// The rows of a statement of one's own: values by a comma, rows by a semicolon. Counting begins anew after it.
  std::string rows(const std::string& sql);

  /// Prints the row of behaviour, what is expected and what was seen.
  template <typename T, typename U>
  void expect(const char* row, const char* what, const T& seen, const U& expected) {
    std::ostringstream text;
    text << seen;
    tell(row, what, text.str(), seen == expected, [&] { std::ostringstream wanted; wanted << expected; return wanted.str(); }());
  }
  /// What each engine may need.
  void expectAtMost(const char* row, const char* what, std::int64_t seen, std::int64_t onSqlite, std::int64_t onPostgresql) {
    expectAtMost(row, what, seen, isPostgresql() ? onPostgresql : onSqlite);
  }
  void expectAtMost(const char* row, const char* what, std::int64_t seen, std::int64_t most) {
    tell(row, what, std::to_string(seen), seen <= most, "at most " + std::to_string(most));
  }
  /// Runs an example. @return the program's exit code: 1 where an expectation failed, 77 where there is no server
  static int run(int argc, char** argv, void (*example)(Example&), Storage storage = Storage::Memory);

 private:
  void count(Counts& counts, const LoggedStatement& statement);
  void tell(const char* row, const char* what, const std::string& seen, bool isRight, const std::string& expected);

  std::string m_server, m_name;
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const Registry> m_registry;
  std::shared_ptr<RecordHeap> m_heap = RecordHeap::create();
  std::uint64_t m_counted = 0;
  int m_statements = 0;
  int m_failures = 0;
};

}  // namespace joinery::example
