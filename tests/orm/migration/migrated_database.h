// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "orm/engine/engine.h"
#include "orm/migration/migration_plan.h"

namespace joinery::test {

/// A database on the server, or in a file, that a test changes as it likes.
class MigratedDatabase {
 public:
  /// Empty. A file is made where it is missing.
  explicit MigratedDatabase(const Url& url);

  const Dialect& dialect() const { return m_engine->dialect(); }
  bool isSqlite() const { return dialect().name() == "sqlite"; }
  Connection& connection() const { return *m_lease; }
  schema::MetaData reflected() const;
  /// Drops all that there is, and makes the schema.
  void make(const schema::MetaData& metadata) const;
  /// Three rows in each table; those that refer to others to the row of their number.
  void fill(const schema::MetaData& metadata) const;
  /// Carries the operations out in one transaction. @return the schema that is said to come of it @throws DbError with the statements up to the
  /// one that failed
  schema::MetaData migrate(const schema::MetaData& before, const migration::Operations& operations) const;

  /// The values of each column of each table, as texts in the order of the rows' ids.
  struct ColumnValues {
    std::string type;
    std::vector<std::string> texts;
    bool operator==(const ColumnValues&) const = default;
  };
  using Values = std::map<std::pair<std::string, std::string>, ColumnValues>;
  Values values(const schema::MetaData& metadata) const;
  /// What the engine finds wrong with the file; empty where nothing is.
  std::string faults() const;
  void run(const std::string& sql) const { m_lease->execute(sql); }
  /// The first column of the rows.
  std::vector<std::string> texts(const std::string& sql) const;

 private:
  void dropAll() const;
  void runPlan(const schema::MetaData& before, const migration::Operations& operations, std::string& done) const;

  std::shared_ptr<Engine> m_engine;
  ConnectionPool::Lease m_lease;
};

/// One line each.
std::string described(const migration::Operations& operations);

}  // namespace joinery::test
