// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/association_proxies.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/registry.h"
#include "orm/session/session.h"

namespace joinery {

namespace {

std::vector<Record*> relatedOf(Record& record, const AssociationProxy& proxy) {
  if (record.relationshipNamed(proxy.relationship).isToMany()) return record.collection(proxy.relationship);
  Record* one = record.related(proxy.relationship);
  return one ? std::vector<Record*>{one} : std::vector<Record*>{};
}

}  // namespace

AssociationProxies::Element AssociationProxies::elementOf(Record& related, const AssociationProxy& proxy) {
  if (related.model().relationship(proxy.attribute)) return related.related(proxy.attribute);
  return related.value(proxy.attribute);
}

std::vector<AssociationProxies::Element> AssociationProxies::elements(Record& record, const AssociationProxy& proxy) {
  std::vector<Element> elements;
  for (Record* related : relatedOf(record, proxy)) {
    if (const AssociationProxy* next = related->model().proxy(proxy.attribute)) std::ranges::move(AssociationProxies::elements(*related, *next), std::back_inserter(elements));
    else elements.push_back(elementOf(*related, proxy));
  }
  return elements;
}

RecordPtr AssociationProxies::holder(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element) {
  const Model& target = registry.target(record.relationshipNamed(proxy.relationship));
  RecordPtr made = Session::make(record.heap(), target);
  if (Record* const* related = std::get_if<Record*>(&element)) made->setRelated(proxy.attribute, *related);
  else made->set(proxy.attribute, std::get<Value>(element));
  return made;
}

void AssociationProxies::append(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element) {
  record.append(proxy.relationship, *holder(registry, record, proxy, element));
}

void AssociationProxies::put(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key, const Element& element) {
  // What stands there takes the new value.
  if (Record* there = record.find(proxy.relationship, key)) {
    if (Record* const* related = std::get_if<Record*>(&element)) there->setRelated(proxy.attribute, *related);
    else there->set(proxy.attribute, std::get<Value>(element));
    return;
  }
  RecordPtr made = holder(registry, record, proxy, element);
  made->set(record.relationshipNamed(proxy.relationship).collection.keyAttribute, key);
  record.put(proxy.relationship, key, *made);
}

void AssociationProxies::remove(Record& record, const AssociationProxy& proxy, const Element& element) {
  for (Record* related : relatedOf(record, proxy))
    if (elementOf(*related, proxy) == element) return record.remove(proxy.relationship, *related);
  throw DbError(ErrorKind::WrongValue, record.model().name + "." + proxy.name + " does not hold that value");
}

void AssociationProxies::assign(const Registry& registry, Record& record, const AssociationProxy& proxy, const std::vector<Element>& elements) {
  std::vector<Element> before = AssociationProxies::elements(record, proxy);
  for (const Element& element : elements) {
    const auto kept = std::ranges::find(before, element);
    if (kept == before.end()) append(registry, record, proxy, element);
    else before.erase(kept);
  }
  for (const Element& gone : before) remove(record, proxy, gone);
}

}  // namespace joinery
