// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace joinery::schema {

/// An index that is not merely the shadow of a key constraint.
struct Index {
  struct Part {
    std::string column;      ///< empty for an expression
    std::string expression;  ///< empty for a column
    bool descending = false;
    std::string collation;
    /// The operator class where it is not the type's default.
    std::string operatorClass = {};
    /// Where NULLs sort, if not where the engine puts them in that direction.
    std::optional<bool> nullsFirst = {};

    bool operator==(const Part&) const = default;
  };
  std::string name;
  std::vector<Part> parts;
  bool unique = false;
  /// The text after WHERE of a partial index, else empty.
  std::string predicate;
  /// "btree", "gin" …; empty where the engine has one kind only.
  std::string method;
  /// The statement that made it, where the database keeps it.
  std::string definition;
  /// Further columns that it carries.
  std::vector<std::string> included = {};
  bool nullsNotDistinct = false;
  /// It came with the index of the table that this one is a partition of.
  bool inherited = false;
  /// "fillfactor=70", as the engine spells them.
  std::vector<std::string> options = {};
  std::string comment = {};

  bool operator==(const Index&) const = default;
};

}  // namespace joinery::schema
