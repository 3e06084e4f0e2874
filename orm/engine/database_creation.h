// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "orm/dialect/dialect.h"
#include "orm/driver/driver.h"

namespace joinery {

/// Makes the database that a URL names where it is missing: a file for SQLite; a server is asked through its database `postgres`,
/// outside of any transaction. Blocks; worker thread or a plain program.
/// @return whether it was missing @throws DbError what connecting or creating throws, if it is not that the database is missing
bool createDatabaseIfMissing(const Url& url);

/// Connects; where the server has no such database, makes it first. A SQLite file is made by its driver
/// (ConnectOptions::Access::ReadWriteCreate). Blocks. @throws DbError as above
std::unique_ptr<Connection> connectCreating(const Driver& driver, const Dialect& dialect, const Url& url, const ConnectOptions& options);

}  // namespace joinery
