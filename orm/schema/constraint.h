// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/qualified_name.h"

namespace joinery::schema {

/// PRIMARY KEY or UNIQUE over columns, in the key's order. A name is empty where the database has none. Without `deferrable` the database
/// judges it row by row, with it at the end of each statement, and where it is `initiallyDeferred`, when the transaction commits.
struct UniqueKey {
  std::string name;
  std::vector<std::string> columns;
  bool deferrable = false;
  bool initiallyDeferred = false;
};

enum class ReferentialAction { NoAction, Restrict, Cascade, SetNull, SetDefault };

/// FOREIGN KEY (columns) REFERENCES referredTable (referredColumns), both lists in the same order and of equal length.
struct ForeignKey {
  std::string name;
  std::vector<std::string> columns;
  QualifiedName referredTable;
  std::vector<std::string> referredColumns;
  ReferentialAction onDelete = ReferentialAction::NoAction;
  ReferentialAction onUpdate = ReferentialAction::NoAction;
  bool deferrable = false;
  bool initiallyDeferred = false;
};

struct CheckConstraint {
  std::string name;
  std::string expression;
};

}  // namespace joinery::schema
