// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"

namespace joinery::ui {

/// How a person has arranged the columns of a table: their order, which are hidden, the first ones that are frozen, the widths that were
/// chosen by hand. Plain data; columns go by their names, so that it lasts when the table changes.
struct ColumnLayout {
  struct Column {
    std::string name;
    bool hidden = false;
    std::optional<int> width = {};  ///< pixels; none: as its contents need
  };
  std::vector<Column> columns;  ///< from left to right
  int frozen = 0;               ///< how many of the first ones, hidden ones among them

  /// The same for a table that has these columns now: those that are gone are left out, new ones stand at the end.
  ColumnLayout fittedTo(const std::vector<std::string>& names) const;
  /// Whether nothing was arranged: the order of the table, nothing hidden, frozen or resized.
  bool isPlain(const std::vector<std::string>& names) const;

  Json toJson() const;
  /// Whatever does not read as a layout is left out.
  static ColumnLayout fromJson(const Json& json);
};

}  // namespace joinery::ui
