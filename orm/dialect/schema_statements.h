// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// What makes these tables, in order: types, tables with those first that others refer to, the foreign keys of cycles (by
/// ALTER where the engine has it, else within CREATE TABLE), indexes, comments. Views are left out. Pure.
/// @param existing tables that are there already are not made again; null for none
/// @throws DbError InvalidRequest for a table without columns
std::vector<std::string> createStatements(const schema::MetaData& metadata, const Dialect& dialect, const schema::MetaData* existing = nullptr);

/// What drops these tables, those that refer to others first. Foreign keys of a cycle are dropped before, by name. Types go too, unless
/// schemas are translated: a type has one place, whatever schema its tables are in.
/// @param existing only tables that are there are dropped; null: all are
/// @throws DbError CircularDependency for a cycle without a key that has a name, where the engine would refuse to drop its tables
std::vector<std::string> dropStatements(const schema::MetaData& metadata, const Dialect& dialect, const schema::MetaData* existing = nullptr);

}  // namespace joinery
