// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/records/record_heap.h"
#include "orm/records/record_table.h"

namespace joinery {

/// A session's identity map: one record for each row that somebody holds. Models of one family share their rows. Holds nothing
/// itself: a record that is forgotten leaves it. One thread.
class RecordStore {
 public:
  /// @param session what its records ask and tell; both outlive the store
  RecordStore(RecordHeap& heap, RecordObserver& session) : m_heap(heap), m_session(session) {}

  /// How a batch's columns make records of a model.
  struct Layout {
    const Model* model = nullptr;
    std::shared_ptr<const Record::Columns> columns;
    std::vector<std::size_t> keyColumns;  ///< of the batch
  };

  /// @return null where nobody holds such a record
  Record* find(const Model& model, const std::vector<Value>& key) const;
  /// The record of a row that was read: a new one, or the one that is held, given what it lacked.
  /// @param overwrite what the record has is replaced by what was read
  Record& take(const Layout& layout, const std::shared_ptr<const RowBatch>& batch, std::size_t row, bool overwrite);
  /// The same of a row that no batch holds: its values are copied.
  Record& take(const Layout& layout, std::span<const ValueView> row);
  /// Makes room for that many more of a model, so that adding them one by one moves nothing.
  void reserve(const Model& model, std::size_t additional) { tableOf(model).reserve(additional); }
  /// Under its identity. @return false where another record stands there
  bool add(Record& record);
  void remove(Record& record);
  std::vector<Record*> records() const;

 private:
  static const std::string& familyOf(const Model& model) { return model.lineage.empty() ? model.name : model.lineage.back(); }
  RecordTable& tableOf(const Model& model);
  /// @return null where no record of its family was ever held
  const RecordTable* knownTableOf(const Model& model) const;
  template <typename ValueAt>
  Record* heldAt(const Layout& layout, std::size_t& hash, const ValueAt& valueAt);
  template <typename ValueAt>
  void complete(Record& record, const Layout& layout, const ValueAt& valueAt);

  RecordHeap& m_heap;
  RecordObserver& m_session;
  std::unordered_map<std::string, RecordTable> m_families;
  const Model* m_lastModel = nullptr;
  RecordTable* m_lastTable = nullptr;  ///< of m_lastModel
};

}  // namespace joinery
