// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "orm/changes/change.h"
#include "orm/core/row_batch.h"
#include "orm/model/model.h"

namespace joinery {

/// A row's cells as a person last saw them, for Change::seen: those that were read whole and have no more than kMostImageBytes, as many are
/// kept; without what the database computes.
/// @param cell an attribute's value; nothing where it was not read, or was cut
SeenCells seenRow(const Model& model, const std::function<std::optional<Value>(const Attribute&)>& cell);

/// The same of a row of a batch. @pre its columns are the model's attributes, in their order
SeenCells seenRow(const Model& model, const RowBatch& batch, std::size_t row);

}  // namespace joinery
