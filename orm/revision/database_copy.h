// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/revision/migrator.h"

namespace joinery::migration {

/// Copies a SQLite database, as it is at this moment, into a file that is there and empty. Others may read meanwhile, not write.
/// @param reader in no transaction @throws DbError NotSupported of other engines; Cancelled; Operational (a full disk)
void copyDatabase(Connection& reader, const Dialect& dialect, const std::string& path, const MigrationOptions& options);

/// Copies a SQLite file beside itself, under its name with the time, never over a file that is there; on the disk when this returns.
/// While a writer has the lock it is what was there before. @return where @throws DbError; nothing is left then
std::string backUpBeside(Engine& engine, const MigrationOptions& options);

}  // namespace joinery::migration
