// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/temporary_sort.h"

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr const char* kTable = "joinery_sort";

std::string columnName(std::size_t term) { return "t" + std::to_string(term); }

std::string list(std::size_t count, const char* prefix, std::size_t first) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? ", " : "") + (prefix + std::to_string(first + i));
  return "(" + text + ")";
}

}  // namespace

// Columns without a type keep every value as it is.
TemporarySort::TemporarySort(Connection& connection, const RowOrder& order) : m_connection(connection), m_order(order) {
  m_connection.execute(std::string("DROP TABLE IF EXISTS temp.") + kTable);
  m_connection.execute(std::string("CREATE TEMP TABLE ") + kTable + list(order.terms().size(), "t", 0));
}

TemporarySort::~TemporarySort() {
  try {
    m_connection.execute(std::string("DROP TABLE temp.") + kTable);
  } catch (const std::exception&) {
    // It goes with the connection, or with the next sort.
  }
}

void TemporarySort::add(const RowBatch& batch, std::size_t row, std::size_t column) {
  auto& terms = m_rows.emplace_back();
  for (std::size_t i = 0; i < m_order.terms().size(); ++i) terms.emplace_back(batch.at(row, column + i));
}

void TemporarySort::add(const CompiledStatement& statement) {
  CompiledStatement insertion = statement;
  insertion.sql.insert(0, std::string("INSERT INTO temp.") + kTable + " ");
  executeUpdate(m_connection, insertion);
}

void TemporarySort::flush() {
  if (!m_rows.empty()) m_connection.executeMany(std::string("INSERT INTO temp.") + kTable + " VALUES " + list(m_order.terms().size(), "?", 1), m_rows);
  m_rows.clear();
}

sql::Select TemporarySort::sorted(std::size_t columns) const {
  const auto& terms = m_order.terms();
  std::vector<sql::Expression> wanted;
  std::vector<sql::OrderBy> orderBy;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto column = sql::column(kTable, columnName(i), terms[i].key.expression.type());
    if (i + columns >= terms.size()) wanted.push_back(column);
    orderBy.push_back({terms[i].collation.empty() ? column : sql::collate(column, terms[i].collation), terms[i].key.direction, terms[i].key.nulls});
  }
  return sql::Select(std::move(wanted)).from(sql::table(QualifiedName("temp", kTable))).orderBy(std::move(orderBy));
}

}  // namespace joinery
