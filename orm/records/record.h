// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/model/model.h"
#include "orm/records/held_values.h"
#include "orm/records/record_container.h"

namespace joinery {

class RecordHeap;
class RecordObserver;

/// Where a record stands between a program and the database.
enum class RecordState : std::uint8_t {
  Transient,   ///< in no session, without a row
  Pending,     ///< added to a session, not inserted yet
  Persistent,  ///< in a session, with a row
  Deleted,     ///< its row was deleted in the open transaction
  Detached,    ///< with a row, in no session any more
};

/// "transient", "pending" …
const char* recordStateName(RecordState state);

/// A row as an object: attributes that can be read and set, relationships whose two sides are kept in step in memory. Values that were
/// loaded stay in the batch that brought them; only what was set is held here. Lives in a RecordHeap and is held by RecordPtr; belongs
/// to one thread at a time. A name that the model does not have is a DbError UnknownAttribute with the nearest ones.
class Record {
 public:
  /// For each attribute its column in the batch, or kNotLoaded. Shared by the batch's records.
  using Columns = std::vector<int>;
  static constexpr int kNotLoaded = -1;

  /// What a relationship holds. A collection that is not loaded only notes what is added and removed.
  struct Related {
    bool isLoaded = false;
    bool isInPart = false;                 ///< rows that the reader's criteria left out are not among what was loaded
    bool isOriginalKnown = false;          ///< else a to-one that was set counts as changed
    bool isSet = false;                    ///< since it was loaded or last written; nothing of a new record is known of what was looked at and never set
    std::vector<Record*> items;
    std::vector<Value> keys;               ///< of a keyed collection, one for each item: as they were when it was put there
    std::vector<Record*> original;         ///< as loaded, or as last written
    std::vector<Record*> added, removed;   ///< while not loaded
  };

  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;
  ~Record() = default;

  const Model& model() const { return *m_model; }
  RecordState state() const { return m_state; }
  /// Whether its row was deleted for good: no session takes it again.
  bool isGone() const { return m_isGone; }
  bool isTransientOrPending() const { return m_state == RecordState::Transient || m_state == RecordState::Pending; }
  RecordHeap& heap() const { return *m_heap; }
  /// Where a program had its values kept; null for nowhere but here.
  RecordContainer* container() const { return m_own ? m_own->container.get() : nullptr; }
  /// The session that it is in, or null.
  RecordObserver* observer() const { return m_observer; }
  /// The key of its row as the database has it; empty without a row.
  const std::vector<Value>& identity() const;
  bool hasIdentity() const { return m_rows || m_identityIn != IdentityIn::Row || (m_own && !m_own->identity.empty()); }
  /// One value of it. @pre hasIdentity() @param place in the model's key
  ValueView identityAt(std::size_t place) const;

  /// Whether a value is there: set, or loaded and not expired.
  bool hasValue(std::size_t attribute) const;
  /// What is there; nothing where it would have to be read.
  std::optional<Value> current(std::size_t attribute) const;
  /// current() without a copy: good until the record changes.
  std::optional<ValueView> currentView(std::size_t attribute) const;
  /// What kind of value it is; Null where it is not there.
  StorageClass currentClass(std::size_t attribute) const;
  /// The same of several attributes at once, added to `values`; NULL for what it does not have. @return whether it has them all
  bool appendCurrent(std::vector<ValueView>& values, std::span<const std::size_t> attributes) const;
  /// @return NULL where none is there and none can be read @throws DbError Detached: a detached record whose value is not loaded
  Value value(std::size_t attribute);
  Value value(std::string_view attribute) { return value(attributeIndex(attribute)); }
  /// @throws DbError Data for a value that no engine takes there
  void set(std::string_view attribute, Value value);
  /// The attribute is NULL then, and an INSERT leaves it out. @throws DbError UnknownAttribute where there is no value
  void unset(std::string_view attribute);
  /// Whether an attribute of a record with a row was set since it was loaded or last written.
  bool wasSet(std::size_t attribute) const { return m_before.has(attribute); }
  bool wasAnySet() const { return !m_before.isEmpty(); }
  /// What an attribute that was set had before, where that is known. Good until something is set.
  std::optional<ValueView> before(std::size_t attribute) const { return m_before.at(attribute); }
  /// Whether an attribute differs from what was loaded, or a relationship from what was loaded or last written.
  bool isModified() const;
  /// By the model's key; NULLs where there is none yet.
  std::vector<Value> key();

  /// A to-one relationship's record, or null. Reads it where it is not loaded.
  Record* related(std::string_view relationship);
  void setRelated(std::string_view relationship, Record* record);
  /// A to-many relationship's records in order. Reads them where they are not loaded.
  const std::vector<Record*>& collection(std::string_view relationship);
  /// Reads the collection first, except a write-only one.
  void append(std::string_view relationship, Record& record);
  /// @throws DbError WrongValue, of a set or keyed collection KeyNotFound, where it is not there
  void remove(std::string_view relationship, Record& record);
  /// Into a keyed collection, in the place of what stood under that key.
  void put(std::string_view relationship, const Value& key, Record& record);
  /// The whole collection: only the difference is removed and added. @param keys of a keyed one; empty: by its attribute
  void assign(std::string_view relationship, const std::vector<Record*>& records, const std::vector<Value>& keys = {});
  /// Of a keyed collection. @return null where nothing stands under that key
  Record* find(std::string_view relationship, const Value& key);
  /// Whether the relationship was read, or belongs to a record without a row.
  bool isLoaded(const Relationship& relationship) const;
  /// Whether records were added to a collection that is not loaded, or taken out of it.
  bool isChangedUnseen(const Relationship& relationship) const;
  /// Whether anything is held of any relationship.
  bool holdsRelated() const { return m_own && !m_own->related.empty(); }
  /// What is held of it; null for nothing.
  const Related* held(const Relationship& relationship) const;
  /// The record that holds this one by a relationship with delete-orphan: null where the last one let it go; nothing where none ever
  /// held it, as far as is known.
  std::optional<Record*> parentBy(const Relationship& relationship) const;

  /// @throws DbError UnknownAttribute
  std::size_t attributeIndex(std::string_view attribute) const;
  /// @param other what it was wanted for, for the message @throws DbError UnknownAttribute
  const Relationship& relationshipNamed(std::string_view name, const Record* other = nullptr) const;
  /// "artist with id 1", "new artist": for messages. Reads nothing.
  std::string description() const;

 private:
  friend class RecordHeap;
  friend class RecordPtr;
  friend class RecordLinks;
  friend class RecordTable;
  friend class PinnedRecords;
  friend class PlacedRecords;

  Record() = default;
  Record& operator=(Record&&) = default;

  [[noreturn]] void refuseAttribute(std::string_view attribute, const std::string& use) const;
  Related& hold(const Relationship& relationship);
  Related& loaded(const Relationship& relationship);
  Value initialValue(std::size_t attribute);
  bool hasHeldValuesOnly() const;
  std::optional<ValueView> setView(std::size_t attribute) const;
  void keep(std::size_t attribute, const ValueView& value);
  void drop(std::size_t attribute);
  bool hasOwnIdentity() const { return m_own && !m_own->identity.empty(); }
  void moveIdentityOut();
  void tellContainer(const Relationship& relationship);
  void remember(std::size_t attribute);
  void setParent(const Relationship& relationship, Record* parent);

  /// The rows of a batch that records point into; shared by them, and counted without locks.
  struct Rows {
    std::shared_ptr<const RowBatch> batch;
    std::shared_ptr<const Columns> columns;
    std::uint32_t users = 0;
  };
  /// Where the key of its row stands, unless it has one of its own.
  enum class IdentityIn : std::uint8_t {
    Row,          ///< in the row that it points into
    Values,       ///< in the values that it holds: it was inserted with them
    StaleValues,  ///< there too, but otherwise they are nothing any more
  };
  /// What a record holds beside the row that it points into and what was set of it. Most have none.
  struct Own {
    std::vector<Value> identity;                ///< where the row has none, or another one by now
    std::vector<std::unique_ptr<Related>> related;  ///< by relationship; empty for none
    std::vector<std::pair<const Relationship*, Record*>> parents;
    std::unique_ptr<RecordContainer> container;  ///< in place of held values
  };
  Own& own() const;
  void pointInto(Rows* rows, std::size_t row);

  RecordHeap* m_heap = nullptr;
  const Model* m_model = nullptr;  ///< null in a place of the heap that is free
  RecordObserver* m_observer = nullptr;
  Rows* m_rows = nullptr;
  HeldValues m_values;  ///< what was set, by attribute
  HeldValues m_before;  ///< of what was set since the record was loaded or last written
  mutable std::unique_ptr<Own> m_own;
  Record* m_next = nullptr;  ///< in its RecordTable, by m_hash
  std::uint32_t m_hash = 0;
  std::uint32_t m_row = 0;
  std::uint32_t m_handles = 0;
  std::uint32_t m_stamp = 0;          ///< of the statement that brought it last
  std::uint32_t m_place = 0;          ///< in a list of records, from 1; 0 for none
  RecordState m_state = RecordState::Transient;
  IdentityIn m_identityIn = IdentityIn::Row;
  bool m_isMarked = false;
  bool m_isExpired = false;
  bool m_isGone = false;
};

}  // namespace joinery
