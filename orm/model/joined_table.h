// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/model/model.h"

namespace joinery {

/// Joined-table inheritance: a model's own table beside those of the model that it inherits from, told by a key that refers to theirs.
/// @param own the model of its own table alone @param base the model that it inherits from
/// @return attributes, key and tables of both; its name and everything else are those of `base`
/// @throws DbError Mapping: no foreign key from the own key to the base's, a column that both have
Model joinTables(const Model& base, const Model& own);

}  // namespace joinery
