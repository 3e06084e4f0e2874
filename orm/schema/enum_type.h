// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/schema/upkeep.h"

namespace joinery::schema {

struct EnumType {
  QualifiedName name;
  std::vector<std::string> labels;
  std::string comment = {};
  Upkeep upkeep = {};

  bool operator==(const EnumType&) const = default;
};

}  // namespace joinery::schema
