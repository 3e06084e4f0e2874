// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/database_creation.h"

#include "orm/core/db_error.h"

namespace joinery {
namespace {

constexpr const char* kNoSuchDatabase = "3D000";
constexpr const char* kDuplicateDatabase = "42P04";
constexpr const char* kUniqueViolation = "23505";  // of pg_database, by one that was made at the same moment

void createDatabase(const Driver& driver, const Dialect& dialect, Url url, const ConnectOptions& options) {
  const std::string name = std::exchange(url.database, "postgres");
  const auto connection = driver.connect(url, options);
  try {
    connection->execute("CREATE DATABASE " + dialect.quote(name));
  } catch (const DbError& error) {
    if (error.sqlState != kDuplicateDatabase && error.sqlState != kUniqueViolation) throw;
  }
}

}  // namespace

std::unique_ptr<Connection> connectCreating(const Driver& driver, const Dialect& dialect, const Url& url, const ConnectOptions& options) {
  try {
    return driver.connect(url, options);
  } catch (const DbError& error) {
    if (url.database.empty() || error.sqlState != kNoSuchDatabase) throw;
  }
  createDatabase(driver, dialect, url, options);
  return driver.connect(url, options);
}

}  // namespace joinery
