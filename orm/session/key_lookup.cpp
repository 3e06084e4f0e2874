// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/key_lookup.h"

#include <algorithm>

#include "orm/engine/execution.h"
#include "orm/session/related_select.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

std::string nameOfKey(std::size_t place) { return "key." + std::to_string(place); }

}  // namespace

KeyLookup::KeyLookup(const Registry& registry, const Dialect& dialect, RecordStore& store, RecordHeap& heap, const Model& model)
    : m_store(store), m_plan(makeLoadPlan(registry, model)), m_select(registry, store, heap, m_plan, false) {
  std::vector<sql::Expression> columns;
  for (const std::size_t place : model.keyIndexes) columns.push_back(sql::column(m_select.alias(), model.attributes[place].column.name, model.attributes[place].column.type));
  compile(dialect, columns);
}

KeyLookup::KeyLookup(const Registry& registry, const Dialect& dialect, RecordStore& store, RecordHeap& heap, const Model& parent, const Relationship& relationship)
    : m_store(store), m_plan(makeLoadPlan(registry, registry.target(relationship))), m_select(registry, store, heap, m_plan, false) {
  compile(dialect, selectRelated(m_select, registry, parent, relationship));
}

void KeyLookup::compile(const Dialect& dialect, const std::vector<sql::Expression>& columns) {
  std::vector<sql::Expression> conditions;
  for (std::size_t i = 0; i < columns.size(); ++i) conditions.push_back(sql::eq(columns[i], sql::parameter(nameOfKey(i), columns[i].type())));
  m_select.where(sql::and_(std::move(conditions)));
  m_statement = dialect.compile(m_select.statement());
  m_plain = m_plan.children.empty() ? m_select.plainLayout() : nullptr;
  m_places.resize(columns.size());
  for (std::size_t i = 0; i < m_places.size(); ++i) {
    const auto [first, last] = m_statement.parameters.equal_range(nameOfKey(i));
    for (auto each = first; each != last; ++each) m_places[i].push_back(each->second);
  }
}

/// What of the statement a read looks for.
void KeyLookup::bind(const std::vector<Value>& values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    for (const std::size_t place : m_places[i]) m_statement.binds[place] = values[i];
}

Record* KeyLookup::readOne(Connection& connection, const std::vector<Value>& key) {
  bind(key);
  Record* record = nullptr;
  connection.readRow(m_statement.sql, m_statement.binds, [&](std::span<const ValueView> row) {
    if (std::ranges::none_of(m_plain->keyColumns, [&](std::size_t column) { return row[column].isNull(); })) record = &m_store.take(*m_plain, row);
  });
  return record;
}

const std::vector<Record*>& KeyLookup::read(Connection& connection, const std::vector<Value>& values) {
  bind(values);
  m_select.restart();
  m_select.readAll(*execute(connection, m_statement));
  m_select.link();
  return m_select.recordsOf(m_plan);
}

}  // namespace joinery
