// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/schema_edits.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/difference/designed_type.h"
#include "orm/difference/schema_names.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::MetaData;
using schema::Table;

const Table& tableNamed(const MetaData& metadata, const QualifiedName& name, const Dialect& dialect) {
  const auto found = findTable(metadata, name, dialect);
  if (!found) throw DbError(ErrorKind::InvalidRequest, "there is no table " + name.toString());
  return *found;
}

const Column& columnNamed(const Table& table, const std::string& name, const Dialect& dialect) {
  const Column* found = findColumn(table, name, dialect);
  if (!found) throw DbError(ErrorKind::InvalidRequest, "there is no column " + table.name.toString() + "." + name);
  return *found;
}

template <typename IsTaken>
std::string freeName(const std::string& wanted, const IsTaken& isTaken) {
  std::string name = wanted;
  for (int number = 2; isTaken(name); ++number) name = wanted + "_" + std::to_string(number);
  return name;
}

Column keyColumn(const std::string& name, const Dialect& dialect) {
  Column column;
  column.name = name;
  column.nullable = false;
  column.type = designedType(dialect.name() == "sqlite" ? "INTEGER" : "bigint", {}, dialect);
  column.generation = dialect.name() == "sqlite" ? schema::Generation::RowId : schema::Generation::IdentityByDefault;
  return column;
}

/// What holds the values of a column in another table.
Column referringColumn(const Column& referred, const std::string& name, bool nullable) {
  Column column;
  column.name = name;
  column.type = referred.type;
  column.collation = referred.collation;
  column.nullable = nullable;
  return column;
}

const schema::UniqueKey& keyOf(const Table& table) {
  if (!table.primaryKey || table.primaryKey->columns.empty())
    throw DbError(ErrorKind::InvalidRequest, "the table " + table.name.toString() + " has no primary key to refer to: give it one first");
  return *table.primaryKey;
}

/// "author_id" of authors.id, "Album_AlbumId" of Album.AlbumId is "AlbumId": what says the table already stays.
std::string referringName(const Table& referred, const std::string& column) {
  const std::string& table = referred.name.name;
  return column.size() > table.size() && column.starts_with(table) ? column : table + "_" + column;
}

Operations dropForeignKeysTo(const MetaData& metadata, const QualifiedName& name, const std::string& column, const Dialect& dialect) {
  Operations operations;
  for (const auto& each : metadata.tables())
    for (const auto& key : each->foreignKeys) {
      const bool refers = isSameName(key.referredTable, name, metadata, dialect);
      if (refers && (column.empty() || holdsName(key.referredColumns, column, dialect))) operations.push_back(DropPart<schema::ForeignKey>{each->name, key});
    }
  return operations;
}

void append(Operations& operations, const Operations& more) { operations.insert(operations.end(), more.begin(), more.end()); }

bool coversColumn(const schema::Index& index, const std::string& column, const Dialect& dialect) {
  return holdsName(index.included, column, dialect) || std::ranges::any_of(index.parts, [&](const auto& part) { return !part.column.empty() && isSameName(part.column, column, dialect); });
}

}  // namespace

std::string freeTableName(const MetaData& metadata, const std::string& wanted, const Dialect& dialect) {
  return freeName(wanted, [&](const std::string& name) { return findTable(metadata, QualifiedName(name), dialect) != nullptr; });
}

std::string freeColumnName(const Table& table, const std::string& wanted, const Dialect& dialect) {
  return freeName(wanted, [&](const std::string& name) { return findColumn(table, name, dialect) != nullptr; });
}

Operations addTable(const MetaData& metadata, const std::string& name, const Dialect& dialect) {
  Table table;
  table.name = QualifiedName(freeTableName(metadata, name, dialect));
  table.columns = {keyColumn("id", dialect)};
  table.primaryKey = schema::UniqueKey{{}, {"id"}};
  table.hasRowId = dialect.name() == "sqlite";
  return {CreateTable{table}};
}

Operations dropTable(const MetaData& metadata, const QualifiedName& name, const Dialect& dialect) {
  const Table& table = tableNamed(metadata, name, dialect);
  Operations operations = dropForeignKeysTo(metadata, table.name, {}, dialect);
  std::erase_if(operations, [&](const Operation& each) { return changedTable(each) == table.name; });
  operations.push_back(DropTable{table});
  return operations;
}

Operations dropColumn(const MetaData& metadata, const QualifiedName& name, const std::string& columnName, const Dialect& dialect) {
  const Table& table = tableNamed(metadata, name, dialect);
  const Column& column = columnNamed(table, columnName, dialect);
  Operations operations = dropForeignKeysTo(metadata, table.name, column.name, dialect);
  for (const auto& key : table.foreignKeys) {
    const Operation drop = DropPart<schema::ForeignKey>{table.name, key};
    if (holdsName(key.columns, column.name, dialect) && std::ranges::find(operations, drop) == operations.end()) operations.push_back(drop);
  }
  for (const auto& index : table.indexes)
    if (coversColumn(index, column.name, dialect)) operations.push_back(DropPart<schema::Index>{table.name, index});
  for (const auto& key : table.uniqueKeys)
    if (holdsName(key.columns, column.name, dialect) || holdsName(key.included, column.name, dialect)) operations.push_back(DropPart<schema::UniqueKey>{table.name, key});
  if (table.primaryKey && holdsName(table.primaryKey->columns, column.name, dialect)) append(operations, setKeyColumn(metadata, name, column.name, false, dialect));
  const auto place = &column - table.columns.data();
  operations.push_back(DropColumn{table.name, column, place == 0 ? std::string() : table.columns[static_cast<std::size_t>(place) - 1].name});
  return operations;
}

Operations changeColumn(const MetaData& metadata, const QualifiedName& name, const std::string& before, const Column& after, const Dialect& dialect) {
  const Table& table = tableNamed(metadata, name, dialect);
  Column old = columnNamed(table, before, dialect);
  Operations operations;
  if (old.name != after.name) operations.push_back(RenameColumn{table.name, old.name, after.name});
  old.name = after.name;
  // What is computed from columns is written by the person: a rename leaves it to the operation to follow.
  if (old != after) operations.push_back(AlterColumn{table.name, old, after});
  return operations;
}

Operations setKeyColumn(const MetaData& metadata, const QualifiedName& name, const std::string& columnName, bool isKey, const Dialect& dialect) {
  const Table& table = tableNamed(metadata, name, dialect);
  const Column& column = columnNamed(table, columnName, dialect);
  const bool wasKey = table.primaryKey && holdsName(table.primaryKey->columns, column.name, dialect);
  if (wasKey == isKey) return {};
  std::optional<schema::UniqueKey> key = table.primaryKey;
  if (isKey) {
    if (!key) key.emplace();
    key->columns.push_back(column.name);
  } else {
    std::erase_if(key->columns, [&](const std::string& each) { return isSameName(each, column.name, dialect); });
    if (key->columns.empty()) key.reset();
  }
  Operations operations;
  // A rowid stands for the whole of a key of one column.
  for (const Column& each : table.columns) {
    Column changed = each;
    if (each.generation == schema::Generation::RowId) {
      changed.generation = schema::Generation::None;
      changed.autoIncrement = false;
    }
    if (isKey && each.name == column.name) changed.nullable = false;
    if (changed != each) operations.push_back(AlterColumn{table.name, each, changed});
  }
  operations.push_back(SetPrimaryKey{table.name, table.primaryKey, key});
  return operations;
}

Operations moveColumn(const MetaData& metadata, const QualifiedName& name, std::size_t from, std::size_t to, const Dialect& dialect) {
  const Table& table = tableNamed(metadata, name, dialect);
  if (from >= table.columns.size() || to >= table.columns.size()) throw DbError(ErrorKind::InvalidRequest, "the table " + table.name.toString() + " has no such place");
  Table moved = table;
  const Column column = moved.columns[from];
  moved.columns.erase(moved.columns.begin() + static_cast<std::ptrdiff_t>(from));
  moved.columns.insert(moved.columns.begin() + static_cast<std::ptrdiff_t>(to), column);
  moved.definition.clear();
  return {DropTable{table}, CreateTable{moved}};
}

Operations addForeignKey(const MetaData& metadata, const QualifiedName& from, const QualifiedName& to, bool nullable, const Dialect& dialect, const std::string& referredColumn) {
  const Table& referring = tableNamed(metadata, from, dialect);
  const Table& referred = tableNamed(metadata, to, dialect);
  schema::ForeignKey key;
  key.referredTable = referred.name;
  Operations operations;
  for (const std::string& each : referredColumn.empty() ? keyOf(referred).columns : std::vector{referredColumn}) {
    const Column column = referringColumn(columnNamed(referred, each, dialect), freeColumnName(referring, referringName(referred, each), dialect), nullable);
    key.columns.push_back(column.name);
    key.referredColumns.push_back(each);
    operations.push_back(AddColumn{referring.name, column});
  }
  operations.push_back(AddPart<schema::ForeignKey>{referring.name, key});
  return operations;
}

Operations referColumn(const MetaData& metadata, const QualifiedName& from, const std::string& columnName, const QualifiedName& to, const std::string& referredColumn, const Dialect& dialect) {
  const Table& referring = tableNamed(metadata, from, dialect);
  const Table& referred = tableNamed(metadata, to, dialect);
  schema::ForeignKey key;
  key.columns = {columnNamed(referring, columnName, dialect).name};
  key.referredTable = referred.name;
  key.referredColumns = referredColumn.empty() ? keyOf(referred).columns : std::vector{columnNamed(referred, referredColumn, dialect).name};
  if (key.referredColumns.size() != 1) {
    DbError error(ErrorKind::InvalidRequest, "the key of " + referred.name.toString() + " has " + std::to_string(key.referredColumns.size()) + " columns, so that one column can't refer to it");
    error.hint = "A foreign key between the tables themselves gets as many columns.";
    throw error;
  }
  const bool isThere = std::ranges::any_of(referring.foreignKeys, [&](const schema::ForeignKey& each) {
    return each.columns == key.columns && isSameName(each.referredTable, referred.name, metadata, dialect) && isSameNames(each.referredColumns, key.referredColumns, dialect);
  });
  if (isThere) throw DbError(ErrorKind::InvalidRequest, referring.name.toString() + "." + columnName + " refers there already");
  return {AddPart<schema::ForeignKey>{referring.name, key}};
}

Operations linkTables(const MetaData& metadata, const QualifiedName& one, const QualifiedName& other, const Dialect& dialect) {
  const Table& first = tableNamed(metadata, one, dialect);
  const Table& second = tableNamed(metadata, other, dialect);
  Table link;
  link.name = QualifiedName(first.name.schema, freeTableName(metadata, first.name.name + "_" + second.name.name, dialect));
  link.primaryKey.emplace();
  link.hasRowId = dialect.name() == "sqlite";
  for (const Table* end : {&first, &second}) {
    schema::ForeignKey key;
    key.referredTable = end->name;
    key.onDelete = schema::ReferentialAction::Cascade;
    for (const std::string& each : keyOf(*end).columns) {
      const Column column = referringColumn(columnNamed(*end, each, dialect), freeColumnName(link, referringName(*end, each), dialect), false);
      link.columns.push_back(column);
      link.primaryKey->columns.push_back(column.name);
      key.columns.push_back(column.name);
      key.referredColumns.push_back(each);
    }
    link.foreignKeys.push_back(key);
  }
  return {CreateTable{link}};
}

}  // namespace joinery::migration
