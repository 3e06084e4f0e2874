// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

namespace joinery::migration {

/// The operations that make one schema of another, in an order in which each can be applied: renames, what goes, types, columns, keys, what
/// comes, views, comments. Empty where the engine would see no difference.
///
/// Names compare as the engine compares them; a key or constraint without a name is the same as one that has one. Definitions (defaults,
/// checks, views, indexes) compare as comparableSql() spells them, which is enough for texts that the engine has spelled itself, as they
/// are after reflection. Types compare by what the engine calls them. Not compared: the order of columns, what follows from other things
/// (columns of views, what partitions have from their parents), statements that a database keeps beside the structure, and the table in
/// which databases remember their revision.
/// @param renames recorded by who made them, in order: Rename, RenameColumn, RenameEnumLabel. One whose old name is not there or whose new
/// one is there already is passed over; without a record a rename is a drop and a creation.
/// Pure; any thread.
Operations schemaDifference(const schema::MetaData& from, const schema::MetaData& to, const Operations& renames, const Dialect& dialect);

}  // namespace joinery::migration
