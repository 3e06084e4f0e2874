// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/schema/upkeep.h"

namespace joinery::schema {

/// A function or procedure that triggers, defaults, checks or views of the schema may call.
struct Routine {
  QualifiedName name;
  std::string arguments;   ///< their types, which tell routines of one name apart
  std::string definition;  ///< the statement that makes it
  bool procedure = false;
  std::string comment;
  /// Tables and views that have to be there before it: those whose rows it takes or gives, and what a body in standard SQL reads.
  std::vector<QualifiedName> readsFrom = {};
  Upkeep upkeep = {};

  bool operator==(const Routine&) const = default;
};

}  // namespace joinery::schema
