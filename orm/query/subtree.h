// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/model/model.h"
#include "orm/sql/expression.h"

namespace joinery {

/// Whether a row is the one with that key, or is reached from it along a relationship of the model to itself, however far: the children
/// of children, or the parents of parents. Each row once, also where rows lead round in a circle. For Query::condition, or any
/// statement; the engine follows the rows in that one statement (a recursive CTE). Pure; any thread.
/// @param alias what the statement calls the row's table
/// @throws DbError InvalidRequest for a relationship to another model or through a link table, or a key of other length
sql::Expression isInSubtree(const Model& model, const Relationship& relationship, const std::string& alias, const std::vector<Value>& key);

}  // namespace joinery
