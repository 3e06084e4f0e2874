// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"

/// What a person does to a designed schema, as operations that can be applied one after another. Pure.
/// @throws DbError InvalidRequest where there is no such table or column
namespace joinery::migration {

/// A name that nothing of the schema's tables and views has: the given one, or that with a number behind it.
std::string freeTableName(const schema::MetaData& metadata, const std::string& wanted, const Dialect& dialect);
std::string freeColumnName(const schema::Table& table, const std::string& wanted, const Dialect& dialect);

/// A table with a numbered key, `id`.
Operations addTable(const schema::MetaData& metadata, const std::string& name, const Dialect& dialect);
/// Foreign keys of other tables that refer to it go, too.
Operations dropTable(const schema::MetaData& metadata, const QualifiedName& table, const Dialect& dialect);
/// Keys, indexes and foreign keys of any table that have the column go, too; from the primary key the column alone is taken.
Operations dropColumn(const schema::MetaData& metadata, const QualifiedName& table, const std::string& column, const Dialect& dialect);
/// The column as it is to be, a new name as a rename and all else as a change. @param before its name
Operations changeColumn(const schema::MetaData& metadata, const QualifiedName& table, const std::string& before, const schema::Column& after, const Dialect& dialect);
/// Takes the column into the primary key, or out of it. What is in a key is NOT NULL.
Operations setKeyColumn(const schema::MetaData& metadata, const QualifiedName& table, const std::string& column, bool isKey, const Dialect& dialect);
/// The table with its columns in another order: it is dropped and made again, so only what no database holds yet should be so.
/// @param from, to places, counted from 0
Operations moveColumn(const schema::MetaData& metadata, const QualifiedName& table, std::size_t from, std::size_t to, const Dialect& dialect);

/// A foreign key from one table to another's primary key, or to the column that is given: with new columns named `<table>_<key column>`, of the
/// same types.
Operations addForeignKey(const schema::MetaData& metadata, const QualifiedName& from, const QualifiedName& to, bool nullable, const Dialect& dialect, const std::string& referred = {});
/// A foreign key of a column that is there.
/// @param referred a column of the other table; empty: its primary key, which has to be one column
/// @throws DbError InvalidRequest also where the column refers there already
Operations referColumn(const schema::MetaData& metadata, const QualifiedName& from, const std::string& column, const QualifiedName& to, const std::string& referred, const Dialect& dialect);
/// A table between both, named by both, whose primary key is made of its two foreign keys; deleting a row at either end takes its links.
Operations linkTables(const schema::MetaData& metadata, const QualifiedName& one, const QualifiedName& other, const Dialect& dialect);

}  // namespace joinery::migration
