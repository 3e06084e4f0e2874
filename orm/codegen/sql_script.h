// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// A script that makes the whole schema in an empty database: each statement with a semicolon, in an order that works. What the engine has
/// no statement for is left out. Without a transaction of its own. Pure; any thread.
/// @throws DbError InvalidRequest for a table without columns
std::string sqlScript(const schema::MetaData& metadata, const Dialect& dialect);

}  // namespace joinery
