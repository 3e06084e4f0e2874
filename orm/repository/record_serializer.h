// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/model/registry.h"
#include "orm/records/record_heap.h"

namespace joinery {

/// How a record becomes JSON.
struct RecordDump {
  enum class Relations { Nested, None };
  enum class Metadata { None, Model };
  enum class Unread {
    Null,  ///< what is not loaded is null: nothing is read, and nothing throws, in or out of a session
    Read,  ///< attributes that are not loaded are read
  };

  std::vector<std::string> attributes = {};  ///< only these; empty: all
  Relations relations = Relations::Nested;
  Metadata metadata = Metadata::None;  ///< Model: "__metadata__" says the model and the table
  Unread unread = Unread::Null;
};

/// A record as JSON: its attributes, then its relationships. One that is not loaded is null; a loaded one is nested, without the
/// relationship that leads back; a record that stands above itself is {"$cycle": key}. Values are as jsonFromValue() has them.
/// @throws DbError UnknownAttribute; with Unread::Read, Detached and what the engine throws
Json toJson(Record& record, const RecordDump& dump = {});
Json toJson(const std::vector<RecordPtr>& records, const RecordDump& dump = {});

/// What becomes of a key that is neither attribute nor relationship.
enum class UnknownKeys { Ignore, Refuse };

/// A transient record of what toJson() gave, with what is nested in it. @throws DbError Data: a value that does not fit, with model
/// and attribute; UnknownAttribute
RecordPtr recordFromJson(RecordHeap& heap, const Registry& registry, const Model& model, const Json& json, UnknownKeys unknown = UnknownKeys::Ignore);
/// Sets attributes, and relationships to new records, of a record that is there.
void assignJson(Record& record, const Registry& registry, const Json& json, UnknownKeys unknown);

/// @throws DbError Data with model, attribute and value
Value attributeFromJson(const Model& model, const Attribute& attribute, const Json& json);
/// @throws DbError UnknownAttribute with all names that are no attribute, and the nearest ones of the first
void requireAttributes(const Model& model, const Json& values);

}  // namespace joinery
