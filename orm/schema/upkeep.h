// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace joinery::schema {

/// What people have arranged for an object beside what it is. It belongs to one database: it is neither designed nor compared nor written into
/// files, and what a migration has to make again has it again.
struct Upkeep {
  /// "SELECT" for one role, on the object or on one column of it.
  struct Right {
    std::string privilege;
    std::string grantee;  ///< empty: everybody
    bool isGrantable = false;
    std::string column = {};
  };

  std::string owner = {};  ///< empty: the role that looked
  /// Beside those that a new object would have by itself.
  std::vector<Right> given = {};
  /// Those that a new object would have by itself, and this one has not.
  std::vector<Right> taken = {};
  /// A materialized view that was not filled yet.
  bool isUnfilled = false;

  /// It tells no two schemas apart.
  bool operator==(const Upkeep&) const { return true; }
};

}  // namespace joinery::schema
