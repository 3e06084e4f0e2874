// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/schema/metadata.h"

/// Renames in a whole schema: everything that names what is renamed names it by its new name, where that is sure.
namespace joinery::migration {

/// @pre there is such a table, and none of the new name
void renameTable(schema::MetaData& metadata, const QualifiedName& from, const QualifiedName& to, const Dialect& dialect);
/// In tables that have the column from this one, too.
void renameColumn(schema::MetaData& metadata, const QualifiedName& table, const std::string& from, const std::string& to, const Dialect& dialect);
/// An enum or a domain, in the types of columns and in casts.
void renameType(schema::MetaData& metadata, const QualifiedName& from, const QualifiedName& to, const Dialect& dialect);
/// In the defaults that take numbers from it.
void renameSequence(schema::MetaData& metadata, const QualifiedName& from, const QualifiedName& to, const Dialect& dialect);
/// In casts to the enum.
void renameLabel(schema::MetaData& metadata, const QualifiedName& type, const std::string& from, const std::string& to, const Dialect& dialect);

/// Changes a copy of each table and puts it in the old one's place where that says so. @param change takes a Table&; whether it did anything
template <typename Change>
void changeTables(schema::MetaData& metadata, const Change& change) {
  const auto tables = metadata.tables();
  for (const auto& each : tables) {
    schema::Table table = *each;
    if (!change(table)) continue;
    metadata.remove(each->name);
    metadata.add(std::move(table));
  }
}

/// What CREATE TABLE said is no longer true; a virtual table's and a view's text is what they are.
void forgetStatement(schema::Table& table);

}  // namespace joinery::migration
