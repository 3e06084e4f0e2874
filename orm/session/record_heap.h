// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/session/mapped_record.h"

namespace joinery {

class RecordPtr;

/// Who reads what a record has not loaded, and hears what happens to records: a session. Called on the record's thread.
class RecordObserver {
 public:
  virtual ~RecordObserver() = default;
  virtual void loadAttributes(MappedRecord& record) = 0;
  virtual void loadRelationship(MappedRecord& record, const Relationship& relationship) = 0;
  /// Before an attribute is set. @param before nothing where it is not known
  virtual void attributeSet(MappedRecord&, const Attribute&, const Value&, const std::optional<Value>&) {}
  virtual void related(MappedRecord&, const Relationship&, MappedRecord&) {}
  virtual void unrelated(MappedRecord&, const Relationship&, MappedRecord&) {}
  /// Nobody holds it any more; it goes when this returns.
  virtual void forgotten(MappedRecord&) {}
};

/// Owns records. They refer to each other freely, in circles too; what no RecordPtr, no pin and no relationship of such a record
/// leads to is freed by collect(). Lives as long as a RecordPtr or its creator holds it. One thread at a time.
class RecordHeap {
 public:
  /// @param observer may be null: nothing is read then; must outlive the heap or be taken back
  static std::shared_ptr<RecordHeap> create(RecordObserver* observer = nullptr);
  ~RecordHeap();
  RecordHeap(const RecordHeap&) = delete;
  RecordHeap& operator=(const RecordHeap&) = delete;

  RecordPtr make(const Model& model);
  /// A record of a row that was read.
  RecordPtr load(const Model& model, std::shared_ptr<const RowBatch> batch, std::size_t row, std::shared_ptr<const MappedRecord::Columns> columns);

  void setObserver(RecordObserver* observer) { m_observer = observer; }
  RecordObserver* observer() const { return m_observer; }
  /// Kept whether anybody holds it or not.
  void pin(MappedRecord& record) { ++record.m_handles; }
  void unpin(MappedRecord& record) { --record.m_handles; }
  void setState(MappedRecord& record, RecordState state) { record.m_state = state; }
  /// Fills a relationship with what was read; neither side counts as changed.
  void setLoaded(MappedRecord& record, const Relationship& relationship, std::vector<MappedRecord*> items);
  /// What is set now is what the database has: nothing is modified any more.
  void settle(MappedRecord& record);
  /// Forgets values and relationships that a row has: they are read again.
  void expire(MappedRecord& record);

  /// Frees what nobody leads to. @return how many records
  std::size_t collect();
  std::size_t size() const { return m_records.size(); }

 private:
  friend class RecordPtr;
  RecordHeap() = default;
  void mark(MappedRecord& root);

  RecordObserver* m_observer = nullptr;
  std::vector<std::unique_ptr<MappedRecord>> m_records;
  std::weak_ptr<RecordHeap> m_self;
};

/// Holds a record, and the heap that it lives in. Copies are cheap; not for several threads at once.
class RecordPtr {
 public:
  RecordPtr() = default;
  explicit RecordPtr(MappedRecord* record) : m_record(record) { take(); }
  RecordPtr(const RecordPtr& other) : m_record(other.m_record) { take(); }
  RecordPtr(RecordPtr&& other) noexcept : m_record(std::exchange(other.m_record, nullptr)), m_heap(std::move(other.m_heap)) {}
  RecordPtr& operator=(RecordPtr other) noexcept {
    std::swap(m_record, other.m_record);
    std::swap(m_heap, other.m_heap);
    return *this;
  }
  ~RecordPtr() {
    if (m_record) --m_record->m_handles;
  }

  MappedRecord* get() const { return m_record; }
  MappedRecord* operator->() const { return m_record; }
  MappedRecord& operator*() const { return *m_record; }
  explicit operator bool() const { return m_record != nullptr; }
  bool operator==(const RecordPtr& other) const { return m_record == other.m_record; }

 private:
  void take() {
    if (m_record == nullptr) return;
    ++m_record->m_handles;
    m_heap = m_record->m_heap->m_self.lock();
  }
  MappedRecord* m_record = nullptr;
  std::shared_ptr<RecordHeap> m_heap;
};

}  // namespace joinery
