// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/column_update.h"

#include "orm/changes/written_default.h"
#include "orm/engine/execution.h"
#include "orm/engine/transaction.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery::ui {

ColumnUpdate::ColumnUpdate(FilteredRows rows, const std::string& attribute, Operand value)
    : m_rows(std::move(rows)), m_model(&m_rows.registry->at(m_rows.model)), m_attribute(m_model->attribute(attribute)), m_value(std::move(value)) {
  if (!m_attribute || !m_attribute->column.isWritable()) throw DbError(ErrorKind::InvalidRequest, m_rows.model + "." + attribute + " can't be set");
  if (!m_model->parts.empty()) throw DbError(ErrorKind::NotSupported, m_rows.model + " is spread over several tables; they are not changed by one statement");
  condition();
}

sql::Expression ColumnUpdate::condition() const {
  const std::string& table = m_model->table->name.name;
  return sql::and_({familyCondition(*m_rows.registry, *m_model, table), compileFilter(m_rows.filter, *m_rows.registry, *m_model, table)});
}

sql::Update ColumnUpdate::statement(const Dialect& dialect) const {
  const schema::Column& column = m_attribute->column;
  const auto set = m_value.isDefault() ? sql::text(dialect.setsDefaults() ? "DEFAULT" : writtenDefault(column)) : sql::bind(m_value.value(), column.type);
  return {.table = m_model->table->name, .set = {{column.name, set}}, .where = condition()};
}

std::int64_t ColumnUpdate::count(Worker::Context& context) const {
  const auto select = sql::Select({sql::count()}).from(modelSource(*m_model)).where(condition());
  return fetchAll(context.connection, context.dialect.compile(select))->at(0, 0).toInteger();
}

std::int64_t ColumnUpdate::write(Worker::Context& context, std::int64_t expected) const {
  Transaction transaction(context.connection, context.dialect, Transaction::Mode::Write);
  const auto rows = execute(context.connection, context.dialect.compile(statement(context.dialect)))->affectedRows();
  if (rows != expected) {
    throw DbError(ErrorKind::StaleData, std::to_string(rows) + " rows pass the filter now, and " + std::to_string(expected) + " were counted; nothing was changed");
  }
  transaction.commit();
  return rows;
}

}  // namespace joinery::ui
