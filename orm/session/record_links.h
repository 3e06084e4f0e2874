// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/session/record_heap.h"

namespace joinery {

/// Links and unlinks two records and keeps the other side of the relationship in step. Stateless.
class RecordLinks {
 public:
  /// @throws DbError InvalidRequest for a record of another model, or of another heap
  static void add(MappedRecord& parent, const Relationship& relationship, MappedRecord& child, const Value* key = nullptr);
  static void remove(MappedRecord& parent, const Relationship& relationship, MappedRecord& child);

 private:
  static void checkModel(const MappedRecord& parent, const Relationship& relationship, const MappedRecord& child);
  static const Relationship* backOf(const Relationship& relationship, const MappedRecord& child);
  static void addOneSide(MappedRecord& record, const Relationship& relationship, MappedRecord& other, const Value* key);
  static void removeOneSide(MappedRecord& record, const Relationship& relationship, MappedRecord& other);
  static void replace(MappedRecord& record, const Relationship& relationship, MappedRecord& other);
};

}  // namespace joinery
