// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/copied_tables.h"

#include <algorithm>

#include "orm/difference/schema_change.h"

namespace joinery::ui {

migration::CopiedTable copiedTables(const schema::MetaData& from, const Dialect& source, const std::vector<QualifiedName>& tables, schema::MetaData target, const Dialect& dialect) {
  migration::CopiedTable all;
  for (const auto& table : schema::sortedTables(from).tables) {
    if (std::ranges::find(tables, table->name) == tables.end()) continue;
    const migration::CopiedTable copied = migration::copyTable(*table, source, target, dialect);
    target = applied(std::move(target), copied.operations, dialect);
    all.operations.insert(all.operations.end(), copied.operations.begin(), copied.operations.end());
    for (const std::string& each : copied.differences) all.differences.push_back(table->name.name + ": " + each);
  }
  return all;
}

}  // namespace joinery::ui
