// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/engine/database_creation.h"

#include "orm/core/db_error.h"
#include "orm/engine/dialects.h"
#include "orm/engine/drivers.h"

namespace joinery {
namespace {

// postgresql.org/docs/15/errcodes-appendix.html
constexpr const char* kNoSuchDatabase = "3D000";
constexpr const char* kDuplicateDatabase = "42P04";
constexpr const char* kUniqueViolation = "23505";  // of pg_database, by one that is made at the same moment
constexpr const char* kMaintenanceDatabase = "postgres";

void createOnServer(const Driver& driver, const Dialect& dialect, Url url, const ConnectOptions& options) {
  const std::string name = std::exchange(url.database, kMaintenanceDatabase);
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
  createOnServer(driver, dialect, url, options);
  return driver.connect(url, options);
}

bool createDatabaseIfMissing(const Url& url) {
  const auto driver = driverFor(url.backend);
  ConnectOptions options;
  options.access = ConnectOptions::Access::ReadWrite;
  try {
    driver->connect(url, options);
    return false;
  } catch (const DbError& error) {
    // A file that is there and can't be opened can't be made either, which is an error then.
    if (error.kind() != ErrorKind::CannotOpen && error.sqlState != kNoSuchDatabase) throw;
  }
  options.access = ConnectOptions::Access::ReadWriteCreate;
  connectCreating(*driver, dialectFor(url.backend), url, options);
  return true;
}

}  // namespace joinery
