// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/records/record.h"

namespace joinery {

/// Who may know what a lazy load would read, as a cache does. Asked by a session on its thread, after what waited was flushed and
/// where the session's own records don't answer.
class RelationshipSource {
 public:
  virtual ~RelationshipSource() = default;
  /// Fills the relationship of a record, or leaves it to a statement. @return whether it is filled now
  virtual bool load(Record& record, const Relationship& relationship) = 0;
  /// A statement filled it, where load() did not.
  virtual void loaded(Record& record, const Relationship& relationship) = 0;
};

}  // namespace joinery
