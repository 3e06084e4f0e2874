// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include "orm/core/json.h"
#include "orm/model/registry.h"
#include "orm/records/record_heap.h"

namespace joinery {

/// A relationship seen through one attribute of its records: the words of a record's tags as a list of words. What is put in is kept
/// as a new related record that holds it, completed by the proxy's creator. Stateless; ProxiedCollection is the same for everyday use.
/// @throws DbError UnknownAttribute, WrongType for an element that the proxied attribute does not take, and as Record's verbs do
class AssociationProxies {
 public:
  /// A plain value, or a record where the proxied attribute is a to-one relationship (null: none).
  using Element = std::variant<Value, Record*>;

  /// The elements in the relationship's order; of nested proxies those of all. Reads what is not loaded.
  static std::vector<Element> elements(Record& record, const AssociationProxy& proxy);
  /// Of a set: nothing where it holds the element already.
  static void append(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element);
  /// The first related record that holds it. @throws DbError where none does: WrongValue, of a set KeyNotFound
  static void remove(Record& record, const AssociationProxy& proxy, const Element& element);
  /// Under a key of a keyed relationship.
  static void put(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key, const Element& element);
  /// The record that a keyed relationship has under a key. One that is missing is made, where the proxy does so.
  /// @throws DbError KeyNotFound
  static Record& entry(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key);
  /// entry(), made whether the proxy makes missing ones or not.
  static Record& entryOrNew(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key);
  /// A list is made anew: each element gets a related record of its own. Of anything else only the difference is removed and added.
  static void assign(const Registry& registry, Record& record, const AssociationProxy& proxy, const std::vector<Element>& elements);
  /// The records of a model whose proxy holds an element, as a filter document. @throws DbError InvalidRequest: a record without a row
  static Json holding(const Registry& registry, const Model& model, const AssociationProxy& proxy, const Element& element);

 private:
  static Element elementOf(Record& related, const AssociationProxy& proxy);
  static void give(Record& related, const AssociationProxy& proxy, const Element& element);
  static RecordPtr holder(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element);
};

}  // namespace joinery
