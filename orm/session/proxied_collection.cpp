// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/proxied_collection.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

const AssociationProxy& proxyNamed(const Model& model, std::string_view name) {
  if (const AssociationProxy* found = model.proxy(name)) return *found;
  std::vector<std::string> names;
  std::ranges::transform(model.proxies, std::back_inserter(names), &AssociationProxy::name);
  DbError error(ErrorKind::UnknownAttribute, model.name + " has no association proxy \"" + std::string(name) + "\"");
  error.hint = nearestNamesHint(name, names);
  throw error;
}

}  // namespace

ProxiedCollection::ProxiedCollection(const Registry& registry, Record& record, std::string_view proxy)
    : m_registry(&registry), m_record(&record), m_proxy(&proxyNamed(record.model(), proxy)) {}

ProxiedCollection::Element ProxiedCollection::at(std::size_t position) const {
  const std::vector<Element> all = elements();
  if (position < all.size()) return all[position];
  throw DbError(ErrorKind::KeyNotFound, m_record->model().name + "." + m_proxy->name + " has " + std::to_string(all.size()) + " elements, none at " + std::to_string(position));
}

std::optional<std::size_t> ProxiedCollection::indexOf(const Element& element) const {
  const std::vector<Element> all = elements();
  const auto found = std::ranges::find(all, element);
  return found == all.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - all.begin()));
}

bool ProxiedCollection::operator==(const std::vector<Element>& others) const {
  const std::vector<Element> all = elements();
  const bool isList = m_record->relationshipNamed(m_proxy->relationship).collection.kind == CollectionKind::Kind::List;
  return isList ? all == others : std::ranges::is_permutation(all, others);
}

void ProxiedCollection::append(const Element& element) { AssociationProxies::append(*m_registry, *m_record, *m_proxy, element); }

void ProxiedCollection::append(const std::vector<Element>& elements) {
  for (const Element& element : elements) append(element);
}

void ProxiedCollection::remove(const Element& element) { AssociationProxies::remove(*m_record, *m_proxy, element); }

void ProxiedCollection::discard(const Element& element) {
  if (contains(element)) remove(element);
}

void ProxiedCollection::assign(const std::vector<Element>& elements) { AssociationProxies::assign(*m_registry, *m_record, *m_proxy, elements); }

std::vector<Value> ProxiedCollection::keys() const {
  m_record->collection(m_proxy->relationship);
  const Record::Related* held = m_record->held(m_record->relationshipNamed(m_proxy->relationship));
  return held ? held->keys : std::vector<Value>();
}

ProxiedCollection::Element ProxiedCollection::at(const Value& key) const {
  Record& entry = AssociationProxies::entry(*m_registry, *m_record, *m_proxy, key);
  if (entry.model().relationship(m_proxy->attribute)) return entry.related(m_proxy->attribute);
  return entry.value(m_proxy->attribute);
}

void ProxiedCollection::put(const Value& key, const Element& element) { AssociationProxies::put(*m_registry, *m_record, *m_proxy, key, element); }

ProxiedCollection ProxiedCollection::operator[](const Value& key) const {
  return {*m_registry, AssociationProxies::entry(*m_registry, *m_record, *m_proxy, key), m_proxy->attribute};
}

void ProxiedCollection::put(const Value& key, const std::vector<Element>& elements) {
  ProxiedCollection(*m_registry, AssociationProxies::entryOrNew(*m_registry, *m_record, *m_proxy, key), m_proxy->attribute).assign(elements);
}

}  // namespace joinery
