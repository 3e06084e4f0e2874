// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "orm/model/foreign_key_graph.h"

namespace joinery {

/// Whether a table does nothing but link two others: a key made of exactly two foreign keys' columns, and no other
/// column that a person would have to fill.
/// @param edges the table's own foreign keys
/// @return the two keys' positions in `edges`, in their order
std::optional<std::pair<std::size_t, std::size_t>> linkedKeys(const schema::Table& table,
                                                              const std::vector<const ForeignKeyEdge*>& edges,
                                                              bool namesIgnoreCase);

}  // namespace joinery
