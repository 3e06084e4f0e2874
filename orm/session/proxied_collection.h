// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "orm/session/association_proxies.h"

namespace joinery {

/// An association proxy of one record as a list, a set, or a dictionary of either. Looks through the record each time it is asked, and
/// so always shows what the relationship holds. Holds the record; the registry must outlive it.
/// @throws DbError as AssociationProxies
class ProxiedCollection {
 public:
  using Element = AssociationProxies::Element;

  /// @throws DbError UnknownAttribute where the record's model has no such proxy
  ProxiedCollection(const Registry& registry, Record& record, std::string_view proxy);

  std::vector<Element> elements() const { return AssociationProxies::elements(*m_record, *m_proxy); }
  std::size_t size() const { return elements().size(); }
  /// @throws DbError KeyNotFound beyond the end
  Element at(std::size_t position) const;
  bool contains(const Element& element) const { return indexOf(element).has_value(); }
  std::optional<std::size_t> indexOf(const Element& element) const;
  /// The same elements; in the same order where it is a list.
  bool operator==(const std::vector<Element>& others) const;

  void append(const Element& element);
  void append(const std::vector<Element>& elements);
  void remove(const Element& element);
  /// remove(), nothing where it is not there.
  void discard(const Element& element);
  void assign(const std::vector<Element>& elements);

  /// The keys of a keyed relationship in its order.
  std::vector<Value> keys() const;
  Element at(const Value& key) const;
  void put(const Value& key, const Element& element);
  /// Where the proxied attribute is a proxy itself: what stands under a key. A missing key is made, where the proxy does so.
  ProxiedCollection operator[](const Value& key) const;
  /// What stands under a key becomes these elements.
  void put(const Value& key, const std::vector<Element>& elements);

 private:
  const Registry* m_registry;
  RecordPtr m_record;
  const AssociationProxy* m_proxy;
};

}  // namespace joinery
