// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery::migration {

using Tables = std::vector<std::shared_ptr<const schema::Table>>;

/// The tables and views in an order in which they can be made: what one refers to, inherits from, is a partition of or reads stands before
/// it, where no circle forbids that; else as they came. @param metadata the schema that they belong to
Tables creationOrder(const Tables& tables, const schema::MetaData& metadata, const Dialect& dialect);

}  // namespace joinery::migration
