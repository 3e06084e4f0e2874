// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "orm/model/model.h"

namespace joinery {

/// @throws DbError Data for a value that no engine would take for the attribute
void requireFitting(const Model& model, const Attribute& attribute, const ValueView& value);

/// @throws DbError InvalidRequest for a key of another length, or of a model without one; Data for a value that no row can have there
void requireKey(const Model& model, std::span<const Value> key);

}  // namespace joinery
