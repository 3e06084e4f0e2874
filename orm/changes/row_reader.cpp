// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/row_reader.h"

#include "orm/core/db_error.h"
#include "orm/engine/value_limit.h"
#include "orm/engine/execution.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "orm/sql/select.h"

namespace joinery {

namespace {

sql::Expression tableColumn(const sql::FromItem& from, const schema::Table& table, const std::string& name) {
  const schema::Column* column = table.column(name);
  return from.column(name, column == nullptr ? ValueType{} : column->type);
}

sql::Select matching(const sql::FromItem& from, const schema::Table& table, const std::vector<std::pair<std::string, Value>>& where) {
  sql::Select select = sql::Select().from(from);
  for (const auto& [name, value] : where) {
    const sql::Expression column = tableColumn(from, table, name);
    select = select.where(sql::eq(column, sql::bind(value, column.type())));
  }
  return select;
}

using Cells = std::vector<std::pair<std::string, Value>>;

/// A server tells how large a value is before it sends it.
/// @throws DbError TooLarge where the engine refuses to read one of them
std::optional<Cells> readCellsWithin(Connection& connection, const Dialect& dialect, const schema::Table& table, const std::vector<std::string>& columns, const Cells& where) {
  const sql::FromItem from = sql::table(table.name);
  const auto most = sql::integerLiteral(static_cast<std::int64_t>(kMostImageBytes));
  std::vector<sql::Expression> list;
  for (const std::string& name : columns) {
    const auto column = tableColumn(from, table, name);
    const auto cut = dialect.cutValue(column, kMostImageBytes);
    if (!cut) {
      list.insert(list.end(), {column.as(name), sql::integerLiteral(0).as("large:" + name)});
      continue;
    }
    const auto isLarge = sql::gt(cut->size, most);
    list.push_back(sql::caseWhen({{isLarge, sql::nullLiteral()}}, column).withType(column.type()).as(name));
    list.push_back(sql::caseWhen({{isLarge, sql::integerLiteral(1)}}, sql::integerLiteral(0)).as("large:" + name));
  }
  const ValueLimit limit(connection, kMostImageBytes);
  const auto batch = fetchAll(connection, dialect.compile(matching(from, table, where).columns(std::move(list))));
  if (batch->rows() == 0) return {};
  Cells cells;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (batch->at(0, 2 * i + 1).toInteger() == 0) cells.emplace_back(columns[i], Value(batch->at(0, 2 * i)));
  }
  return cells;
}

}  // namespace

std::shared_ptr<const RowBatch> readRows(Connection& connection, const Dialect& dialect, const schema::Table& table,
                                         const std::vector<std::string>& columns,
                                         const std::vector<std::pair<std::string, Value>>& where) {
  const sql::FromItem from = sql::table(table.name);
  std::vector<sql::Expression> list;
  for (const std::string& name : columns) list.push_back(tableColumn(from, table, name).as(name));
  return fetchAll(connection, dialect.compile(matching(from, table, where).columns(std::move(list))));
}

std::optional<std::vector<std::pair<std::string, Value>>> readSmallCells(Connection& connection, const Dialect& dialect, const schema::Table& table,
                                                                         const std::vector<std::string>& columns,
                                                                         const std::vector<std::pair<std::string, Value>>& where) {
  try {
    return readCellsWithin(connection, dialect, table, columns, where);
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::TooLarge) throw;
  }
  // One of them is: each by itself.
  std::optional<Cells> small;
  if (countRows(connection, dialect, table, where) > 0) small.emplace();
  for (std::size_t i = 0; small && i < columns.size(); ++i) {
    try {
      if (auto cell = readCellsWithin(connection, dialect, table, {columns[i]}, where)) small->insert(small->end(), cell->begin(), cell->end());
    } catch (const DbError& error) {
      if (error.kind() != ErrorKind::TooLarge) throw;
    }
  }
  return small;
}

std::int64_t countRows(Connection& connection, const Dialect& dialect, const schema::Table& table,
                       const std::vector<std::pair<std::string, Value>>& where) {
  const sql::Select select = matching(sql::table(table.name), table, where).columns({sql::count()});
  return fetchAll(connection, dialect.compile(select))->at(0, 0).toInteger();
}

}  // namespace joinery
