// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite_catalogue.h"

#include <stdexcept>

#include "orm/dialect/sqlite/sqlite_reflection.h"

using joinery::CompiledStatement;
using joinery::RowBatch;
using joinery::ValueView;

namespace {

using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Statement prepared(sqlite3* database, const CompiledStatement& query) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, query.sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(database));
  }
  Statement owned(statement, &sqlite3_finalize);
  for (std::size_t i = 0; i < query.binds.size(); ++i) {
    const std::string_view text = query.binds[i].bytes();
    sqlite3_bind_text(statement, static_cast<int>(i + 1), text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
  return owned;
}

ValueView cell(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return ValueView::null();
    case SQLITE_INTEGER:
      return ValueView::integer(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return ValueView::real(sqlite3_column_double(statement, column));
    default:
      break;
  }
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return ValueView::text({text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))});
}

}  // namespace

SqliteCatalogue::SqliteCatalogue(const std::string& file) {
  const int flags = file.empty() ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY : SQLITE_OPEN_READONLY;
  if (sqlite3_open_v2(file.empty() ? ":memory:" : file.c_str(), &m_database, flags, nullptr) != SQLITE_OK) {
    throw std::runtime_error("cannot open " + file);
  }
}

SqliteCatalogue::~SqliteCatalogue() { sqlite3_close_v2(m_database); }

void SqliteCatalogue::run(const std::string& script) {
  if (sqlite3_exec(m_database, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(m_database));
  }
}

joinery::schema::MetaData SqliteCatalogue::reflect() {
  std::vector<std::shared_ptr<const RowBatch>> batches;
  for (const CompiledStatement& query : joinery::sqliteReflectionQueries()) batches.push_back(rows(query));
  for (const auto& query : joinery::sqliteReflectionTables(batches).queries) batches.push_back(rows(query.statement));
  const std::vector<CompiledStatement> followUps = joinery::sqliteReflectionFollowUps(batches);
  m_followUps = followUps.size();
  m_failures = 0;
  for (const CompiledStatement& query : followUps) {
    try {
      batches.push_back(rows(query));
    } catch (const std::runtime_error&) {
      batches.push_back(nullptr);
      ++m_failures;
    }
  }
  return joinery::foldSqliteReflection(batches);
}

std::shared_ptr<const RowBatch> SqliteCatalogue::rows(const CompiledStatement& query) {
  const Statement statement = prepared(m_database, query);
  const int columns = sqlite3_column_count(statement.get());
  std::vector<joinery::ResultColumn> labels;
  for (int i = 0; i < columns; ++i) labels.push_back({sqlite3_column_name(statement.get(), i), {}});
  joinery::RowBatchBuilder builder(std::move(labels));
  int state = SQLITE_DONE;
  while ((state = sqlite3_step(statement.get())) == SQLITE_ROW) {
    for (int i = 0; i < columns; ++i) builder.append(static_cast<std::size_t>(i), cell(statement.get(), i));
    builder.endRow();
  }
  if (state != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(m_database));
  return builder.build();
}
