// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

/// The statements that give a column of a SQLite table another name. ALTER TABLE renames it in the table's keys, checks, indexes and triggers
/// and in foreign keys that refer to it; it refuses where a view would not compile. So the views that read the table, or such a view, are
/// dropped before, and made again with the new name in their text. Their own columns keep their names.
/// @param database what it holds before @throws DbError InvalidRequest where there is no such table or column, or already one of the new name
/// Pure; any thread.
std::vector<std::string> renameColumnStatements(const QualifiedName& table, const std::string& from, const std::string& to, const schema::MetaData& database, const Dialect& dialect);

/// ALTER TABLE alone, for columns that may take each other's names. @param columns old and new names
std::vector<std::string> alterColumnNames(const schema::Table& table, const std::vector<std::pair<std::string, std::string>>& columns, const Dialect& dialect);

}  // namespace joinery::migration
