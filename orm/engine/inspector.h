// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"

namespace joinery {

/// Reads a database's catalogue, in one consistent read, with the same few statements for any number of tables.
/// Blocks; worker thread or a plain program. @throws DbError
std::shared_ptr<const schema::MetaData> reflect(Connection& connection, const Dialect& dialect);

}  // namespace joinery
