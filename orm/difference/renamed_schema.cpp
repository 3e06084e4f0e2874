// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/renamed_schema.h"

#include <algorithm>

#include "orm/core/ascii_case.h"
#include "orm/dialect/sql_text.h"
#include "orm/dialect/sqlite/sqlite_renamed_text.h"
#include "orm/difference/renamed_text.h"
#include "orm/difference/schema_names.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::Index;
using schema::MetaData;
using schema::Table;

/// @return whether it was another text
bool assign(std::string& text, std::string renamed) {
  const bool isChanged = text != renamed;
  text = std::move(renamed);
  return isChanged;
}

/// Names of columns in a list.
bool renameIn(std::vector<std::string>& names, const ColumnRename& rename, const Dialect& dialect) {
  bool isChanged = false;
  for (std::string& name : names)
    if (isSameName(name, rename.from, dialect)) isChanged = assign(name, rename.to) || isChanged;
  return isChanged;
}

/// All expressions over a table: its checks, what it computes, its indexes, how it is partitioned. @param change takes a text
template <typename Change>
bool changeExpressions(Table& table, const Change& change) {
  bool isChanged = false;
  const auto edit = [&](std::string& text) { isChanged = (!text.empty() && assign(text, change(text))) || isChanged; };
  for (Column& column : table.columns) edit(column.generationExpression);
  for (auto& check : table.checks) edit(check.expression);
  for (auto& exclusion : table.exclusions) edit(exclusion.definition);
  for (Index& index : table.indexes) {
    for (Index::Part& part : index.parts) edit(part.expression);
    edit(index.predicate);
  }
  edit(table.partitionKey);
  return isChanged;
}

/// Everything of a column's own table.
void renameInTable(Table& table, const ColumnRename& rename, const Dialect& dialect) {
  for (Column& column : table.columns)
    if (isSameName(column.name, rename.from, dialect)) column.name = rename.to;
  const auto renameKey = [&](schema::UniqueKey& key) {
    renameIn(key.columns, rename, dialect);
    renameIn(key.included, rename, dialect);
    for (auto& order : key.orders)
      if (isSameName(order.column, rename.from, dialect)) order.column = rename.to;
  };
  if (table.primaryKey) renameKey(*table.primaryKey);
  std::ranges::for_each(table.uniqueKeys, renameKey);
  for (auto& key : table.foreignKeys) {
    renameIn(key.columns, rename, dialect);
    renameIn(key.setOnDelete, rename, dialect);
  }
  for (Index& index : table.indexes) {
    for (Index::Part& part : index.parts)
      if (!part.column.empty() && isSameName(part.column, rename.from, dialect)) part.column = rename.to;
    renameIn(index.included, rename, dialect);
    index.definition.clear();
  }
  changeExpressions(table, [&](const std::string& text) { return renamedInExpression(text, rename, dialect); });
  forgetStatement(table);
}

bool reads(const Table& view, const QualifiedName& table, const MetaData& metadata, const Dialect& dialect) {
  return std::ranges::any_of(view.readsFrom, [&](const auto& each) { return isSameName(each, table, metadata, dialect); });
}

/// Whether another table that the view reads has a column of that name, or can't be looked at.
bool isElsewhere(const Table& view, const ColumnRename& rename, const MetaData& metadata, const Dialect& dialect) {
  return std::ranges::any_of(view.readsFrom, [&](const QualifiedName& each) {
    if (isSameName(each, rename.table, metadata, dialect)) return false;
    const auto other = findTable(metadata, each, dialect);
    return !other || findColumn(*other, rename.from, dialect) != nullptr;
  });
}

/// Everything that another table or a view says of the column.
bool renameBeside(Table& table, const ColumnRename& rename, const MetaData& metadata, const Dialect& dialect) {
  bool isChanged = false;
  for (auto& key : table.foreignKeys)
    if (isSameName(key.referredTable, rename.table, metadata, dialect)) isChanged = renameIn(key.referredColumns, rename, dialect) || isChanged;
  if (isChanged) forgetStatement(table);
  return isChanged;
}

/// Queries and triggers: a view's, if it reads the table; the triggers and rules of the table. @return whether one is another text
bool renameTexts(Table& table, const ColumnRename& rename, const MetaData& metadata, const Dialect& dialect) {
  if (table.isView() && reads(table, rename.table, metadata, dialect)) return assign(table.definition, renamedInQuery(table.definition, rename, isElsewhere(table, rename, metadata, dialect), dialect));
  if (!isSameName(table.name, rename.table, metadata, dialect)) return false;
  for (auto& trigger : table.triggers) trigger.definition = renamedInTrigger(trigger.definition, rename, dialect);
  for (auto& rule : table.rules) rule.definition = renamedInTrigger(rule.definition, rename, dialect);
  return true;
}

/// The same as SQLite reads them: its triggers hold statements, which may name any table.
bool renameSqliteTexts(Table& table, const ColumnRename& rename, const MetaData& metadata, const Dialect& dialect) {
  const auto hasColumn = [&](std::string_view name, std::string_view column) -> std::optional<bool> {
    const auto found = findTable(metadata, QualifiedName(std::string(name)), dialect);
    return found ? std::optional(findColumn(*found, column, dialect) != nullptr) : std::nullopt;
  };
  const SqliteColumnRenames renames{rename.table.name, {{asciiLower(rename.from), rename.to}}, hasColumn};
  bool isChanged = table.isView() && assign(table.definition, sqliteRenamedQuery(table.definition, renames));
  for (auto& trigger : table.triggers) isChanged = assign(trigger.definition, sqliteRenamedTrigger(trigger.definition, table.name.name, renames)) || isChanged;
  return isChanged;
}

bool renameRef(QualifiedName& name, const TableRename& rename, const MetaData& metadata, const Dialect& dialect) {
  if (name.isEmpty() || !isSameName(name, rename.from, metadata, dialect)) return false;
  name = rename.to;
  return true;
}

/// Everything that a table says of another one, or of itself.
bool renameRefs(Table& table, const TableRename& rename, const MetaData& metadata, const Dialect& dialect) {
  bool isChanged = false;
  const auto follow = [&](QualifiedName& name) { isChanged = renameRef(name, rename, metadata, dialect) || isChanged; };
  for (auto& key : table.foreignKeys) follow(key.referredTable);
  for (QualifiedName& parent : table.inherits) follow(parent);
  if (table.partition) follow(table.partition->parent);
  if (isChanged) forgetStatement(table);
  const bool isReader = reads(table, rename.from, metadata, dialect);
  for (QualifiedName& source : table.readsFrom) follow(source);
  for (auto& rule : table.rules) isChanged = assign(rule.definition, renamedInText(rule.definition, rename, dialect)) || isChanged;
  for (auto& trigger : table.triggers) isChanged = assign(trigger.definition, renamedInText(trigger.definition, rename, dialect)) || isChanged;
  if (table.isView() && isReader) isChanged = assign(table.definition, renamedInText(table.definition, rename, dialect)) || isChanged;
  return isChanged;
}

/// Every text in which a cast may stand.
template <typename Change>
void changeCasts(MetaData& metadata, const Change& change) {
  changeTables(metadata, [&](Table& table) {
    bool isChanged = changeExpressions(table, change);
    for (Column& column : table.columns)
      if (column.defaultExpression) isChanged = assign(*column.defaultExpression, change(*column.defaultExpression)) || isChanged;
    if (table.isView()) isChanged = assign(table.definition, change(table.definition)) || isChanged;
    return isChanged;
  });
  for (auto& domain : metadata.domains) {
    if (domain.defaultExpression) domain.defaultExpression = change(*domain.defaultExpression);
    for (auto& check : domain.checks) check.expression = change(check.expression);
  }
}

/// Whether a cast to that type stands before the token at that place. @return the place of the type's name, or nothing
std::optional<std::size_t> castAt(const std::vector<SqlToken>& tokens, std::size_t at, const QualifiedName& type, const Dialect& dialect) {
  if (at + 2 >= tokens.size() || !tokens[at].isSymbol(':') || !tokens[at + 1].isSymbol(':')) return {};
  std::size_t name = at + 2;
  if (name + 2 < tokens.size() && tokens[name + 1].isSymbol('.')) {
    if (!type.schema.empty() && !isNamed(tokens[name], type.schema, dialect)) return {};
    name += 2;
  }
  if (!isNamed(tokens[name], type.name, dialect)) return {};
  return name;
}

}  // namespace

void forgetStatement(Table& table) {
  if (!table.isView() && table.kind != schema::TableKind::VirtualTable) table.definition.clear();
}

void renameTable(MetaData& metadata, const QualifiedName& from, const QualifiedName& to, const Dialect& dialect) {
  const TableRename rename{from, to};
  const MetaData before = metadata;
  changeTables(metadata, [&](Table& table) {
    bool isChanged = renameRefs(table, rename, before, dialect);
    if (!isSameName(table.name, from, before, dialect)) return isChanged;
    table.name = to;
    if (table.kind == schema::TableKind::VirtualTable) table.definition = renamedInText(table.definition, rename, dialect);
    for (Index& index : table.indexes) index.definition.clear();
    forgetStatement(table);
    return true;
  });
  for (auto& routine : metadata.routines)
    for (QualifiedName& source : routine.readsFrom) renameRef(source, rename, before, dialect);
  for (auto& sequence : metadata.sequences) renameRef(sequence.ownerTable, rename, before, dialect);
}

void renameColumn(MetaData& metadata, const QualifiedName& table, const std::string& from, const std::string& to, const Dialect& dialect) {
  const ColumnRename rename{table, from, to};
  const MetaData before = metadata;
  const bool isSqlite = dialect.name() == "sqlite";
  std::vector<QualifiedName> heirs;
  changeTables(metadata, [&](Table& each) {
    const bool isOwn = isSameName(each.name, table, before, dialect);
    if (isOwn) renameInTable(each, rename, dialect);
    const auto isParent = [&](const QualifiedName& name) { return isSameName(name, table, before, dialect); };
    const Column* column = findColumn(each, from, dialect);
    if (column && column->inherited && (std::ranges::any_of(each.inherits, isParent) || (each.partition && isParent(each.partition->parent)))) heirs.push_back(each.name);
    const bool isSaid = renameBeside(each, rename, before, dialect);
    return (isSqlite ? renameSqliteTexts : renameTexts)(each, rename, before, dialect) || isSaid || isOwn;
  });
  for (auto& sequence : metadata.sequences)
    if (sequence.ownerColumn == from && isSameName(sequence.ownerTable, table, before, dialect)) sequence.ownerColumn = to;
  for (const QualifiedName& heir : heirs) renameColumn(metadata, heir, from, to, dialect);
}

void renameType(MetaData& metadata, const QualifiedName& from, const QualifiedName& to, const Dialect& dialect) {
  const auto renameDeclared = [&](ValueType& type) {
    if (!isOfType(type, from, metadata, dialect)) return false;
    const std::size_t array = type.declared.find('[');
    type.declared = dialect.quote(to) + (array == std::string::npos ? std::string() : type.declared.substr(array));
    return true;
  };
  changeTables(metadata, [&](Table& table) {
    bool isChanged = false;
    for (Column& column : table.columns) isChanged = renameDeclared(column.type) || isChanged;
    return isChanged;
  });
  for (auto& domain : metadata.domains) renameDeclared(domain.type);
  changeCasts(metadata, [&](const std::string& text) {
    const std::vector<SqlToken> tokens = sqlTokens(text, dialect);
    std::string renamed = text;
    for (std::size_t at = tokens.size(); at-- > 0;)
      if (const auto name = castAt(tokens, at, from, dialect)) renamed.replace(tokens[at + 2].begin, tokens[*name].end - tokens[at + 2].begin, dialect.quote(to));
    return renamed;
  });
}

void renameSequence(MetaData& metadata, const QualifiedName& from, const QualifiedName& to, const Dialect& dialect) {
  const std::string old = "nextval(" + quotedText(dialect.quote(from)), renamed = "nextval(" + quotedText(dialect.quote(to));
  changeTables(metadata, [&](Table& table) {
    bool isChanged = false;
    for (Column& column : table.columns) {
      if (!column.defaultExpression || !column.defaultExpression->starts_with(old)) continue;
      column.defaultExpression->replace(0, old.size(), renamed);
      isChanged = true;
    }
    return isChanged;
  });
}

void renameLabel(MetaData& metadata, const QualifiedName& type, const std::string& from, const std::string& to, const Dialect& dialect) {
  changeCasts(metadata, [&](const std::string& text) {
    const std::vector<SqlToken> tokens = sqlTokens(text, dialect);
    std::string renamed = text;
    for (std::size_t at = tokens.size(); at-- > 0;)
      if (tokens[at].kind == SqlToken::Kind::String && tokens[at].text == quotedText(from) && castAt(tokens, at + 1, type, dialect))
        renamed.replace(tokens[at].begin, tokens[at].end - tokens[at].begin, quotedText(to));
    return renamed;
  });
}

}  // namespace joinery::migration
