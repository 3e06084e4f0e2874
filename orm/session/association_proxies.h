// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include "orm/model/registry.h"
#include "orm/session/record_heap.h"

namespace joinery {

/// A relationship seen through one attribute of its records: the words of a record's tags as a list of words. What is put in is kept
/// as a new related record that holds it. Stateless. @throws DbError UnknownAttribute, and as Record's verbs do
class AssociationProxies {
 public:
  /// A plain value, or a record where the proxied attribute is a to-one relationship (null: none).
  using Element = std::variant<Value, Record*>;

  /// The elements in the relationship's order. Reads what is not loaded.
  static std::vector<Element> elements(Record& record, const AssociationProxy& proxy);
  static void append(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element);
  /// The first related record that holds it. @throws DbError WrongValue where none does
  static void remove(Record& record, const AssociationProxy& proxy, const Element& element);
  /// Under a key of a keyed relationship.
  static void put(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key, const Element& element);
  /// Only the difference is removed and added.
  static void assign(const Registry& registry, Record& record, const AssociationProxy& proxy, const std::vector<Element>& elements);

 private:
  static Element elementOf(Record& related, const AssociationProxy& proxy);
  static RecordPtr holder(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element);
};

}  // namespace joinery
