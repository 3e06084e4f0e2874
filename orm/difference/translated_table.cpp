// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/translated_table.h"

#include <algorithm>

#include "orm/core/ascii_case.h"
#include "orm/difference/designed_type.h"
#include "orm/difference/translated_sql.h"

namespace joinery::migration {
namespace {

using schema::Column;
using schema::Generation;
using schema::Table;

bool isNumbered(Generation generation) { return generation == Generation::RowId || generation == Generation::IdentityAlways || generation == Generation::IdentityByDefault; }

/// Where generated values come from at the other engine. SQLite numbers each whole number that is a primary key by itself.
Generation mappedGeneration(Generation generation, const Table& table, const Column& column, bool isForSqlite) {
  const bool isKey = table.primaryKey && table.primaryKey->columns == std::vector{column.name};
  if (isForSqlite && isKey && column.type.declared == "INTEGER") return Generation::RowId;
  if (isNumbered(generation) && isForSqlite) return Generation::None;
  if (isNumbered(generation)) return generation == Generation::RowId ? Generation::IdentityByDefault : generation;
  if (generation == Generation::VirtualExpression && !isForSqlite) return Generation::StoredExpression;
  return generation;
}

}  // namespace

TranslatedTable::TranslatedTable(Table table, const Dialect& source, const schema::MetaData& target, const Dialect& dialect) : m_source(source), m_target(target), m_dialect(dialect), m_table(std::move(table)) {
  dropWhatIsForeign();
  for (Column& column : m_table.columns) translate(column);
  if (m_table.primaryKey) translate(*m_table.primaryKey);
  for (auto& key : m_table.uniqueKeys) translate(key);
  translateChecks();
  translateIndexes();
  dropComments();
}

void TranslatedTable::dropWhatIsForeign() {
  if (!m_table.triggers.empty()) tell("Its triggers are left out: they are written for the other engine.");
  if (m_table.strict || m_table.withoutRowId) tell("STRICT and WITHOUT ROWID are left out.");
  if (!m_table.exclusions.empty() || !m_table.rules.empty()) tell("Its exclusion constraints and rules are left out.");
  if (!m_table.inherits.empty() || m_table.partition || !m_table.partitionKey.empty()) tell("It is a table of its own, no part of another and not in parts.");
  if (m_table.isView()) tell("Its query is taken over as it is: see whether the engine knows what it calls.");
  else m_table.definition.clear();
  m_table.triggers.clear();
  m_table.exclusions.clear();
  m_table.rules.clear();
  m_table.options.clear();
  m_table.inherits.clear();
  m_table.partition.reset();
  m_table.partitionKey.clear();
  m_table.extension.clear();
  m_table.upkeep = {};
  m_table.kind = m_table.isView() ? schema::TableKind::View : schema::TableKind::Table;
  m_table.strict = m_table.withoutRowId = false;
  m_table.hasRowId = m_dialect.name() == "sqlite" && !m_table.isView();
  for (auto& key : m_table.foreignKeys) {
    key.notValid = false;
    key.comment.clear();
    if (m_dialect.name() != "sqlite" || (!key.matchFull && key.setOnDelete.empty())) continue;
    tell("The foreign key to " + key.referredTable.name + " judges NULLs, and sets columns to it, as is usual.");
    key.matchFull = false;
    key.setOnDelete.clear();
  }
}

void TranslatedTable::translate(Column& column) {
  const std::string declared = mappedType(column.type, m_dialect);
  if (asciiLower(declared) != asciiLower(column.type.declared)) tell(column.name + ": " + (column.type.declared.empty() ? std::string("without a type, it") : column.type.declared) + " becomes " + declared + ".");
  column.type = designedType(declared, m_target, m_dialect);
  const Generation generation = mappedGeneration(column.generation, m_table, column, m_dialect.name() == "sqlite");
  if (isNumbered(column.generation) && generation == Generation::None) tell(column.name + ": it is not numbered any more, as it is not the whole primary key.");
  if (generation != column.generation || isNumbered(generation)) {
    column.autoIncrement = false;
    column.defaultExpression.reset();
  }
  column.generation = generation;
  // SQLite lets most keys be NULL.
  if (m_table.isPrimaryKeyColumn(column.name)) column.nullable = false;
  if (!column.collation.empty()) tell(column.name + ": the collation " + column.collation + " is left out.");
  column.collation.clear();
  column.identity = {};
  column.inherited = false;
  column.onNull = {};
  if (column.isComputed()) translateComputed(column);
  else if (column.defaultExpression) translateDefault(column);
}

void TranslatedTable::translateDefault(Column& column) {
  const std::string before = *column.defaultExpression;
  column.defaultExpression = translatedDefault(before, column.type, m_source, m_dialect);
  if (!column.defaultExpression) tell(column.name + ": the default " + before + " is left out.");
}

void TranslatedTable::translateComputed(Column& column) {
  if (const auto expression = translatedExpression(column.generationExpression, m_source, m_dialect)) {
    column.generationExpression = *expression;
    return;
  }
  tell(column.name + ": it is not computed any more: " + column.generationExpression);
  column.generationExpression.clear();
  column.generation = Generation::None;
}

void TranslatedTable::translateChecks() {
  std::erase_if(m_table.checks, [&](schema::CheckConstraint& check) {
    const auto expression = translatedExpression(check.expression, m_source, m_dialect);
    if (!expression) tell("The check " + check.expression + " is left out.");
    check = {.name = check.name, .expression = expression.value_or(std::string())};
    return !expression;
  });
}

void TranslatedTable::translateIndexes() {
  std::erase_if(m_table.indexes, [&](schema::Index& index) { return !translate(index); });
}

bool TranslatedTable::translate(schema::Index& index) {
  if (!index.method.empty() && index.method != "btree") tell("The index " + index.name + " was " + index.method + "; it is a plain one.");
  if (!index.included.empty()) tell("The index " + index.name + " carries no further columns.");
  schema::Index made{.name = index.name, .parts = index.parts, .unique = index.unique};
  const auto translated = [&](std::string& text) {
    if (text.empty()) return true;
    const auto expression = translatedExpression(text, m_source, m_dialect);
    if (expression) text = *expression;
    return expression.has_value();
  };
  made.predicate = index.predicate;
  bool isWhole = translated(made.predicate);
  for (auto& part : made.parts) {
    part.operatorClass.clear();
    part.collation.clear();
    part.nullsFirst.reset();
    isWhole = translated(part.expression) && isWhole;
  }
  if (!isWhole) tell("The index " + index.name + " is left out.");
  index = std::move(made);
  return isWhole;
}

void TranslatedTable::translate(schema::UniqueKey& key) {
  if (key.nullsNotDistinct) tell("NULLs are not the same to the key over " + key.columns.front() + ".");
  if (key.onConflict != schema::ConflictClause::Abort) tell("What becomes of rows that break the key over " + key.columns.front() + " is not said any more: they are refused.");
  key = {.name = key.name, .columns = key.columns};
}

void TranslatedTable::dropComments() {
  if (m_dialect.name() != "sqlite") return;
  bool had = !m_table.comment.empty();
  m_table.comment.clear();
  for (Column& column : m_table.columns) {
    had = had || !column.comment.empty();
    column.comment.clear();
  }
  if (had) tell("Its comments are left out: SQLite keeps none.");
}

}  // namespace joinery::migration
