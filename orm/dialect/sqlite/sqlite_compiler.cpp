// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/sqlite/sqlite_compiler.h"

#include <algorithm>
#include <utility>

#include "orm/core/db_error.h"
#include "orm/dialect/sql_text.h"
#include "orm/dialect/sqlite/sqlite_text.h"
#include "orm/sql/operators.h"
#include "orm/sql/visitor.h"

namespace joinery {
namespace {

bool isDefault(const sql::Expression& expression) {
  const auto* literal = sql::nodeAs<sql::LiteralNode>(expression);
  return literal && literal->kind == sql::LiteralNode::Kind::Default;
}

DbError noDefault() {
  DbError error(ErrorKind::NotSupported, "SQLite has no DEFAULT as a value");
  error.hint = "Leave the column out of the INSERT; a column that exists keeps its value or takes one that is given.";
  return error;
}

// SQLite gives a column its default only where the INSERT does not name it.
sql::Insert withoutDefaults(sql::Insert insert) {
  for (std::size_t column = insert.columns.size(); column-- > 0;) {
    const auto isDefaultHere = [column](const auto& row) { return column < row.size() && isDefault(row[column]); };
    if (std::ranges::none_of(insert.rows, isDefaultHere)) continue;
    if (!std::ranges::all_of(insert.rows, isDefaultHere)) throw noDefault();
    const auto offset = static_cast<std::ptrdiff_t>(column);
    insert.columns.erase(insert.columns.begin() + offset);
    for (auto& row : insert.rows) row.erase(row.begin() + offset);
  }
  return insert;
}

// SQLite would read the ON of ON CONFLICT as the last table's join condition.
sql::Select endingInWhere(const sql::Select& select) {
  const sql::Select::Data& data = select.data();
  if (!data.combinations.empty()) {
    const sql::FromItem whole = sql::subqueryAs(select, "source");
    return sql::Select({sql::star()}).from(whole).where(sql::trueLiteral());
  }
  return data.where.isEmpty() && !data.from.isEmpty() ? select.where(sql::trueLiteral()) : select;
}

const char* storageClassName(StorageClass storage) {
  switch (storage) {
    case StorageClass::Real:
      return "real";
    case StorageClass::Text:
      return "text";
    case StorageClass::Blob:
      return "blob";
    default:
      return "integer";
  }
}

}  // namespace

Value SqliteCompiler::bindValue(Value value) const {
  return value.storageClass() == StorageClass::Boolean ? Value::integer(value.toBoolean() ? 1 : 0) : value;
}

std::string_view SqliteCompiler::operatorText(sql::BinaryNode::Operator op) const {
  switch (op) {
    case sql::BinaryNode::Operator::Distinct:
      return " IS NOT ";
    case sql::BinaryNode::Operator::NotDistinct:
      return " IS ";
    default:
      return SqlCompiler::operatorText(op);
  }
}

void SqliteCompiler::appendMatch(const sql::MatchNode& node) {
  const auto infix = [&](std::string_view op, std::string pattern) {
    append(node.operand, Precedence::Concat);
    write(op);
    write(addBind(Value::text(std::move(pattern))));
  };
  switch (node.kind) {
    case sql::MatchNode::Kind::Like:
      return infix(" GLOB ", globFromLike(node.pattern));
    case sql::MatchNode::Kind::Regex:
      return infix(" REGEXP ", node.pattern);
    case sql::MatchNode::Kind::ILike:
      infix(" LIKE ", completeLikePattern(node.pattern));
      return write(" ESCAPE '\\'");
    case sql::MatchNode::Kind::ContainsIgnoringCase:
      infix(" LIKE ", "%" + escapeLikePattern(node.pattern) + "%");
      return write(" ESCAPE '\\'");
    case sql::MatchNode::Kind::Contains:
      write("instr(");
      append(node.operand);
      return write(", " + addBind(Value::text(node.pattern)) + ") > 0");
    case sql::MatchNode::Kind::StartsWith:
    case sql::MatchNode::Kind::EndsWith:
      return appendMatchedEnd(node);
  }
}

void SqliteCompiler::appendMatchedEnd(const sql::MatchNode& node) {
  if (node.pattern.empty()) {  // substr counts from 1, so the last 0 characters can't be asked for
    append(node.operand, Precedence::Concat);
    return write(" IS NOT NULL");
  }
  write("substr(");
  append(node.operand);
  const std::string pattern = addBind(Value::text(node.pattern));
  write(node.kind == sql::MatchNode::Kind::StartsWith ? ", 1, length(" : ", -length(");
  write(pattern + ")) = " + pattern + " COLLATE BINARY");
}

// The types are compared first: a column's affinity could make a number of the text that it is compared with.
void SqliteCompiler::appendIdentical(const sql::IdenticalNode& node) {
  if (node.value.isNull()) {
    append(node.operand, Precedence::Concat);
    return write(" IS NULL");
  }
  const Value value = bindValue(node.value);
  write("typeof(");
  append(node.operand);
  write(std::string(") = '") + storageClassName(value.storageClass()) + "' AND ");
  append(node.operand, Precedence::Concat);
  write(" = " + addBind(value));
  if (value.storageClass() == StorageClass::Text) write(" COLLATE BINARY");
}

void SqliteCompiler::appendJsonText(const sql::JsonTextNode& node) {
  const std::vector<std::string> paths = sqliteJsonPaths(node.path);
  write("CAST(CASE WHEN json_valid(");
  append(node.document);
  write(paths.size() > 1 ? ") THEN coalesce(" : ") THEN ");
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (i > 0) write(", ");
    appendJsonValue(node.document, paths[i]);
  }
  write(paths.size() > 1 ? ") END AS TEXT)" : " END AS TEXT)");
}

// json_extract makes 1 and 0 of true and false, which as text they are not.
void SqliteCompiler::appendJsonValue(const sql::Expression& document, const std::string& path) {
  const std::string bound = addBind(Value::text(path));
  write("CASE json_type(");
  append(document);
  write(", " + bound + ") WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE json_extract(");
  append(document);
  write(", " + bound + ") END");
}

void SqliteCompiler::appendDefault() { throw noDefault(); }

void SqliteCompiler::appendNestedOperand(const sql::Select& select) {
  write("SELECT * FROM (");
  appendSelect(select);
  write(")");
}

void SqliteCompiler::appendLimit(const sql::Select::Data& select) {
  if (!select.limit && select.offset != 0) write(" LIMIT -1");
  SqlCompiler::appendLimit(select);
}

/// One writer at a time anyway.
void SqliteCompiler::appendLock(sql::Select::Lock lock) {
  using Lock = sql::Select::Lock;
  if (lock != Lock::UpdateNoWait && lock != Lock::UpdateSkipLocked) return;
  DbError error(ErrorKind::NotSupported, "SQLite locks databases, not rows: no row is skipped or refused because another holds it");
  error.hint = "Leave it out: a transaction that writes has the database to itself.";
  throw error;
}

void SqliteCompiler::appendLateral() {
  DbError error(ErrorKind::NotSupported, "SQLite has no LATERAL: a subquery sees nothing of what stands beside it");
  error.hint = "Write it among the columns or in a condition, where it may refer to the row.";
  throw error;
}

void SqliteCompiler::appendDistinctOn(const std::vector<sql::Expression>&) {
  DbError error(ErrorKind::NotSupported, "SQLite has no DISTINCT ON: the first row of each group has to be said in another way");
  error.hint = "Number the rows of each group with over(rowNumber(), …) in a subquery, and take those numbered 1.";
  throw error;
}

// SQLite's alias takes no names for the columns, which it calls column1, column2 …
void SqliteCompiler::appendValues(const sql::FromItem::Data& values) {
  write("(SELECT ");
  for (std::size_t i = 0; i < values.columns.size(); ++i) {
    write((i > 0 ? ", column" : "column") + std::to_string(i + 1));
    appendAlias(values.columns[i]);
  }
  write(" FROM ");
  appendValueRows(values);
  write(")");
  appendAlias(values.alias);
}

void SqliteCompiler::appendInsertSource(const sql::Insert& insert) {
  sql::Insert adapted = withoutDefaults(insert);
  if (adapted.select && adapted.onConflict)
    adapted.select = std::make_shared<const sql::Select>(endingInWhere(*adapted.select));
  SqlCompiler::appendInsertSource(adapted);
}

// SQLite's DELETE reads one table; what USING would bring stands in an EXISTS that refers to its row.
void SqliteCompiler::appendDeleteCondition(const sql::Delete& statement) {
  if (statement.from.isEmpty()) return SqlCompiler::appendDeleteCondition(statement);
  appendCondition(" WHERE ", sql::exists(sql::Select().from(statement.from).where(statement.where)));
}

}  // namespace joinery
