// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/qualified_name.h"

namespace joinery::schema {

/// A function or procedure that triggers, defaults, checks or views of the schema may call.
struct Routine {
  QualifiedName name;
  std::string arguments;   ///< their types, which tell routines of one name apart
  std::string definition;  ///< the statement that makes it
  bool procedure = false;
  std::string comment;

  bool operator==(const Routine&) const = default;
};

}  // namespace joinery::schema
