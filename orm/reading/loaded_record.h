// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/model.h"

namespace joinery {

/// A loaded row of a model: points into the batch that brought it and copies no cell. Belongs to one thread.
/// Related records hang below it and never lead back to it, so a graph of records ends and frees itself.
class LoadedRecord {
 public:
  /// For each attribute of the model its column in the batch. Shared by the batch's records.
  using Columns = std::vector<int>;
  static constexpr int kNotLoaded = -1;
  /// A column that was fetched only to load related rows by it: not among the record's values.
  static constexpr int hidden(int column) { return -2 - column; }

  LoadedRecord(const Model& model, std::shared_ptr<const RowBatch> batch, std::size_t row, std::shared_ptr<const Columns> columns)
      : m_model(&model), m_batch(std::move(batch)), m_row(row), m_columns(std::move(columns)) {}

  const Model& model() const { return *m_model; }
  bool isLoaded(std::size_t attribute) const { return (*m_columns)[attribute] >= 0; }
  /// @pre isLoaded(attribute)
  ValueView value(std::size_t attribute) const { return m_batch->at(m_row, static_cast<std::size_t>((*m_columns)[attribute])); }
  /// @throws DbError InvalidRequest for an unknown or unloaded attribute
  ValueView value(std::string_view attribute) const;
  /// Empty for a model without a key.
  std::vector<Value> key() const;
  std::string label() const;

  /// The related records of a relationship that was loaded along (for a to-one: none or one), in order; null where
  /// it was not loaded.
  const std::vector<std::shared_ptr<LoadedRecord>>* related(std::string_view relationship) const;
  void setRelated(const Relationship& relationship, std::vector<std::shared_ptr<LoadedRecord>> records);

 private:
  friend class SelectinLoader;
  /// Whether the batch holds the attribute's cell, shown or hidden.
  bool hasCell(std::size_t attribute) const { return (*m_columns)[attribute] != kNotLoaded; }
  ValueView cell(std::size_t attribute) const;

  const Model* m_model;
  std::shared_ptr<const RowBatch> m_batch;
  std::size_t m_row;
  std::shared_ptr<const Columns> m_columns;
  std::vector<std::pair<const Relationship*, std::vector<std::shared_ptr<LoadedRecord>>>> m_related;
};

}  // namespace joinery
