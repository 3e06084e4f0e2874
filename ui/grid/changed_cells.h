// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/model.h"
#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// The pending changes of one model as they are at one moment, for a worker that reads many rows and shows what a person sees. Made on the
/// GUI thread, then any thread.
class ChangedCells {
 public:
  ChangedCells(const Model& model, const PendingChanges& changes);

  /// The attributes of the key, which a batch has to bring along; none where no row has a change.
  const std::vector<int>& keyAttributes() const { return m_keyAttributes; }
  /// A cell with its pending change; NULL of a default that is set, as nobody knows it yet. @param firstKey the batch's column where the row's key begins
  Value value(const RowBatch& rows, std::size_t row, std::size_t column, int attribute, std::size_t firstKey) const;
  /// The values of rows that were only added, by attribute; what was left open is NULL.
  const std::vector<std::vector<Value>>& addedRows() const { return m_added; }

 private:
  std::vector<int> m_keyAttributes;
  std::unordered_map<std::string, std::map<int, Value>> m_updates;  ///< by the key's identity
  std::vector<std::vector<Value>> m_added;
};

}  // namespace joinery::ui
