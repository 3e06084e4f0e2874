// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/model/model.h"
#include "orm/paging/row_order.h"

namespace joinery {

/// Whether an index of the table has the rows in that order, forwards or backwards, so that the engine enters it at any key without
/// sorting: every term a part of the index, or those that a unique index without NULLs tells rows apart by. Pure.
bool isServedByIndex(const RowOrder& order, const Model& model, const Dialect& dialect);

}  // namespace joinery
