// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/model/model.h"
#include "orm/records/record.h"

namespace joinery {

/// Whether any attribute takes a few labels, which no constraint of the database guards.
bool hasLabels(const Model& model);

/// Texts of attributes that take a few labels, which no constraint of the database guards: each that was read is one of them.
/// @param columns where the model's attributes stand in the batch
/// @throws DbError KeyNotFound naming model, attribute and value
void requireLabels(const Model& model, const Record::Columns& columns, const RowBatch& batch);

}  // namespace joinery
