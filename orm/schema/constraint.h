// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/qualified_name.h"

namespace joinery::schema {

/// What SQLite does with a row that breaks a key or has a NULL where none may be: the statement fails and is undone, if nothing else is said.
enum class ConflictClause { Abort, Rollback, Fail, Ignore, Replace };

/// How a key's index sorts one of its columns, where that is not ascending by the column's own collation (SQLite).
struct KeyOrder {
  std::string column;
  std::string collation;
  bool descending = false;

  bool operator==(const KeyOrder&) const = default;
};

/// PRIMARY KEY or UNIQUE over columns, in the key's order. A name is empty where the database has none. Without `deferrable` the database
/// judges it row by row, with it at the end of each statement, and where it is `initiallyDeferred`, when the transaction commits.
struct UniqueKey {
  std::string name;
  std::vector<std::string> columns;
  bool deferrable = false;
  bool initiallyDeferred = false;
  /// Two NULLs are the same to it (PostgreSQL's NULLS NOT DISTINCT).
  bool nullsNotDistinct = false;
  /// Further columns that its index carries.
  std::vector<std::string> included = {};
  std::vector<KeyOrder> orders = {};
  ConflictClause onConflict = ConflictClause::Abort;
  std::string comment = {};

  bool operator==(const UniqueKey&) const = default;
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
  bool matchFull = false;
  /// The columns that ON DELETE SET NULL or SET DEFAULT sets, where it does not set all of them.
  std::vector<std::string> setOnDelete = {};
  /// Rows that were there before it are not judged (NOT VALID).
  bool notValid = false;
  std::string comment = {};

  bool operator==(const ForeignKey&) const = default;
};

struct CheckConstraint {
  std::string name;
  std::string expression;
  /// Tables that inherit from this one do not have it.
  bool noInherit = false;
  bool notValid = false;
  std::string comment = {};

  bool operator==(const CheckConstraint&) const = default;
};

/// No two rows for which all of its operators hold.
struct ExclusionConstraint {
  std::string name;
  /// What follows the constraint's name: "EXCLUDE USING gist (room WITH =, …)", without its deferral.
  std::string definition;
  bool deferrable = false;
  bool initiallyDeferred = false;
  std::string comment = {};

  bool operator==(const ExclusionConstraint&) const = default;
};

}  // namespace joinery::schema
