// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite_database.h"

#include <memory>
#include <stdexcept>
#include <string_view>

using joinery::StorageClass;
using joinery::Value;

namespace {

// The engine has the operator REGEXP but no function for it; here a text matches where it holds the pattern.
void matchRegexp(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto text = [&](int i) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(arguments[i]));
    return std::string(bytes ? bytes : "");
  };
  sqlite3_result_int(context, text(1).find(text(0)) != std::string::npos ? 1 : 0);
}

// PostgreSQL's name for the comparison of bytes.
int compareBytes(void*, int leftSize, const void* left, int rightSize, const void* right) {
  return std::string_view(static_cast<const char*>(left), static_cast<std::size_t>(leftSize))
      .compare(std::string_view(static_cast<const char*>(right), static_cast<std::size_t>(rightSize)));
}

void bindTo(sqlite3_stmt* statement, int position, const Value& value) {
  const auto bytes = value.bytes();
  const int size = static_cast<int>(bytes.size());
  switch (value.storageClass()) {
    case StorageClass::Integer:
      sqlite3_bind_int64(statement, position, value.toInteger());
      break;
    case StorageClass::Real:
      sqlite3_bind_double(statement, position, value.toReal());
      break;
    case StorageClass::Text:
      sqlite3_bind_text(statement, position, bytes.data(), size, SQLITE_TRANSIENT);
      break;
    case StorageClass::Blob:
      sqlite3_bind_blob(statement, position, bytes.data(), size, SQLITE_TRANSIENT);
      break;
    default:
      break;
  }
}

}  // namespace

SqliteDatabase::SqliteDatabase() {
  if (sqlite3_open(":memory:", &m_database) != SQLITE_OK) throw std::runtime_error("no memory database");
  sqlite3_create_function(m_database, "regexp", 2, SQLITE_UTF8, nullptr, &matchRegexp, nullptr, nullptr);
  sqlite3_create_collation(m_database, "C", SQLITE_UTF8, nullptr, &compareBytes);
}

SqliteDatabase::~SqliteDatabase() { sqlite3_close_v2(m_database); }

std::vector<std::string> SqliteDatabase::run(const joinery::CompiledStatement& statement) {
  std::vector<std::string> cells;
  for (const char* rest = statement.sql.c_str(); *rest != '\0';) {
    sqlite3_stmt* prepared = nullptr;
    if (sqlite3_prepare_v2(m_database, rest, -1, &prepared, &rest) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(m_database));
    if (!prepared) continue;
    const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> owner(prepared, &sqlite3_finalize);
    for (std::size_t i = 0; i < statement.binds.size(); ++i)
      bindTo(prepared, static_cast<int>(i) + 1, statement.binds[i]);
    int step = sqlite3_step(prepared);
    for (; step == SQLITE_ROW; step = sqlite3_step(prepared)) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
      cells.emplace_back(text ? text : "NULL");
    }
    if (step != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(m_database));
  }
  return cells;
}

std::string SqliteDatabase::failureOf(const joinery::CompiledStatement& statement) {
  try {
    run(statement);
    return {};
  } catch (const std::runtime_error& error) {
    return error.what() + std::string(" in ") + statement.sql;
  }
}
