// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

class Record;
enum class RecordState : std::uint8_t;

/// Where one record keeps its values, instead of in its own memory: a program's own container, which may hold more than the model
/// knows of. Given to records by RecordHeap::keepIn(). Called on the record's thread.
class RecordContainer {
 public:
  virtual ~RecordContainer() = default;

  /// The value of an attribute, set or loaded. @return null where there is none; else good until the container changes
  virtual const Value* value(const std::string& attribute) const = 0;
  virtual void setValue(const std::string& attribute, Value value) = 0;
  /// The value is forgotten: expired, or taken away.
  virtual void removeValue(const std::string& attribute) = 0;

  /// What a relationship holds now. The records live as long as their relationship leads to them.
  virtual void setRelated(const std::string& relationship, const std::vector<Record*>& records) = 0;
  virtual void removeRelated(const std::string& relationship) = 0;
  virtual void setState(RecordState state) = 0;
};

}  // namespace joinery
