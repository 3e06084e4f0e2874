// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "orm/engine/engine.h"
#include "orm/repository/session_factory.h"
#include "tests/support/own_database.h"

namespace joinery::test {

/// Users with addresses and seats, links to ids of another system, and a session: as new with each object.
class UserDatabase {
 public:
  explicit UserDatabase(Backend backend);

  Session& session() { return *m_session; }
  /// Closes the session and opens another one.
  Session& renew();
  Connection& connection() { return *m_lease; }
  std::shared_ptr<const Registry> registry() const { return m_registry; }
  /// On the same connection.
  SessionFactory sessions() { return {*m_lease, m_engine->dialect(), m_registry}; }

  void run(const std::string& sql) { m_lease->execute(sql); }
  /// The first column of the first row, as a number.
  std::int64_t number(const std::string& sql);
  /// Statements that began with the word since it was asked last.
  int sent(const std::string& word);
  std::string lastStatement() const { return m_engine->log().statements().back().sql; }

 private:
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
  std::shared_ptr<const Registry> m_registry;
  std::unique_ptr<Session> m_session;
  std::uint64_t m_counted = 0;
};

/// Kind and number of what a function throws: "NoResultFound 1001"; "nothing".
template <typename Function>
std::string refused(Function&& function) {
  try {
    function();
  } catch (const DbError& error) {
    return std::string(errorKindName(error.kind())) + (error.code == 0 ? "" : " " + std::to_string(error.code));
  }
  return "nothing";
}

/// An attribute of each record, in alphabetical order, by a comma.
std::string valuesOf(const std::vector<RecordPtr>& records, const char* attribute = "name");

}  // namespace joinery::test
