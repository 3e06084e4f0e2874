// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a SELECT.
#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/dialect/sql_compiler.h"
#include "orm/sql/visitor.h"

namespace joinery {
namespace {

using sql::Select;

const char* setOperatorText(Select::SetOperator op) {
  switch (op) {
    case Select::SetOperator::Union:
      return " UNION ";
    case Select::SetOperator::UnionAll:
      return " UNION ALL ";
    case Select::SetOperator::Intersect:
      return " INTERSECT ";
    case Select::SetOperator::Except:
      return " EXCEPT ";
  }
  return "";
}

const char* joinText(sql::FromItem::JoinKind kind) {
  switch (kind) {
    case sql::FromItem::JoinKind::Inner:
      return " JOIN ";
    case sql::FromItem::JoinKind::Left:
      return " LEFT JOIN ";
    case sql::FromItem::JoinKind::Right:
      return " RIGHT JOIN ";
    case sql::FromItem::JoinKind::Full:
      return " FULL JOIN ";
    case sql::FromItem::JoinKind::Cross:
      return " CROSS JOIN ";
  }
  return "";
}

bool needsNesting(const Select::Data& select) {
  return !select.combinations.empty() || !select.orderBy.empty() || !select.ctes.empty() || select.limit ||
         select.offset != 0;
}

bool isLabelledOtherwise(const sql::Expression& column) {
  const auto* node = sql::nodeAs<sql::ColumnNode>(column);
  return !column.label().empty() && (!node || node->name != column.label());
}

}  // namespace

void SqlCompiler::appendSelect(const Select& select, BindContext listContext) {
  const Select::Data& data = select.data();
  appendCtes(data.ctes);
  appendCombined(select, data.combinations.empty() ? listContext : BindContext::Bare);
  appendOrderBy(data.orderBy);
  appendLimit(data);
  appendLock(data.lock);
}

void SqlCompiler::appendCtes(const std::vector<sql::Cte>& ctes) {
  if (ctes.empty()) return;
  const bool recursive = std::ranges::any_of(ctes, [](const sql::Cte& cte) { return cte.recursive; });
  write(recursive ? "WITH RECURSIVE " : "WITH ");
  for (std::size_t i = 0; i < ctes.size(); ++i) {
    if (!ctes[i].select) throw DbError(ErrorKind::InvalidRequest, "the CTE " + ctes[i].name + " has no SELECT");
    if (i > 0) write(", ");
    write(m_identifiers.quote(ctes[i].name));
    if (!ctes[i].columns.empty()) {
      write(" ");
      appendNames(ctes[i].columns);
    }
    write(" AS (");
    appendSelect(*ctes[i].select);
    write(")");
  }
  write(" ");
}

// The combinations are read from left to right on every engine; where INTERSECT would come first, what stands before
// it is put in parentheses.
void SqlCompiler::appendCombined(const Select& select, BindContext listContext) {
  const std::size_t start = m_statement.sql.size();
  appendCore(select.data(), listContext);
  bool looser = false;
  for (const Select::Data::Combination& combination : select.data().combinations) {
    const bool intersect = combination.op == Select::SetOperator::Intersect;
    if (intersect && looser && intersectBindsTighter()) {
      m_statement.sql.insert(start, "(");
      write(")");
      looser = false;
    }
    looser = looser || !intersect;
    write(setOperatorText(combination.op));
    if (needsNesting(combination.right.data()))
      appendNestedOperand(combination.right);
    else
      appendCore(combination.right.data(), BindContext::Bare);
  }
}

void SqlCompiler::appendCore(const Select::Data& select, BindContext listContext) {
  write(select.distinct ? "SELECT DISTINCT " : "SELECT ");
  if (!select.distinctOn.empty()) appendDistinctOn(select.distinctOn);
  if (select.columns.empty())
    write("*");
  else
    appendSelectList(select.columns, listContext);
  if (!select.from.isEmpty()) {
    write(" FROM ");
    appendFrom(select.from);
  }
  appendCondition(" WHERE ", select.where);
  if (!select.groupBy.empty()) {
    write(" GROUP BY ");
    appendList(select.groupBy, BindContext::Bare);
  }
  appendCondition(" HAVING ", select.having);
}

void SqlCompiler::appendDistinctOn(const std::vector<sql::Expression>& keys) {
  write("DISTINCT ON (");
  appendList(keys, BindContext::Bare);
  write(") ");
}

void SqlCompiler::appendSelectList(const std::vector<sql::Expression>& columns, BindContext context) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) write(", ");
    append(columns[i], Precedence::Lowest, context);
    if (isLabelledOtherwise(columns[i])) appendAlias(columns[i].label());
  }
}

void SqlCompiler::appendCondition(std::string_view keyword, const sql::Expression& condition) {
  if (condition.isEmpty()) return;
  write(keyword);
  append(condition);
}

void SqlCompiler::appendOrderBy(const std::vector<sql::OrderBy>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    write(i == 0 ? " ORDER BY " : ", ");
    append(keys[i].expression, Precedence::Lowest, BindContext::Bare);
    if (keys[i].direction == sql::OrderBy::Direction::Descending) write(" DESC");
    if (keys[i].nulls == sql::OrderBy::Nulls::First) write(" NULLS FIRST");
    if (keys[i].nulls == sql::OrderBy::Nulls::Last) write(" NULLS LAST");
  }
}

void SqlCompiler::appendLimit(const Select::Data& select) {
  if (select.limit) write(" LIMIT " + std::to_string(*select.limit));
  if (select.offset != 0) write(" OFFSET " + std::to_string(select.offset));
}

void SqlCompiler::appendLock(Select::Lock lock) {
  switch (lock) {
    case Select::Lock::None:
      return;
    case Select::Lock::Update:
      return write(" FOR UPDATE");
    case Select::Lock::Share:
      return write(" FOR SHARE");
    case Select::Lock::UpdateNoWait:
      return write(" FOR UPDATE NOWAIT");
    case Select::Lock::UpdateSkipLocked:
      return write(" FOR UPDATE SKIP LOCKED");
  }
}

void SqlCompiler::appendFrom(const sql::FromItem& item) {
  if (item.isEmpty()) throw DbError(ErrorKind::InvalidRequest, "a join has only one side");
  const sql::FromItem::Data& data = item.data();
  switch (data.kind) {
    case sql::FromItem::Kind::Join:
      return appendJoin(data);
    case sql::FromItem::Kind::Table:
      write(m_identifiers.quote(data.name));
      break;
    case sql::FromItem::Kind::Cte:
      write(m_identifiers.quote(data.name.name));
      break;
    case sql::FromItem::Kind::Subquery:
      if (data.isLateral) appendLateral();
      write("(");
      appendSelect(*data.select);
      write(")");
      break;
    case sql::FromItem::Kind::Function:
      write(data.name.name);
      write("(");
      appendList(data.arguments, BindContext::Argument);
      write(")");
      break;
    case sql::FromItem::Kind::Values:
      return appendValues(data);
  }
  if (!data.alias.empty()) appendAlias(data.alias);
}

void SqlCompiler::appendJoin(const sql::FromItem::Data& join) {
  appendFrom(join.left);
  write(joinText(join.joinKind));
  const bool nested = !join.right.isEmpty() && join.right.data().kind == sql::FromItem::Kind::Join;
  if (nested) write("(");
  appendFrom(join.right);
  if (nested) write(")");
  if (join.joinKind == sql::FromItem::JoinKind::Cross) return;
  write(" ON ");
  append(join.on);
}

void SqlCompiler::appendValues(const sql::FromItem::Data& values) {
  appendValueRows(values);
  appendAlias(values.alias);
  write(" ");
  appendNames(values.columns);
}

// A NULL takes the type of the others in its column.
SqlCompiler::BindContext SqlCompiler::contextInColumn(const sql::FromItem::Data& values, std::size_t row, std::size_t column) {
  const auto isNull = [column](const std::vector<sql::Expression>& each) {
    const auto* bind = sql::nodeAs<sql::BindNode>(each[column]);
    return bind && bind->value.isNull() && each[column].type().kind == TypeKind::Unknown && each[column].type().declared.empty();
  };
  return isNull(values.rows[row]) && !std::ranges::all_of(values.rows, isNull) ? BindContext::Inferred : BindContext::Bare;
}

void SqlCompiler::appendValueRows(const sql::FromItem::Data& values) {
  if (values.rows.empty() || values.columns.empty()) throw DbError(ErrorKind::InvalidRequest, "the list of values " + values.alias + " is empty");
  for (const auto& row : values.rows)
    if (row.size() != values.columns.size())
      throw DbError(ErrorKind::InvalidRequest, "the list of values " + values.alias + " has a row of " + std::to_string(row.size()) + " values for " + std::to_string(values.columns.size()) + " columns");
  for (std::size_t row = 0; row < values.rows.size(); ++row) {
    for (std::size_t column = 0; column < values.columns.size(); ++column) {
      write(column > 0 ? ", " : row > 0 ? ", (" : "(VALUES (");
      append(values.rows[row][column], Precedence::Lowest, contextInColumn(values, row, column));
    }
    write(")");
  }
  write(")");
}

void SqlCompiler::appendAlias(const std::string& alias) {
  write(" AS ");
  write(m_identifiers.quote(alias));
}

}  // namespace joinery
