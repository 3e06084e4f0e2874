// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/row_inserter.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/dialect/conflict_keys.h"
#include "orm/sql/insert.h"

namespace joinery {

namespace {

sql::OnConflict conflictClause(const schema::Table& table, const std::vector<std::string>& columns, OnTakenKey onTakenKey) {
  sql::OnConflict clause;
  if (onTakenKey == OnTakenKey::Nothing) return clause;
  const auto isGiven = [&](const std::string& name) { return std::ranges::find(columns, name) != columns.end(); };
  if (!table.primaryKey || !std::ranges::all_of(table.primaryKey->columns, isGiven)) {
    DbError error(ErrorKind::Argument, "rows of " + table.name.toString() + " can't be updated: " + (table.primaryKey ? "not all columns of the key are given" : "it has no primary key"));
    error.hint = "Give all columns of the key, or leave rows as they are on a conflict.";
    throw error;
  }
  clause.index = table.primaryKey->columns;
  for (const std::string& name : columns)
    if (!table.isPrimaryKeyColumn(name)) clause.set.emplace_back(name, sql::excluded(name, table.column(name)->type));
  if (!clause.set.empty()) clause.action = sql::OnConflict::Action::Update;
  return clause;
}

}  // namespace

RowInserter::RowInserter(Connection& connection, const Dialect& dialect, const schema::Table& table, std::vector<std::string> columns, OnTakenKey onTakenKey)
    : m_connection(connection), m_dialect(dialect), m_table(table), m_columns(std::move(columns)), m_onTakenKey(onTakenKey) {
  if (m_onTakenKey != OnTakenKey::Fail) requireKeysJudgedAtOnce(m_dialect, m_table, conflictClause(m_table, m_columns, m_onTakenKey));
  if (m_onTakenKey == OnTakenKey::Fail) m_copy = copyStatement(m_connection, m_dialect, m_table.name, m_columns);
  m_insert.one = statement(1);
  m_insert.rows = rowsOfInsert(m_dialect, m_table, m_columns.size());
  if (m_insert.rows > 1) m_insert.several = statement(m_insert.rows);
}

std::int64_t RowInserter::insert(ImportBatch::Part& rows) const {
  if (m_copy) return m_connection.copyIn(*m_copy, rows);
  m_insert.execute(m_connection, rows);
  return rows.changed();
}

bool RowInserter::takesLines(const Dialect::CsvMarks& marks) {
  if (!m_copy) return false;
  m_copyLines = m_dialect.csvCopy(*m_copy, marks, Dialect::Quotes::Some);
  m_copyBareLines = m_dialect.csvCopy(*m_copy, marks, Dialect::Quotes::None);
  return m_copyLines && m_copyBareLines;
}

std::int64_t RowInserter::insertLines(Dialect::Quotes quotes, const Connection::NextText& next) const {
  return m_connection.copyInText((quotes == Dialect::Quotes::None ? m_copyBareLines : m_copyLines).value(), next);
}

std::string RowInserter::statement(std::size_t rows) const {
  sql::Insert insert;
  insert.table = m_table.name;
  insert.columns = m_columns;
  std::vector<sql::Expression> row;
  for (const std::string& name : m_columns) row.push_back(sql::bind(Value::null(), m_table.column(name)->type));
  insert.rows.assign(rows, row);
  if (m_onTakenKey != OnTakenKey::Fail) insert.onConflict = conflictClause(m_table, m_columns, m_onTakenKey);
  return m_dialect.compile(insert).sql;
}

}  // namespace joinery
