// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/batched_delete.h"

#include "orm/engine/execution.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/session/set_statements.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

BatchedDelete::BatchedDelete(Session& session, const std::string& model, Json filter, std::size_t rows)
    : m_session(session), m_model(session.registry().at(model)), m_filter(filter.is_null() ? Json::object() : std::move(filter)), m_rows(rows) {
  if (const std::string reason = m_model.readOnlyReason(); !reason.empty()) throw DbError(ErrorKind::InvalidRequest, m_model.name + ": " + reason);
  if (!m_model.parts.empty()) throw DbError(ErrorKind::InvalidRequest, "rows of " + m_model.name + " are spread over several tables: delete its records");
  for (const std::size_t index : m_model.keyIndexes) {
    const schema::Column& column = m_model.attributes[index].column;
    m_columns.push_back(sql::column(m_model.table->name.name, column.name, column.type));
  }
}

sql::Select BatchedDelete::rows(std::vector<sql::Expression> columns) const {
  const std::string& table = m_model.table->name.name;
  const GlobalCriteria& criteria = m_session.criteria();
  return sql::Select(std::move(columns))
      .from(modelSource(m_model))
      .where(compileFilter(m_filter, m_session.registry(), m_model, table, &criteria))
      .where(familyCondition(m_session.registry(), m_model, table))
      .where(criteria.condition(m_model, table));
}

sql::Expression BatchedDelete::key() const { return m_columns.size() == 1 ? m_columns.front() : sql::tuple(m_columns); }

sql::Expression BatchedDelete::bound(const std::vector<Value>& key) const {
  std::vector<sql::Expression> values;
  for (std::size_t i = 0; i < key.size(); ++i) values.push_back(sql::bind(key[i], m_columns[i].type()));
  return values.size() == 1 ? values.front() : sql::tuple(std::move(values));
}

std::int64_t BatchedDelete::count() {
  m_session.autoflush();
  return fetchAll(m_session.connection(), m_session.dialect().compile(rows({sql::count()})))->at(0, 0).toInteger();
}

/// By key after the last one: a row that stays, as one that a trigger holds back, is not met again.
std::vector<std::vector<Value>> BatchedDelete::nextKeys() {
  std::vector<sql::OrderBy> order;
  for (const sql::Expression& column : m_columns) order.push_back({column});
  sql::Select select = rows(m_columns).orderBy(order).limit(static_cast<std::int64_t>(m_rows));
  if (!m_last.empty()) select = select.where(sql::gt(key(), bound(m_last)));
  const auto batch = fetchAll(m_session.connection(), m_session.dialect().compile(select));
  std::vector<std::vector<Value>> keys(batch->rows());
  for (std::size_t row = 0; row < batch->rows(); ++row)
    for (std::size_t i = 0; i < m_columns.size(); ++i) keys[row].emplace_back(batch->at(row, i));
  return keys;
}

std::int64_t BatchedDelete::next() {
  m_session.autoflush();
  for (auto keys = nextKeys(); !keys.empty(); keys = nextKeys()) {
    std::vector<sql::Expression> wanted;
    for (const std::vector<Value>& each : keys) wanted.push_back(bound(each));
    const std::int64_t deleted = SetStatements(m_session).remove(m_model.name, m_filter, SetStatements::Synchronize::Records, sql::in(key(), std::move(wanted)));
    m_last = std::move(keys.back());
    if (deleted > 0) return deleted;
  }
  return 0;
}

std::int64_t BatchedDelete::run(const std::function<void(std::int64_t deleted)>& afterEach) {
  std::int64_t all = 0;
  for (std::int64_t deleted = next(); deleted > 0; deleted = next()) {
    all += deleted;
    if (afterEach) afterEach(all);
  }
  return all;
}

}  // namespace joinery
