// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_ddl_compiler.h"

#include <algorithm>
#include <span>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/core/declared_type.h"
#include "orm/dialect/sqlite/sqlite_keywords.h"
#include "orm/dialect/sqlite/sqlite_tokenizer.h"

namespace joinery {
namespace {

/// Names that people and other programs read back as the same kind; storage follows from SQLite's affinity of each.
std::string kindName(const ValueType& type) {
  const std::string length = type.length ? "(" + std::to_string(*type.length) + ")" : std::string();
  switch (type.kind) {
    case TypeKind::Unknown:
      return {};
    case TypeKind::Boolean:
      return "BOOLEAN";
    case TypeKind::Integer:
      return "INTEGER";
    case TypeKind::Real:
      return "REAL";
    case TypeKind::Numeric:
      if (!type.precision) return "NUMERIC";
      return "NUMERIC(" + std::to_string(*type.precision) + (type.scale ? ", " + std::to_string(*type.scale) : std::string()) + ")";
    case TypeKind::Text:
      return type.length ? "VARCHAR" + length : "TEXT";
    case TypeKind::Blob:
      return "BLOB";
    case TypeKind::Date:
      return "DATE";
    case TypeKind::Time:
      return "TIME";
    case TypeKind::Timestamp:
    case TypeKind::TimestampTz:
      return "DATETIME";
    case TypeKind::Uuid:
      return "CHAR(36)";
    case TypeKind::Json:
      return "JSON";
    default:
      return "TEXT";
  }
}

bool isKeyword(const SqliteToken& token) { return std::ranges::binary_search(kSqliteKeywords, std::string_view(asciiLower(token.text))); }

/// `(10)`, `(10, -2)`.
bool isTypeLength(std::span<const SqliteToken> tokens) {
  if (tokens.size() < 3 || !tokens.front().isSymbol('(') || !tokens.back().isSymbol(')')) return false;
  return std::ranges::all_of(tokens.subspan(1, tokens.size() - 2), [](const SqliteToken& token) {
    const std::string& text = token.text;
    return text == "," || text == "+" || text == "-" || std::ranges::all_of(text, [](char letter) { return letter >= '0' && letter <= '9'; });
  });
}

/// Words, none of which has a meaning there, and maybe a length.
bool isPlainType(const std::string& declared) {
  const std::vector<SqliteToken> tokens = sqliteTokens(declared);
  const auto words = static_cast<std::size_t>(std::ranges::find_if(tokens, [](const SqliteToken& token) { return token.kind != SqliteToken::Kind::Word || isKeyword(token); }) - tokens.begin());
  if (words == 0 || tokens.front().begin != 0 || tokens.back().end != declared.size()) return false;
  return words == tokens.size() || isTypeLength(std::span(tokens).subspan(words));
}

/// A number, a string, a word: what DEFAULT takes without parentheses.
bool isLiteral(std::span<const SqliteToken> tokens) {
  if (tokens.size() == 2 && (tokens[0].isSymbol('-') || tokens[0].isSymbol('+'))) tokens = tokens.subspan(1);
  return tokens.size() == 1;
}

std::string defaultText(const std::string& expression) {
  const std::vector<SqliteToken> tokens = sqliteTokens(expression);
  const bool endsInComment = !tokens.empty() && tokens.back().end != expression.size();
  if (isLiteral(tokens) && !endsInComment) return expression;
  return "(" + expression + (endsInComment ? "\n)" : ")");
}

std::string conflictText(schema::ConflictClause clause) {
  using Clause = schema::ConflictClause;
  switch (clause) {
    case Clause::Abort:
      return {};
    case Clause::Rollback:
      return " ON CONFLICT ROLLBACK";
    case Clause::Fail:
      return " ON CONFLICT FAIL";
    case Clause::Ignore:
      return " ON CONFLICT IGNORE";
    case Clause::Replace:
      return " ON CONFLICT REPLACE";
  }
  return {};
}

const schema::KeyOrder* orderOf(const schema::UniqueKey& key, const std::string& column) {
  const auto found = std::ranges::find(key.orders, column, &schema::KeyOrder::column);
  return found == key.orders.end() ? nullptr : &*found;
}

bool isDescending(const schema::UniqueKey& key, const std::string& column) {
  const schema::KeyOrder* order = orderOf(key, column);
  return order && order->descending;
}

bool isInteger(const schema::Column& column) { return asciiLower(column.type.declared) == "integer"; }

}  // namespace

std::string SqliteDdlCompiler::columnType(const ValueType& type) const {
  if (isPlainType(type.declared)) return type.declared;
  const bool isOurs = !type.declared.empty() && typeFromSqliteDeclaration(type.declared).kind == type.kind;
  return isOurs ? quoted(type.declared) : kindName(type);
}

std::string SqliteDdlCompiler::quoted(std::string_view text) const {
  std::string name = "\"";
  for (const char letter : text) name.append(letter == '"' ? 2 : 1, letter);
  return name + '"';
}

std::string SqliteDdlCompiler::createTable(const schema::Table& table, const std::vector<schema::ForeignKey>& foreignKeys) const {
  return table.kind == schema::TableKind::VirtualTable ? table.definition : DdlCompiler::createTable(table, foreignKeys);
}

/// The rowid under another name; and a key that would be that, were it not for its DESC behind the column itself: sqlite.org/lang_createtable.html#rowid
bool SqliteDdlCompiler::isInlineKey(const schema::Table& table, const schema::Column& column) const {
  if (!table.isPrimaryKeyColumn(column.name) || table.primaryKey->columns.size() != 1 || table.withoutRowId) return false;
  return column.generation == schema::Generation::RowId || (isInteger(column) && isDescending(*table.primaryKey, column.name));
}

std::string SqliteDdlCompiler::rowIdType(const schema::Column& column) const { return isInteger(column) ? column.type.declared : "INTEGER"; }

std::string SqliteDdlCompiler::inlineKey(const schema::UniqueKey& key, const schema::Column& column) const {
  return " " + constraintName(key.name) + "PRIMARY KEY" + (isDescending(key, column.name) ? " DESC" : "") + conflictText(key.onConflict) + generation(column);
}

std::string SqliteDdlCompiler::columnDefinition(const schema::Table& table, const schema::Column& column) const {
  const bool isKey = isInlineKey(table, column);
  std::string text = identifiers().quote(column.name);
  if (const std::string type = isKey ? rowIdType(column) : columnType(column.type); !type.empty()) text += " " + type;
  if (!column.collation.empty()) text += " COLLATE " + identifiers().quote(column.collation);
  text += isKey ? inlineKey(*table.primaryKey, column) : generation(column);
  if (column.defaultExpression) text += " DEFAULT " + defaultText(*column.defaultExpression);
  const bool isRowId = isKey && column.generation == schema::Generation::RowId;
  if (!column.nullable && !isRowId) text += " NOT NULL" + conflictText(column.onNull);
  return text;
}

std::string SqliteDdlCompiler::uniqueKeyClause(const char* kind, const schema::UniqueKey& key) const {
  std::string columns;
  for (const std::string& column : key.columns) columns += (columns.empty() ? "" : ", ") + keyColumn(key, column);
  return constraintName(key.name) + kind + "(" + columns + ")" + conflictText(key.onConflict);
}

std::string SqliteDdlCompiler::keyColumn(const schema::UniqueKey& key, const std::string& column) const {
  std::string text = identifiers().quote(column);
  const schema::KeyOrder* order = orderOf(key, column);
  if (order && !order->collation.empty()) text += " COLLATE " + identifiers().quote(order->collation);
  return order && order->descending ? text + " DESC" : text;
}

std::string SqliteDdlCompiler::indexPart(const schema::Index::Part& part) const {
  std::string text = part.column.empty() ? part.expression : identifiers().quote(part.column);
  if (!part.collation.empty()) text += " COLLATE " + identifiers().quote(part.collation);
  return part.descending ? text + " DESC" : text;
}

std::string SqliteDdlCompiler::generation(const schema::Column& column) const {
  if (column.generation == schema::Generation::RowId) return column.autoIncrement ? " AUTOINCREMENT" : "";
  return column.isComputed() ? DdlCompiler::generation(column) : std::string();
}

std::string SqliteDdlCompiler::tableOptions(const schema::Table& table) const {
  if (table.strict && table.withoutRowId) return " STRICT, WITHOUT ROWID";
  return table.strict ? " STRICT" : table.withoutRowId ? " WITHOUT ROWID" : "";
}

std::string SqliteDdlCompiler::indexName(const schema::Table& table, const schema::Index& index) const {
  return identifiers().quote(QualifiedName(table.name.schema, index.name)) + " ON " + identifiers().quote(table.name.name);
}

std::string SqliteDdlCompiler::referredTable(const schema::Table& table, const schema::ForeignKey& key) const {
  const QualifiedName& name = key.referredTable;
  if (!name.schema.empty() && identifiers().translated(name).schema != identifiers().translated(table.name).schema) {
    DbError error(ErrorKind::NotSupported, "a foreign key of " + table.name.toString() + " refers to " + name.toString() + ": SQLite's stay within one schema");
    error.hint = "Leave the foreign key out, or put both tables into one schema.";
    throw error;
  }
  return identifiers().quote(name.name);
}

}  // namespace joinery
