// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/sqlite/sqlite_statement.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <utility>

#include "orm/driver/sqlite/sqlite_database.h"
#include "orm/driver/sqlite/sqlite_error.h"
#include "orm/driver/sqlite/sqlite_script.h"

namespace joinery {
namespace {

DbError programmingError(const std::string& message, const std::string& sql, std::string hint) {
  DbError error(ErrorKind::Programming, message);
  error.sql = sql;
  error.hint = std::move(hint);
  return error;
}

DbError dataError(const std::string& message, const std::string& sql) {
  DbError error(ErrorKind::Data, message);
  error.sql = sql;
  return error;
}

std::string firstWord(std::string_view sql) {
  sql = withoutLeadingSqliteComments(sql);
  const auto end = std::ranges::find_if_not(sql, [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
  std::string word(sql.begin(), end);
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return word;
}

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* database, std::string sql) : m_database(database), m_sql(std::move(sql)) {
  if (m_sql.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw programmingError("the statement is too long", {}, {});
  }
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(database, m_sql.data(), static_cast<int>(m_sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, &tail);
  m_handle.reset(statement);
  checkSqlite(database, code, m_sql);
  if (!statement) throw programmingError("the statement is empty", m_sql, "Write a statement; this is nothing but blanks and comments.");
  const std::string_view rest(tail, static_cast<std::size_t>(m_sql.data() + m_sql.size() - tail));
  if (!isBlankSqlite(rest)) {
    throw programmingError("there are several statements in one", m_sql, "Split the script and run its statements one by one.");
  }
  constexpr std::array kChanging{"INSERT", "REPLACE", "UPDATE", "DELETE"};
  const std::string word = firstWord(m_sql);
  m_changesRows = std::ranges::find(kChanging, word) != kChanging.end() || (word == "WITH" && !isReadOnly());
}

void SqliteStatement::bind(std::span<const ValueView> values, Lifetime lifetime) {
  const int wanted = sqlite3_bind_parameter_count(handle());
  if (std::cmp_not_equal(wanted, values.size())) {
    throw programmingError("the statement takes " + std::to_string(wanted) + " values, and " + std::to_string(values.size()) + " were given",
                           m_sql, "Every placeholder needs one value.");
  }
  for (int i = 0; i < wanted; ++i) bindOne(i + 1, values[static_cast<std::size_t>(i)], lifetime);
}

void SqliteStatement::bindOne(int index, const ValueView& view, Lifetime lifetime) {
  const auto destructor = lifetime == Lifetime::Borrow ? SQLITE_STATIC : SQLITE_TRANSIENT;
  // An empty view may have no address, which SQLite would take for NULL.
  const char* bytes = view.bytes().empty() ? "" : view.bytes().data();
  int code = SQLITE_OK;
  switch (view.storageClass()) {
    case StorageClass::Null: code = sqlite3_bind_null(handle(), index); break;
    case StorageClass::Boolean: code = sqlite3_bind_int(handle(), index, view.toBoolean() ? 1 : 0); break;
    case StorageClass::Integer: code = sqlite3_bind_int64(handle(), index, view.toInteger()); break;
    case StorageClass::Unsigned:
      if (!std::in_range<sqlite3_int64>(view.toUnsigned())) {
        throw dataError("SQLite's integers end at 9223372036854775807: " + std::to_string(view.toUnsigned()), m_sql);
      }
      code = sqlite3_bind_int64(handle(), index, static_cast<sqlite3_int64>(view.toUnsigned()));
      break;
    case StorageClass::Real:
      if (std::isnan(view.toReal())) throw dataError("SQLite has no NaN; it would store NULL", m_sql);
      code = sqlite3_bind_double(handle(), index, view.toReal());
      break;
    case StorageClass::Text: code = sqlite3_bind_text64(handle(), index, bytes, view.bytes().size(), destructor, SQLITE_UTF8); break;
    case StorageClass::Blob: code = sqlite3_bind_blob64(handle(), index, bytes, view.bytes().size(), destructor); break;
  }
  if (code != SQLITE_OK) checkSqlite(m_database, code, m_sql);
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(handle());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw sqliteError(m_database, code, m_sql);
}

std::shared_ptr<const ResultColumns> SqliteStatement::columns(SqliteDatabase& database) {
  constexpr int kKeepCounting = 0;
  const int preparations = sqlite3_stmt_status(handle(), SQLITE_STMTSTATUS_REPREPARE, kKeepCounting);
  if (m_columns && m_preparations == preparations) return m_columns;
  ResultColumns columns;
  const int count = sqlite3_column_count(handle());
  columns.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    const char* label = sqlite3_column_name(handle(), i);
    columns.push_back({label ? label : "", database.typeOf(sqlite3_column_decltype(handle(), i))});
  }
  m_preparations = preparations;
  return m_columns = std::make_shared<const ResultColumns>(std::move(columns));
}

void SqliteStatement::reset() {
  sqlite3_reset(handle());
  sqlite3_clear_bindings(handle());
}

}  // namespace joinery
