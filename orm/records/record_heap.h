// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "orm/records/attribute_events.h"
#include "orm/records/record.h"

namespace joinery {

class RecordPtr;

/// Who reads what a record has not loaded, and hears what happens to it: its session. Called on the record's thread.
class RecordObserver {
 public:
  /// A change comes from the caller, or follows on the other side of a relationship.
  enum class Side { Own, Back };

  virtual ~RecordObserver() = default;
  virtual void loadAttributes(Record& record) = 0;
  virtual void loadRelationship(Record& record, const Relationship& relationship) = 0;
  /// A to-one relationship's record as far as it is known without reading. @return nothing where it is not known
  virtual std::optional<Record*> peekRelated(Record&, const Relationship&) { return {}; }
  /// Before an attribute is set.
  virtual void attributeSet(Record&, const Attribute&) {}
  virtual void related(Record&, const Relationship&, Record&, Side) {}
  virtual void unrelated(Record&, const Relationship&, Record&, Side) {}
  /// A to-one relationship whose record was not known now leads to none.
  virtual void cleared(Record&, const Relationship&) {}
  /// Nobody holds it any more; it goes when this returns.
  virtual void forgotten(Record&) {}
};

/// Owns records. They refer to each other freely, in circles too; what no RecordPtr, no pin and no relationship of such a record
/// leads to is freed by collect(). Lives as long as a RecordPtr or its creator holds it; sessions that follow each other may share
/// one. One thread at a time.
class RecordHeap {
 public:
  static std::shared_ptr<RecordHeap> create();
  ~RecordHeap();
  RecordHeap(const RecordHeap&) = delete;
  RecordHeap& operator=(const RecordHeap&) = delete;

  RecordPtr make(const Model& model);
  /// A record of a row that was read; it belongs to no session yet.
  RecordPtr load(const Model& model, const std::shared_ptr<const RowBatch>& batch, std::size_t row, const std::shared_ptr<const Record::Columns>& columns);

  /// Kept whether anybody holds it or not.
  void pin(Record& record) { ++record.m_handles; }
  void unpin(Record& record) { --record.m_handles; }
  /// @param observer null for a record in no session
  void setState(Record& record, RecordState state, RecordObserver* observer);
  /// Its row was deleted, and that was committed.
  void setGone(Record& record) { record.m_isGone = true; }
  /// What the database has for the key of its row; empty: it has no row.
  void setIdentity(Record& record, std::vector<Value> key);
  /// The same, where that is what the record's key attributes hold.
  void setIdentityFromValues(Record& record);
  /// Whether all related rows were read, or a condition of the reader's may have left some out.
  enum class LoadedRows { All, Some };
  /// Fills a relationship with what was read; neither side counts as changed.
  void setLoaded(Record& record, const Relationship& relationship, std::vector<Record*> items, LoadedRows rows = LoadedRows::All);
  /// Of a collection that is loaded: it is to be read again, and what was changed of it holds on top of what is read then.
  void reopen(Record& record, const Relationship& relationship);
  /// What an unloaded to-one relationship is known to lead to.
  void setOriginal(Record& record, const Relationship& relationship, Record* original);
  /// A value that was read; it does not count as a change.
  void fill(Record& record, std::size_t attribute, const ValueView& value) { record.keep(attribute, value); }
  /// The row was read again: what was not set since is taken from there.
  void refill(Record& record, const std::shared_ptr<const RowBatch>& batch, std::size_t row, const std::shared_ptr<const Record::Columns>& columns);
  /// The same of a row that no batch holds: its values are copied. @param columns for each attribute its place in the row
  void refill(Record& record, std::span<const ValueView> row, const Record::Columns& columns);
  /// What is there of a record's row: the one that it points into, if any, and the values that it holds besides.
  struct Row {
    std::shared_ptr<const RowBatch> batch;
    std::size_t row = 0;
    std::shared_ptr<const Record::Columns> columns;
    std::vector<std::optional<Value>> values;  ///< by attribute; empty for none

    std::optional<Value> value(std::size_t attribute) const;
  };
  /// Of an expired record nothing is there.
  static Row rowOf(const Record& record);
  /// All that is there of the row is this.
  void setRow(Record& record, Row row);
  /// What is set now is what the database has: nothing is modified any more.
  void settle(Record& record);
  /// settle() of a record whose row has just been inserted: relationships that nobody touched are still to be read.
  void settleNew(Record& record);
  /// The row was taken back: its values stay, as those of a record that never had one.
  void forgetRow(Record& record);
  /// Forgets values and relationships of a row, and what was changed of them: they are read again.
  void expire(Record& record);
  void expireAttribute(Record& record, std::size_t attribute);
  void expireRelationship(Record& record, const Relationship& relationship);
  bool isExpired(const Record& record) const { return record.m_isExpired; }

  /// Who listens to changes of the heap's records.
  AttributeEvents& events();
  /// Null where nobody ever listened.
  const AttributeEvents* listeners() const { return m_events.get(); }

  /// Every record of a model that is made from now on keeps its values in a container of its own. @param make called once for each
  void keepIn(const std::string& model, std::function<std::unique_ptr<RecordContainer>()> make);

  /// Frees what nobody leads to. @return how many records
  std::size_t collect();
  /// collect() once the heap has doubled since the last time, so that it costs little for each record.
  void collectWhenGrown();
  std::size_t size() const { return m_size; }

  /// A number that no statement had: records that a statement brings bear it, so that each is taken once.
  std::uint32_t nextStamp() { return ++m_lastStamp; }
  /// @return whether the record did not bear it yet
  bool stamp(Record& record, std::uint32_t number) { return std::exchange(record.m_stamp, number) != number; }

 private:
  friend class RecordPtr;
  /// Records are made many at a time, and their places used again.
  struct Block {
    std::unique_ptr<Record[]> records;
    std::size_t size;
  };
  RecordHeap() = default;
  Record& place();
  void pointInto(Record& record, const std::shared_ptr<const RowBatch>& batch, std::size_t row, const std::shared_ptr<const Record::Columns>& columns);
  void free(Record& record);
  void mark(Record& root);
  void fillContainer(Record& record);
  void hold() { ++m_holders; }
  void letGo();

  std::vector<Block> m_blocks;
  std::vector<Record*> m_free;
  std::size_t m_size = 0;
  std::size_t m_kept = 1'000;
  std::size_t m_holders = 0;  ///< RecordPtrs, and the creator
  std::uint32_t m_lastStamp = 0;
  std::unique_ptr<AttributeEvents> m_events;
  std::map<std::string, std::function<std::unique_ptr<RecordContainer>()>> m_containers;  ///< by model
  Record* m_lastRecord = nullptr;  ///< the last that was loaded; its place may have been used again since
};

/// Holds a record, and the heap that it lives in. As large as a pointer, and copied as cheaply; not for several threads at once.
class RecordPtr {
 public:
  RecordPtr() = default;
  explicit RecordPtr(Record* record) : m_record(record) { take(); }
  RecordPtr(const RecordPtr& other) : m_record(other.m_record) { take(); }
  RecordPtr(RecordPtr&& other) noexcept : m_record(std::exchange(other.m_record, nullptr)) {}
  RecordPtr& operator=(RecordPtr other) noexcept {
    std::swap(m_record, other.m_record);
    return *this;
  }
  ~RecordPtr() {
    if (!m_record) return;
    --m_record->m_handles;
    m_record->m_heap->letGo();
  }

  Record* get() const { return m_record; }
  Record* operator->() const { return m_record; }
  Record& operator*() const { return *m_record; }
  explicit operator bool() const { return m_record != nullptr; }
  bool operator==(const RecordPtr& other) const { return m_record == other.m_record; }

 private:
  void take() {
    if (m_record == nullptr) return;
    ++m_record->m_handles;
    m_record->m_heap->hold();
  }
  Record* m_record = nullptr;
};

inline void RecordHeap::letGo() {
  if (--m_holders == 0) delete this;
}

}  // namespace joinery
