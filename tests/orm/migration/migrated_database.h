// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/engine/engine.h"
#include "orm/migration/migration_plan.h"

namespace joinery::test {

/// A database on the server that a test changes as it likes.
class MigratedDatabase {
 public:
  /// Empty.
  explicit MigratedDatabase(const Url& url);

  const Dialect& dialect() const { return m_engine->dialect(); }
  Connection& connection() const { return *m_lease; }
  schema::MetaData reflected() const;
  /// Drops all that there is, and makes the schema.
  void make(const schema::MetaData& metadata) const;
  /// Three rows in each table; those that refer to others to the row of their number.
  void fill(const schema::MetaData& metadata) const;
  /// Plans the operations and runs them in one transaction. @throws DbError with the statement that failed
  void migrate(const schema::MetaData& before, const migration::Operations& operations) const;
  /// The values of each column of each table by its name, as texts.
  using Values = std::map<std::string, std::vector<std::string>>;
  Values values(const schema::MetaData& metadata) const;
  void run(const std::string& sql) const { m_lease->execute(sql); }

 private:
  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
};

/// One line each.
std::string described(const migration::Operations& operations);

}  // namespace joinery::test
