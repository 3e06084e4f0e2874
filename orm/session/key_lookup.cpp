// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/key_lookup.h"

#include "orm/engine/execution.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

std::string nameOfKey(std::size_t place) { return "key." + std::to_string(place); }

}  // namespace

KeyLookup::KeyLookup(const Registry& registry, const Dialect& dialect, RecordStore& store, RecordHeap& heap, LoadPlan plan)
    : m_plan(std::move(plan)), m_select(registry, store, heap, m_plan, false) {
  const Model& model = *m_plan.model;
  std::vector<sql::Expression> conditions;
  for (std::size_t i = 0; i < model.keyIndexes.size(); ++i) {
    const schema::Column& column = model.attributes[model.keyIndexes[i]].column;
    conditions.push_back(sql::eq(sql::column(m_select.alias(), column.name, column.type), sql::parameter(nameOfKey(i), column.type)));
  }
  m_select.where(sql::and_(std::move(conditions)));
  m_statement = dialect.compile(m_select.statement());
  m_places.resize(model.keyIndexes.size());
  for (std::size_t i = 0; i < m_places.size(); ++i) {
    const auto [first, last] = m_statement.parameters.equal_range(nameOfKey(i));
    for (auto each = first; each != last; ++each) m_places[i].push_back(each->second);
  }
}

Record* KeyLookup::read(Connection& connection, const std::vector<Value>& key) {
  for (std::size_t i = 0; i < key.size(); ++i)
    for (const std::size_t place : m_places[i]) m_statement.binds[place] = key[i];
  m_select.restart();
  m_select.readAll(*execute(connection, m_statement));
  m_select.link();
  const std::vector<Record*>& records = m_select.recordsOf(m_plan);
  return records.empty() ? nullptr : records.front();
}

}  // namespace joinery
