// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "orm/core/qualified_name.h"

namespace joinery::ui {

/// What becomes of a table or column between two schemas.
enum class CardChange { None, Added, Changed, Dropped };

/// The same of all of them, by the names of the diagram. What is not named stays as it is.
struct CardChanges {
  struct OfTable {
    CardChange change = CardChange::None;
    std::map<std::string, CardChange> columns = {};
  };
  std::map<QualifiedName, OfTable> tables = {};
};

}  // namespace joinery::ui
