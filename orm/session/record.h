// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/model.h"

namespace joinery {

/// A loaded row of a model: points into the batch that brought it and copies no cell. Belongs to one Session's thread.
class Record {
 public:
  /// @param columns for each attribute of the model its column in the batch, -1 where it was not loaded; shared by the batch's records
  Record(const Model& model, std::shared_ptr<const RowBatch> batch, std::size_t row,
         std::shared_ptr<const std::vector<int>> columns);

  const Model& model() const { return *m_model; }
  bool isLoaded(std::size_t attribute) const { return (*m_columns)[attribute] >= 0; }
  /// @pre isLoaded(attribute)
  ValueView value(std::size_t attribute) const;
  /// @throws DbError InvalidRequest for an unknown or unloaded attribute
  ValueView value(std::string_view attribute) const;
  std::vector<Value> key() const;
  std::string label() const;

  /// The related records of a relationship that was loaded along (for a to-one: none or one), in order; null where
  /// it was not loaded.
  const std::vector<std::shared_ptr<Record>>* related(std::string_view relationship) const;
  void setRelated(const Relationship& relationship, std::vector<std::shared_ptr<Record>> records);

 private:
  const Model* m_model;
  std::shared_ptr<const RowBatch> m_batch;
  std::size_t m_row;
  std::shared_ptr<const std::vector<int>> m_columns;
  std::unordered_map<const Relationship*, std::vector<std::shared_ptr<Record>>> m_related;
};

}  // namespace joinery
