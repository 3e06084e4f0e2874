// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/schema/table.h"

/// What belongs to a table, by its kind.
namespace joinery::migration {

template <typename Table>
auto& partsOf(Table& table, const schema::UniqueKey*) { return table.uniqueKeys; }
template <typename Table>
auto& partsOf(Table& table, const schema::ForeignKey*) { return table.foreignKeys; }
template <typename Table>
auto& partsOf(Table& table, const schema::CheckConstraint*) { return table.checks; }
template <typename Table>
auto& partsOf(Table& table, const schema::ExclusionConstraint*) { return table.exclusions; }
template <typename Table>
auto& partsOf(Table& table, const schema::Index*) { return table.indexes; }
template <typename Table>
auto& partsOf(Table& table, const schema::Trigger*) { return table.triggers; }

template <typename Table>
auto& partsOf(Table& table, const schema::Rule*) { return table.rules; }

template <typename Part, typename Table>
auto& partsOf(Table& table) { return partsOf(table, static_cast<const Part*>(nullptr)); }

}  // namespace joinery::migration
