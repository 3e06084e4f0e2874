// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/value.h"
#include "orm/model/model.h"

namespace joinery {

class Record;

/// What is called when attributes and relationships of records change; what is left out is not asked for. Each is called before the
/// change takes effect and refuses it by throwing; nothing has changed then. What follows on the other side of a relationship is told
/// too, after the caller's own.
struct AttributeListener {
  /// @param before nothing where it is not known @return what is set: the value, or another one
  std::function<Value(Record&, const Attribute&, const Value& value, const std::optional<Value>& before)> set = {};
  /// The value is to go; it can still be read.
  std::function<void(Record&, const Attribute&)> unset = {};
  /// An attribute without a value was asked for, of a record without a row. @return what it has from then on, without counting as
  /// changed; nothing: it stays without
  std::function<std::optional<Value>(Record&, const Attribute&)> initial = {};
  /// A to-one relationship leads elsewhere. Null for none, or where it is not known.
  std::function<void(Record&, const Relationship&, Record* related, Record* before)> relate = {};
  std::function<void(Record&, const Relationship&, Record& added)> append = {};
  std::function<void(Record&, const Relationship&, Record& removed)> remove = {};
  /// A whole collection is assigned: told before what it adds and removes. The records may be changed.
  std::function<void(Record&, const Relationship&, std::vector<Record*>& records)> replace = {};
};

/// The listeners of a heap's records, in the order they came. Called on the heap's thread.
class AttributeEvents {
 public:
  /// @param model its records and those of models that inherit from it; empty: every model
  /// @param name of an attribute or relationship; empty: all of them
  void listen(std::string model, std::string name, AttributeListener listener);

  Value set(Record& record, const Attribute& attribute, Value value, const std::optional<Value>& before) const;
  void unset(Record& record, const Attribute& attribute) const;
  std::optional<Value> initial(Record& record, const Attribute& attribute) const;
  void relate(Record& record, const Relationship& relationship, Record* related, Record* before) const;
  void append(Record& record, const Relationship& relationship, Record& added) const;
  void remove(Record& record, const Relationship& relationship, Record& removed) const;
  void replace(Record& record, const Relationship& relationship, std::vector<Record*>& records) const;

 private:
  struct Entry {
    std::string model, name;
    AttributeListener listener;
  };
  template <typename Member, typename Call>
  void each(const Record& record, const std::string& name, Member AttributeListener::*member, const Call& call) const;
  std::vector<Entry> m_entries;
};

}  // namespace joinery
