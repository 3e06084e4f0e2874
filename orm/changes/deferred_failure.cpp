// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/deferred_failure.h"

#include <algorithm>

#include "orm/changes/issue_text.h"
#include "orm/changes/row_reader.h"
#include "orm/core/display_text.h"

namespace joinery {

namespace {

/// Suspects whose rows are looked at: each is a statement or two.
constexpr std::size_t kMostSuspects = 1'000;

std::vector<std::pair<std::string, Value>> cellsOf(const std::vector<std::string>& columns, const std::vector<Value>& values) {
  std::vector<std::pair<std::string, Value>> cells;
  for (std::size_t i = 0; i < columns.size(); ++i) cells.emplace_back(columns[i], values[i]);
  return cells;
}

std::string joinedTexts(const std::vector<Value>& values) {
  std::string text;
  for (const Value& value : values) text += (text.empty() ? "" : ", ") + displayText(value, {});
  return text;
}

std::string joinedNames(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

DeferredFailure::DeferredFailure(const Dialect& dialect, const Registry& registry, const std::vector<WriteOperation>& operations, ValueOf valueOf)
    : m_dialect(dialect), m_registry(registry), m_operations(operations), m_valueOf(std::move(valueOf)) {
  for (std::size_t i = 0; i < operations.size(); ++i) m_byTable[operations[i].table].push_back(i);
}

std::optional<DeferredFailure::Cause> DeferredFailure::find(Connection& connection, const DbError& error) const {
  if (error.kind() != ErrorKind::Integrity) return {};
  if (auto named = findByName(error)) return named;
  return connection.transactionState() == Connection::TransactionState::Active ? findByRows(connection) : std::nullopt;
}

/// The server's words may be in any language; names and "(columns)=(values)" stand in all of them.
std::optional<DeferredFailure::Cause> DeferredFailure::findByName(const DbError& error) const {
  const std::string message = error.message();
  const auto isNamed = [&](const std::string& name) { return !name.empty() && isNameOf(message, name); };
  Suspects suspects;
  for (const auto& table : m_registry.metadata().tables()) {
    for (const schema::ForeignKey& key : table->foreignKeys) {
      if (!isNamed(key.name) || !isNamed(table->name.name)) continue;
      addGivers(suspects, *table, key);
      addTakers(suspects, *table, key.columns, &key);
    }
    for (const schema::UniqueKey& key : table->uniqueKeys)
      if (isNamed(key.name)) addTakers(suspects, *table, key.columns, nullptr);
    if (table->primaryKey && isNamed(table->primaryKey->name)) addTakers(suspects, *table, table->primaryKey->columns, nullptr);
  }
  // Where a user may not read the values, the server does not tell them.
  if (error.detail.find(")=(") == std::string::npos) return suspects.size() == 1 ? std::optional(causeOf(suspects.front())) : std::nullopt;
  const auto isTold = [&](const Suspect& suspect) { return error.detail.find(")=(" + joinedTexts(suspect.values) + ")") != std::string::npos; };
  const auto last = std::find_if(suspects.rbegin(), suspects.rend(), isTold);
  return last == suspects.rend() ? std::nullopt : std::optional(causeOf(*last));
}

std::optional<DeferredFailure::Cause> DeferredFailure::findByRows(Connection& connection) const {
  Suspects suspects;
  for (const auto& table : m_registry.metadata().tables()) {
    for (const schema::ForeignKey& key : table->foreignKeys) {
      if (!key.initiallyDeferred) continue;
      addTakers(suspects, *table, key.columns, &key);
      addGivers(suspects, *table, key);
    }
  }
  std::ranges::stable_sort(suspects, {}, &Suspect::operation);
  if (suspects.size() > kMostSuspects) suspects.resize(kMostSuspects);
  const auto found = std::ranges::find_if(suspects, [&](const Suspect& suspect) { return isBroken(connection, suspect); });
  if (found == suspects.end()) return {};
  Cause cause = causeOf(*found);
  cause.said = explanation(*found);
  return cause;
}

bool DeferredFailure::isBroken(Connection& connection, const Suspect& suspect) const {
  const auto parent = m_registry.metadata().find(suspect.key->referredTable);
  if (!parent || countRows(connection, m_dialect, *parent, cellsOf(suspect.key->referredColumns, suspect.values)) > 0) return false;
  return !suspect.givesUp || countRows(connection, m_dialect, *suspect.table, cellsOf(suspect.key->columns, suspect.values)) > 0;
}

/// Rows that get the values of a constraint's columns.
void DeferredFailure::addTakers(Suspects& suspects, const schema::Table& table, const std::vector<std::string>& columns, const schema::ForeignKey* key) const {
  for (const std::size_t index : operationsOn(&table)) {
    const WriteOperation& operation = m_operations[index];
    if (operation.verb == PlannedStatement::Verb::Delete || !operation.writesAny(columns)) continue;
    add(suspects, {index, &table, key, false, columns, {}});
  }
}

/// Rows that others may refer to, and that go, or get another key.
void DeferredFailure::addGivers(Suspects& suspects, const schema::Table& table, const schema::ForeignKey& key) const {
  for (const std::size_t index : operationsOn(m_registry.metadata().find(key.referredTable).get())) {
    const WriteOperation& operation = m_operations[index];
    const bool isChanged = operation.verb == PlannedStatement::Verb::Update && operation.writesAny(key.referredColumns);
    if (operation.verb == PlannedStatement::Verb::Delete || isChanged) add(suspects, {index, &table, &key, true, key.referredColumns, {}});
  }
}

/// None whose values are NULL, which refer to nothing and equal nothing, or not known.
void DeferredFailure::add(Suspects& suspects, Suspect suspect) const {
  const WriteOperation& operation = m_operations[suspect.operation];
  for (const std::string& column : suspect.columns) {
    const std::optional<Value> value = known(suspect.givesUp ? operation.cellBefore(column) : operation.cell(column));
    if (!value || value->isNull()) return;
    suspect.values.push_back(*value);
  }
  suspects.push_back(std::move(suspect));
}

std::optional<Value> DeferredFailure::known(const std::optional<Operand>& operand) const {
  if (!operand) return {};
  if (operand->isReference()) return m_valueOf(operand->reference());
  return operand->isValue() ? std::optional(operand->value()) : std::nullopt;
}

const std::vector<std::size_t>& DeferredFailure::operationsOn(const schema::Table* table) const {
  static const std::vector<std::size_t> kNone;
  const auto found = m_byTable.find(table);
  return found == m_byTable.end() ? kNone : found->second;
}

DeferredFailure::Cause DeferredFailure::causeOf(const Suspect& suspect) const {
  Cause cause{suspect.operation, {}, {}};
  const WriteOperation& operation = m_operations[suspect.operation];
  std::ranges::copy_if(suspect.columns, std::back_inserter(cause.columns), [&](const std::string& column) { return operation.value(column) != nullptr; });
  return cause;
}

std::string DeferredFailure::explanation(const Suspect& suspect) const {
  const std::string subject = m_operations[suspect.operation].description() + ": ";
  const std::string referring = suspect.table->name.name + "." + joinedNames(suspect.key->columns);
  if (suspect.givesUp) return subject + referring + " still refers to " + joinedNames(suspect.columns) + " " + joinedTexts(suspect.values);
  return subject + referring + " is " + joinedTexts(suspect.values) + ", which no row of " + suspect.key->referredTable.name + " has as its " + joinedNames(suspect.key->referredColumns);
}

}  // namespace joinery
