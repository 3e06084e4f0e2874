// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/failure_report.h"

#include <algorithm>

#include "orm/changes/row_reader.h"
#include "orm/core/db_error.h"
#include "orm/engine/execution.h"

namespace joinery {

namespace {

/// Rows looked at beyond the one that failed: each is a statement.
constexpr std::size_t kMostRowsLookedAt = 1'000;

using Cells = std::vector<std::pair<std::string, Value>>;

/// Plain cells of columns; none when one is a reference or looked up, as such a row was not there before.
std::optional<Cells> plainCells(const std::vector<ColumnValue>& columns) {
  Cells cells;
  for (const ColumnValue& value : columns) {
    if (!value.lookup.isEmpty() || value.operand.isReference()) return {};
    cells.emplace_back(value.column, value.operand.value());
  }
  return cells;
}

std::string attributeName(const WriteOperation& operation, const std::string& column) {
  const Attribute* attribute = operation.model == nullptr ? nullptr : operation.model->attributeOfColumn(column);
  return attribute == nullptr ? column : attribute->name;
}

/// Columns of a conflict: those of the image, then those to be written that it lacks.
std::vector<std::string> comparedColumns(const WriteOperation& operation) {
  std::vector<std::string> columns;
  for (const auto& [column, value] : operation.image) columns.push_back(column);
  for (const auto* list : {&operation.values, &operation.match})
    for (const ColumnValue& value : *list)
      if (std::ranges::find(columns, value.column) == columns.end()) columns.push_back(value.column);
  return columns;
}

}  // namespace

std::vector<Conflict> FailureReport::conflicts(const std::vector<WriteOperation>& operations, std::size_t failed) const {
  std::vector<Conflict> found;
  if (auto first = conflict(operations[failed])) found.push_back(std::move(*first));
  std::size_t looked = 0;
  for (std::size_t i = 0; i < operations.size() && looked < kMostRowsLookedAt; ++i) {
    if (i == failed || operations[i].verb == PlannedStatement::Verb::Insert || operations[i].image.empty()) continue;
    // A released row's image already has the NULL that its own UPDATE was to write.
    if (operations[i].origin == WriteOperation::Origin::PostUpdate) continue;
    ++looked;
    auto other = conflict(operations[i]);
    const auto differs = [](const Conflict::Cell& cell) { return cell.base != cell.theirs; };
    if (other && (other->deleted || std::ranges::any_of(other->cells, differs))) found.push_back(std::move(*other));
  }
  return found;
}

void FailureReport::nameLockHolders(const WriteOperation& operation, DbError& error) const {
  const auto query = m_dialect.lockHoldersQuery(operation.table->name);
  if (!query) return;
  const auto batch = fetchAll(m_connection, *query);
  if (batch->rows() == 1 && !batch->at(0, 0).isNull()) error.detail = "Locks on " + operation.table->name.name + " are held by " + std::string(batch->at(0, 0).bytes()) + ".";
}

std::optional<Conflict> FailureReport::conflict(const WriteOperation& operation) const {
  const std::optional<Cells> key = plainCells(operation.key);
  if (!key) return {};
  Conflict conflict;
  conflict.change = operation.changes.empty() ? 0 : operation.changes.front();
  conflict.model = operation.model == nullptr ? operation.table->name.name : operation.model->name;
  for (const auto& [column, value] : *key) conflict.key.push_back(value);
  std::vector<std::string> columns = comparedColumns(operation);
  const bool onlyKey = columns.empty();
  if (onlyKey) columns.push_back(key->front().first);
  const auto batch = readRows(m_connection, m_dialect, *operation.table, columns, *key);
  conflict.deleted = batch->rows() == 0;
  if (onlyKey) return conflict;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Conflict::Cell cell;
    cell.attribute = attributeName(operation, columns[i]);
    const ColumnValue* mine = operation.value(columns[i]);
    const auto match = std::ranges::find(operation.match, columns[i], &ColumnValue::column);
    if (const Value* base = operation.imageOf(columns[i])) cell.base = *base;
    else if (match != operation.match.end() && !match->operand.isReference()) cell.base = match->operand.value();
    if (mine != nullptr && (mine->operand.isDefault() || (mine->lookup.isEmpty() && mine->operand.isValue()))) cell.mine = mine->operand;
    if (!conflict.deleted) cell.theirs = Value(batch->at(0, i));
    if (mine != nullptr || conflict.deleted || !(cell.base == cell.theirs)) conflict.cells.push_back(std::move(cell));
  }
  return conflict;
}

void FailureReport::explain(const WriteOperation& operation, DbError& error) const {
  std::string said;
  if (operation.verb == PlannedStatement::Verb::Delete) {
    said = referringRows(operation);
  } else if (operation.origin == WriteOperation::Origin::Link) {
    const std::optional<Cells> cells = plainCells(operation.values);
    if (cells && countRows(m_connection, m_dialect, *operation.table, *cells) > 0)
      said = "The two rows are linked already.";
  }
  if (!said.empty()) error.hint = error.hint.empty() ? said : said + " " + error.hint;
}

std::string FailureReport::referringRows(const WriteOperation& operation) const {
  std::string said;
  for (const auto& table : m_registry.metadata().tables()) {
    for (const schema::ForeignKey& key : table->foreignKeys) {
      if (m_registry.metadata().find(key.referredTable).get() != operation.table) continue;
      if (key.onDelete != schema::ReferentialAction::NoAction && key.onDelete != schema::ReferentialAction::Restrict) continue;
      Cells where;
      for (std::size_t i = 0; i < key.columns.size(); ++i) {
        const auto inKey = std::ranges::find(operation.key, key.referredColumns[i], &ColumnValue::column);
        const Value* cell = operation.imageOf(key.referredColumns[i]);
        if (inKey != operation.key.end()) where.emplace_back(key.columns[i], inKey->operand.value());
        else if (cell != nullptr) where.emplace_back(key.columns[i], *cell);
      }
      if (where.size() != key.columns.size()) continue;
      const std::int64_t rows = countRows(m_connection, m_dialect, *table, where);
      if (rows > 0) said += (said.empty() ? "" : ", ") + std::to_string(rows) + (rows == 1 ? " row" : " rows") + " of " + table->name.name;
    }
  }
  return said.empty() ? said : said + " refer to it: delete those first, or lead them elsewhere.";
}

}  // namespace joinery
