// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/schema/column.h"

namespace joinery {

/// A column of a model's table under the model's name for it.
struct Attribute {
  std::string name;
  schema::Column column;
  bool isKey = false;  ///< part of the model's key
  bool isForeignKey = false;
};

}  // namespace joinery
