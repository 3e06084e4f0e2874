// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

/// Types as a person writes them. Pure.
namespace joinery::migration {

/// What a column declared so means: its kind, length, precision, scale, the labels of an enum. TypeKind::Unknown where the engine has no
/// such type, as far as is known here.
/// @param metadata has the enums and domains
ValueType designedType(const std::string& declared, const schema::MetaData& metadata, const Dialect& dialect);

/// Whether a table can have a column of that type. SQLite takes any word outside of STRICT tables, but only some mean something there.
bool isKnownType(const std::string& declared, bool strict, const schema::MetaData& metadata, const Dialect& dialect);

/// Types to choose from: the engine's own, the usual ones first, then the schema's enums and domains.
std::vector<std::string> offeredTypes(bool strict, const schema::MetaData& metadata, const Dialect& dialect);

/// The nearest type of another engine. @return "" where that one keeps the name it has
std::string mappedType(const ValueType& type, const Dialect& target);

}  // namespace joinery::migration
