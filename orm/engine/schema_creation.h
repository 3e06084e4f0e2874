// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// Makes the tables that are not there yet (looked up in the catalogue), with their types, keys and indexes: in one transaction,
/// or in the caller's. Blocks; worker thread or a plain program.
/// @throws DbError of the engine; InvalidRequest for a table without columns
void createAll(Connection& connection, const Dialect& dialect, const schema::MetaData& metadata);

/// Drops the tables that are there, with all their rows: in one transaction, or in the caller's. Blocks; worker thread or a plain
/// program. @return what there was to say: tables that refer to each other and can be dropped in no order that their keys allow
/// @throws DbError of the engine; CircularDependency for a cycle of keys without names
std::vector<std::string> dropAll(Connection& connection, const Dialect& dialect, const schema::MetaData& metadata);

}  // namespace joinery
