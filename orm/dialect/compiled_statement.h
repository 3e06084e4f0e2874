// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/core/value.h"

namespace joinery {

/// What a statement became: text for one engine, the values for its placeholders in order, what its columns are.
struct CompiledStatement {
  std::string sql;
  std::vector<Value> binds;
  /// The types of the result's columns as the statement knows them, by position; the driver may know better.
  std::vector<ResultColumn> columns;
  /// Positions in binds of named parameters (sql::parameter); fill them before running.
  std::multimap<std::string, std::size_t> parameters;
};

}  // namespace joinery
