// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/schema/column.h"

namespace joinery::migration {

/// Whether some value of the first type may lose characters, digits or its meaning as one of the second: "varchar(9)" of "text", a whole
/// number of a fraction. What the engine would refuse counts, too. What a kind does not tell apart is decided by the declared names.
bool narrows(const ValueType& before, const ValueType& after);
/// The same of columns: what begins to be computed loses what was written.
bool narrows(const schema::Column& before, const schema::Column& after);

}  // namespace joinery::migration
