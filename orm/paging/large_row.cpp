// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/large_row.h"

#include "orm/core/db_error.h"
#include "orm/engine/execution.h"
#include "orm/engine/value_limit.h"
#include "orm/sql/function.h"

namespace joinery {

LargeRow::LargeRow(const PagedSelect& select, Connection& connection)
    : m_select(select), m_connection(connection), m_row(select.rowByKey()), m_columns(select.dialect().compile(m_row).columns) {}

bool LargeRow::append(RowBatchBuilder& builder, const RowBatch& keys, std::size_t key, CellLimit& limit) {
  Key values;
  for (std::size_t i = 0; i < m_select.order().rowKeyTerms(); ++i) values.emplace("key" + std::to_string(i), Value(keys.at(key, i)));
  return append(builder, Part{0, m_columns.size()}, values, limit);
}

/// @return whether the row is there
bool LargeRow::append(RowBatchBuilder& builder, const Part& part, const Key& key, CellLimit& limit) {
  std::shared_ptr<const RowBatch> row;
  try {
    const ValueLimit values(m_connection, ValueLimit::kCells * m_select.spec().maxCellBytes);
    row = read(part, key, 0);
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::TooLarge) throw;
    if (part.count == 1) return appendLarge(builder, part.first, key, limit);
    const std::size_t half = part.count / 2;
    return append(builder, Part{part.first, half}, key, limit) && append(builder, Part{part.first + half, part.count - half}, key, limit);
  }
  if (row->rows() == 0) return false;
  for (std::size_t i = 0; i < part.count; ++i) {
    const ValueView cell = row->at(0, i);
    const bool hasBytes = cell.storageClass() == StorageClass::Text || cell.storageClass() == StorageClass::Blob;
    if (hasBytes) appendLimited(builder, part.first + i, cell, limit);
    else builder.append(part.first + i, cell);
  }
  return true;
}

std::shared_ptr<const RowBatch> LargeRow::read(const Part& part, const Key& key, std::size_t maxCellBytes) {
  const auto& all = m_row.data().columns;
  auto known = m_statements.find(part);
  if (known == m_statements.end()) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(part.first);
    const auto columns = std::vector<sql::Expression>(first, first + static_cast<std::ptrdiff_t>(part.count));
    known = m_statements.emplace(part, m_select.dialect().compile(m_row.columns(columns))).first;
  }
  const auto cursor = execute(m_connection, m_select.dialect().bound(known->second, key));
  return cursor->fetch(1, maxCellBytes);
}

bool LargeRow::appendLarge(RowBatchBuilder& builder, std::size_t column, const Key& key, CellLimit& limit) {
  bool isText = false;
  if (const auto value = open(column, key, isText)) {
    // One byte more tells where a character ends.
    const std::string bytes = value->read(0, limit.bytes() + 1);
    appendLimited(builder, column, isText ? ValueView::text(bytes) : ValueView::blob(bytes), value->size(), limit);
    return true;
  }
  const auto row = read(Part{column, 1}, key, limit.bytes());
  if (row->rows() == 0) return false;
  if (row->isPartial(0, 0)) builder.appendPartial(column, row->at(0, 0), row->fullSize(0, 0));
  else builder.append(column, row->at(0, 0));
  limit.took(row->at(0, 0).bytes().size());
  return true;
}

/// @return null where the cell is not one that is stored by itself
std::unique_ptr<StoredValue> LargeRow::open(std::size_t column, const Key& key, bool& isText) {
  const Model& model = m_select.model();
  if (column >= model.attributes.size() || !model.parts.empty() || model.attributes[column].expression) return nullptr;
  const schema::Table& table = *model.table;
  const std::string rowId = rowIdName(table);
  if (rowId.empty()) return nullptr;
  const auto& value = m_row.data().columns[column];
  const auto place = m_row.columns({sql::column(table.name.name, rowId), sql::function("typeof", {value})});
  const auto batch = fetchAll(m_connection, m_select.dialect().bound(m_select.dialect().compile(place), key));
  if (batch->rows() == 0) return nullptr;
  isText = batch->at(0, 1).bytes() == "text";
  return m_connection.openValue(table.name, model.attributes[column].column.name, batch->at(0, 0).toInteger());
}

}  // namespace joinery
