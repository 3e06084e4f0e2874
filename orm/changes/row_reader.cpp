// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/row_reader.h"

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

}  // namespace

std::shared_ptr<const RowBatch> readRows(Connection& connection, const Dialect& dialect, const schema::Table& table,
                                         const std::vector<std::string>& columns,
                                         const std::vector<std::pair<std::string, Value>>& where) {
  const sql::FromItem from = sql::table(table.name);
  std::vector<sql::Expression> list;
  for (const std::string& name : columns) list.push_back(tableColumn(from, table, name).as(name));
  return fetchAll(connection, dialect.compile(matching(from, table, where).columns(std::move(list))));
}

std::int64_t countRows(Connection& connection, const Dialect& dialect, const schema::Table& table,
                       const std::vector<std::pair<std::string, Value>>& where) {
  const sql::Select select = matching(sql::table(table.name), table, where).columns({sql::count()});
  return fetchAll(connection, dialect.compile(select))->at(0, 0).toInteger();
}

}  // namespace joinery
