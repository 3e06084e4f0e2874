// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/session/record_select.h"

namespace joinery {

/// Makes a select read what a relationship leads to, in the relationship's order.
/// @param parent the model that has the relationship @return what tells whose rows they are: a column for each of the parent's local
///        ones, of its type
std::vector<sql::Expression> selectRelated(RecordSelect& select, const Registry& registry, const Model& parent, const Relationship& relationship);

}  // namespace joinery
