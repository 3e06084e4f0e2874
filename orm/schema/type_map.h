// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "orm/schema/column.h"

namespace joinery::schema {

/// Names for what columns are like, so that a program says it once: `str256` for VARCHAR(256) NOT NULL, `created_at` for a time with
/// its default. Not shared between threads while it is added to.
class TypeMap {
 public:
  /// Columns of that name are as this one; the column's own name does not count. Replaces what the name meant.
  TypeMap& add(std::string name, Column column);
  /// A text that is one of these: VARCHAR of the longest, NOT NULL, without a CHECK. What else stands in a row is refused when a
  /// record of it is loaded.
  TypeMap& addLiteral(std::string name, std::vector<std::string> labels);

  /// @throws DbError Mapping for a name that was not added, with the nearest ones
  Column column(std::string columnName, std::string_view type) const;
  /// The same, but it may be NULL.
  Column optional(std::string columnName, std::string_view type) const;

 private:
  std::map<std::string, Column, std::less<>> m_columns;
};

}  // namespace joinery::schema
