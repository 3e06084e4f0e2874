// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "orm/dialect/dialect.h"
#include "orm/driver/driver.h"

namespace joinery {

/// Connects; where the server has no such database, makes it first, from its database `postgres`. A SQLite file is made by its
/// driver (ConnectOptions::Access::ReadWriteCreate). Blocks. @throws DbError of connecting; Authentication or Programming where
/// the user may not make databases
std::unique_ptr<Connection> connectCreating(const Driver& driver, const Dialect& dialect, const Url& url, const ConnectOptions& options);

}  // namespace joinery
