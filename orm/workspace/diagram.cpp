// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/workspace/diagram.h"

#include <algorithm>

namespace joinery {

const Diagram::Table* Diagram::table(const QualifiedName& tableName) const {
  const auto found = std::ranges::find(tables, tableName, &Table::name);
  return found == tables.end() ? nullptr : &*found;
}

const std::vector<std::string>& diagramColours() {
  static const std::vector<std::string> kColours{"blue", "green", "yellow", "red", "purple", "grey"};
  return kColours;
}

}  // namespace joinery
