// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/dialect/compiled_statement.h"
#include "orm/schema/table.h"

namespace joinery {

/// The tables and views of a database before anything else is known of them, and how the rest is asked for. Plain data.
struct CatalogueTables {
  struct Name {
    QualifiedName name;  ///< those of the default schema without one
    schema::TableKind kind = schema::TableKind::Table;
  };
  struct Query {
    CompiledStatement statement;
    std::int64_t tablesRead = 0;  ///< of all, once this is answered too
  };
  std::vector<Name> names;  ///< sorted as MetaData::tables()
  std::vector<Query> queries;

  /// Sorts them; those of that schema come without it. @param defaultSchema may be empty
  void finishNames(const std::string& defaultSchema);
};

}  // namespace joinery
