// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "orm/dialect/compiled_statement.h"
#include "orm/schema/metadata.h"

/// An SQLite database that is read through the C interface alone, so that reflection is tested without a driver.
class SqliteCatalogue {
 public:
  /// A database in memory, or a file that is opened read-only.
  explicit SqliteCatalogue(const std::string& file = {});
  ~SqliteCatalogue();
  SqliteCatalogue(const SqliteCatalogue&) = delete;
  SqliteCatalogue& operator=(const SqliteCatalogue&) = delete;

  /// Runs a script. @throws std::runtime_error
  void run(const std::string& script);
  joinery::schema::MetaData reflect();
  /// Statements of the last reflect() that went beyond the fixed ones, and how many of them failed.
  std::size_t followUps() const { return m_followUps; }
  std::size_t failures() const { return m_failures; }

 private:
  std::shared_ptr<const joinery::RowBatch> rows(const joinery::CompiledStatement& query);

  sqlite3* m_database = nullptr;
  std::size_t m_followUps = 0;
  std::size_t m_failures = 0;
};
