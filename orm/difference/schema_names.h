// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

/// What is called how, as the engine compares names; a schema that is left out is the default one.
namespace joinery::migration {

bool isSameName(std::string_view one, std::string_view other, const Dialect& dialect);
bool isSameName(const QualifiedName& one, const QualifiedName& other, const schema::MetaData& metadata, const Dialect& dialect);
bool isSameNames(const std::vector<std::string>& one, const std::vector<std::string>& other, const Dialect& dialect);
bool holdsName(const std::vector<std::string>& names, std::string_view name, const Dialect& dialect);

/// @return null where there is none
std::shared_ptr<const schema::Table> findTable(const schema::MetaData& metadata, const QualifiedName& name, const Dialect& dialect);
const schema::Column* findColumn(const schema::Table& table, std::string_view name, const Dialect& dialect);

/// Whether a column is declared as that type, or as an array of it.
bool isOfType(const ValueType& type, const QualifiedName& name, const schema::MetaData& metadata, const Dialect& dialect);

}  // namespace joinery::migration
