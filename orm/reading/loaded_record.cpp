// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/reading/loaded_record.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

ValueView LoadedRecord::value(std::string_view attribute) const {
  const int index = m_model->attributeIndex(attribute);
  if (index < 0) {
    DbError error(ErrorKind::InvalidRequest, m_model->name + " has no attribute \"" + std::string(attribute) + "\"");
    error.hint = nearestNamesHint(attribute, m_model->attributeNames());
    throw error;
  }
  if (!isLoaded(static_cast<std::size_t>(index)))
    throw DbError(ErrorKind::InvalidRequest, m_model->name + "." + std::string(attribute) + " was not loaded");
  return value(static_cast<std::size_t>(index));
}

std::vector<Value> LoadedRecord::key() const {
  std::vector<Value> values;
  for (const std::string& name : m_model->keyAttributes()) {
    const auto index = static_cast<std::size_t>(m_model->attributeIndex(name));
    values.emplace_back(hasCell(index) ? Value(cell(index)) : Value());
  }
  return values;
}

// The label is made from a batch whose columns are called as the attributes; those of a joined row are not.
std::string LoadedRecord::label() const {
  std::vector<ResultColumn> columns;
  std::vector<std::size_t> attributes;
  for (const std::string& name : m_model->labelAttributes()) {
    const auto index = static_cast<std::size_t>(m_model->attributeIndex(name));
    if (!hasCell(index)) continue;
    columns.push_back({name, m_model->attributes[index].column.type});
    attributes.push_back(index);
  }
  RowBatchBuilder builder(columns);
  for (std::size_t i = 0; i < attributes.size(); ++i) builder.append(i, cell(attributes[i]));
  builder.endRow();
  return rowLabel(*m_model, *builder.build(), 0);
}

const std::vector<std::shared_ptr<LoadedRecord>>* LoadedRecord::related(std::string_view relationship) const {
  const Relationship* wanted = m_model->relationship(relationship);
  const auto found = std::ranges::find(m_related, wanted, [](const auto& entry) { return entry.first; });
  return found == m_related.end() ? nullptr : &found->second;
}

void LoadedRecord::setRelated(const Relationship& relationship, std::vector<std::shared_ptr<LoadedRecord>> records) {
  const auto found = std::ranges::find(m_related, &relationship, [](const auto& entry) { return entry.first; });
  if (found == m_related.end()) m_related.emplace_back(&relationship, std::move(records));
  else found->second = std::move(records);
}

ValueView LoadedRecord::cell(std::size_t attribute) const {
  const int column = (*m_columns)[attribute];
  return m_batch->at(m_row, static_cast<std::size_t>(column >= 0 ? column : -2 - column));
}

}  // namespace joinery
