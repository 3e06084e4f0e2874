// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/records/record_heap.h"

namespace joinery {

/// Links and unlinks two records and keeps the other side of the relationship in step. Stateless.
class RecordLinks {
 public:
  /// @throws DbError WrongType for a record of another model, InvalidRequest for one of another heap
  static void add(Record& parent, const Relationship& relationship, Record& child, const Value* key = nullptr);
  static void remove(Record& parent, const Relationship& relationship, Record& child);
  /// A to-one relationship leads to another record, or to none.
  static void set(Record& record, const Relationship& relationship, Record* other);

 private:
  using Side = RecordObserver::Side;
  static void checkModel(const Record& parent, const Relationship& relationship, const Record& child);
  static const Relationship* backOf(const Relationship& relationship, const Record& child);
  static void addOneSide(Record& record, const Relationship& relationship, Record& other, const Value* key, Side side);
  static void removeOneSide(Record& record, const Relationship& relationship, Record& other, Side side);
  static void replace(Record& record, const Relationship& relationship, Record& other);
  static void unlink(Record& parent, const Relationship& relationship, Record& child);
  static void peek(Record& record, const Relationship& relationship);
  static Record* heldOne(const Record& record, const Relationship& relationship);
  static void announceAdded(Record& record, const Relationship& relationship, Record& other);
  static void announceRemoved(Record& record, const Relationship& relationship, Record& other);
  static void addToKeyed(Record& record, const Relationship& relationship, Record& other, const Value* key);
};

}  // namespace joinery
