// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "orm/records/record_heap.h"

namespace joinery {

/// Follows what hangs on a record.
class Cascades {
 public:
  enum class Reading { Allowed, Never };

  /// The records that a cascade reaches from a record, each once, nearest first, without itself.
  /// @param reading whether relationships are read that are not loaded; one with passive deletes never is
  /// @param isDone records that it stops at
  static std::vector<Record*> reach(Record& start, bool Cascade::*cascade, Reading reading, const std::function<bool(const Record&)>& isDone = {});
  /// Reads what a deletion has to know of; nothing where that is left to the database.
  /// @throws DbError InvalidRequest: a write-only relationship without passive deletes
  static void loadForDeletion(Record& record, const Relationship& relationship);
  enum class Which { Current, All };
  /// The related records as far as they are known. @param which All: those that were taken away too
  static std::vector<Record*> known(const Record& record, const Relationship& relationship, Which which);
};

}  // namespace joinery
