// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

namespace joinery {

/// What makes all that the metadata has, in an order that works: schemas, extensions, types, sequences, routines, tables with those first that
/// others refer to or inherit from, their indexes, the foreign keys of cycles (by ALTER where the engine has it, else within CREATE
/// TABLE), partitions, views behind what they read, triggers, comments. What the engine has no statement for is left out. Pure.
/// @param existing what is there already is not made again; null for nothing
/// @throws DbError InvalidRequest for a table without columns
std::vector<std::string> createStatements(const schema::MetaData& metadata, const Dialect& dialect, const schema::MetaData* existing = nullptr);

/// What drops it, those first that depend on others; not extensions, which others may use too. Foreign keys of a cycle are dropped before, by
/// name. Types, sequences, routines and schemas go too, unless schemas are translated: they have one place, whatever schema the tables
/// are in.
/// @param existing only what is there is dropped; null: all is
/// @throws DbError CircularDependency for a cycle without a key that has a name, where the engine would refuse to drop its tables
std::vector<std::string> dropStatements(const schema::MetaData& metadata, const Dialect& dialect, const schema::MetaData* existing = nullptr);

}  // namespace joinery
