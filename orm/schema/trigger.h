// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace joinery::schema {

struct Trigger {
  std::string name;
  /// The statement that made it.
  std::string definition;
  std::string comment = {};

  bool operator==(const Trigger&) const = default;
};

}  // namespace joinery::schema
