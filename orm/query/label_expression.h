// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/model/model.h"
#include "orm/sql/expression.h"

namespace joinery {

/// A model's label as a text expression over the row called `alias`: what rowLabel() makes of a loaded row, made by the
/// database. Attributes that are NULL leave nothing; a row that is not there (an outer join) gives NULL.
sql::Expression labelExpression(const Model& model, const std::string& alias);

}  // namespace joinery
