// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace joinery::schema {

/// When a trigger or a rule is heard: in sessions of people, in those that replay what another server did, in both or in none.
enum class Firing { Origin, Replica, Always, Never };

struct Trigger {
  std::string name;
  /// The statement that made it.
  std::string definition;
  std::string comment = {};
  Firing firing = Firing::Origin;

  bool operator==(const Trigger&) const = default;
};

/// What PostgreSQL does beside or instead of a statement on the table; not that of a view that makes it one.
struct Rule {
  std::string name;
  std::string definition;  ///< the statement that makes it
  std::string comment = {};
  Firing firing = Firing::Origin;

  bool operator==(const Rule&) const = default;
};

}  // namespace joinery::schema
