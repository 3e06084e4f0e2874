// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/changes/change.h"

namespace joinery::ui {

/// A cell of a row, wherever a view shows it.
struct CellPlace {
  std::string model;
  std::vector<Value> key;  ///< as the database has it; empty for a row that is still to be added
  std::string ref;         ///< of the change that adds the row, else empty
  std::string attribute;   ///< empty: the row as a whole
};

/// The row that a change is about, and of a link the one that it begins at.
CellPlace placeOfCell(const Change& change, const std::string& attribute);

}  // namespace joinery::ui
