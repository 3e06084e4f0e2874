// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/model.h"
#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// The pending changes of one model as they are at one moment, for a worker that reads many rows and shows what a person sees. Made on the
/// GUI thread, which takes no time that anybody would notice: who asks first goes through the changes. Then any thread.
class ChangedCells {
 public:
  /// @param model outlives this
  ChangedCells(const Model& model, const PendingChanges& changes);

  /// The attributes of the key, which a batch has to bring along; none where no row has a change.
  const std::vector<int>& keyAttributes() const { return found().keyAttributes; }
  /// A cell with its pending change; NULL of a default that is set, as nobody knows it yet. @param firstKey the batch's column where the row's key begins
  Value value(const RowBatch& rows, std::size_t row, std::size_t column, int attribute, std::size_t firstKey) const;
  /// The values of rows that were only added, by attribute; what was left open is NULL.
  const std::vector<std::vector<Value>>& addedRows() const { return found().added; }

 private:
  struct Found {
    std::vector<int> keyAttributes;
    std::unordered_map<std::string, std::map<int, Value>> updates;  ///< by the key's identity
    std::vector<std::vector<Value>> added;
  };
  struct State {
    const Model& model;
    ChangeSet changes;
    std::once_flag once = {};
    Found found = {};
  };
  const Found& found() const;
  static Found find(const Model& model, const ChangeSet& changes);
  std::shared_ptr<State> m_state;
};

}  // namespace joinery::ui
