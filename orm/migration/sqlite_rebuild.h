// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

/// A table of SQLite that becomes another one in ways that ALTER TABLE can't: it is made anew under another name, filled, and takes the
/// old one's place.
struct TableRebuild {
  schema::Table before;
  schema::Table after;
  /// Old and new names of the columns whose values are kept.
  std::vector<std::pair<std::string, std::string>> columns;
};

/// The statements of a rebuild, in order, for a transaction that was begun with foreign keys off: the new table with the old one's rows,
/// then its indexes and triggers as `after` has them, and the views that read it. Foreign keys of other tables keep to it by its name.
/// @param database what it holds before the rebuild: views and triggers of other tables that name this one
/// @throws DbError NotSupported for what can't be a table of SQLite
/// Pure; any thread. Source: sqlite.org/lang_altertable.html, section 7
std::vector<std::string> rebuildStatements(const TableRebuild& rebuild, const schema::MetaData& database, const Dialect& dialect);

}  // namespace joinery::migration
