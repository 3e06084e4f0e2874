// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <map>
#include <string>
#include <vector>

#include "orm/core/qualified_name.h"

namespace joinery::ui {

/// What becomes of a table, a column or a foreign key between two schemas.
enum class CardChange { None, Added, Changed, Dropped };

/// "added", "changed", "dropped", for people.
QString changeWord(CardChange change);

/// The same of all of them, by the names of the diagram. What is not named stays as it is.
struct CardChanges {
  struct OfKey {
    std::vector<std::string> columns;
    QualifiedName referredTable;
    CardChange change = CardChange::None;
  };
  struct OfTable {
    CardChange change = CardChange::None;
    std::map<std::string, CardChange> columns = {};
    std::vector<OfKey> keys = {};
  };
  std::map<QualifiedName, OfTable> tables = {};
};

}  // namespace joinery::ui
