// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
};

}  // namespace joinery::schema
