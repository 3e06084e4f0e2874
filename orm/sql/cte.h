// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace joinery::sql {

class Select;

/// `WITH [RECURSIVE] name(columns) AS (select)`. A recursive one is a Select combined by UnionAll with one that reads
/// cteReference(name).
struct Cte {
  std::string name;
  std::vector<std::string> columns;
  std::shared_ptr<const Select> select;
  bool recursive = false;
};

}  // namespace joinery::sql
