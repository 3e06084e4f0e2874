// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/association_proxies.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/session/session.h"

namespace joinery {

namespace {

std::vector<Record*> proxiedRecords(Record& record, const AssociationProxy& proxy) {
  if (record.relationshipNamed(proxy.relationship).isToMany()) return record.collection(proxy.relationship);
  Record* one = record.related(proxy.relationship);
  return one ? std::vector<Record*>{one} : std::vector<Record*>{};
}

CollectionKind::Kind kindOf(const Record& record, const AssociationProxy& proxy) { return record.relationshipNamed(proxy.relationship).collection.kind; }

std::string placeOfProxy(const Record& record, const AssociationProxy& proxy) { return record.model().name + "." + proxy.name; }

/// The columns of a record that another refers to, as a filter of the attributes that do.
Json referringTo(const Model& referring, const Relationship& relationship, Record& referred) {
  Json filter = Json::object();
  for (std::size_t i = 0; i < relationship.localColumns.size(); ++i) {
    const Attribute& key = *referred.model().attributeOfColumn(relationship.remoteColumns[i]);
    filter[referring.attributeOfColumn(relationship.localColumns[i])->name] = jsonFromValue(referred.value(key.name), key.column.type);
  }
  return filter;
}

/// A record by its key.
Json keyFilter(Record& record) {
  Json filter = Json::object();
  const std::vector<std::string> names = record.model().keyAttributes();
  for (std::size_t i = 0; i < names.size(); ++i) filter[names[i]] = jsonFromValue(record.identity()[i], record.model().attribute(names[i])->column.type);
  return filter;
}

}  // namespace

AssociationProxies::Element AssociationProxies::elementOf(Record& related, const AssociationProxy& proxy) {
  if (related.model().relationship(proxy.attribute)) return related.related(proxy.attribute);
  return related.value(proxy.attribute);
}

std::vector<AssociationProxies::Element> AssociationProxies::elements(Record& record, const AssociationProxy& proxy) {
  std::vector<Element> elements;
  for (Record* related : proxiedRecords(record, proxy)) {
    if (const AssociationProxy* next = related->model().proxy(proxy.attribute)) std::ranges::move(AssociationProxies::elements(*related, *next), std::back_inserter(elements));
    else elements.push_back(elementOf(*related, proxy));
  }
  return elements;
}

void AssociationProxies::give(Record& related, const AssociationProxy& proxy, const Element& element) {
  const Relationship* relationship = related.model().relationship(proxy.attribute);
  Record* const* record = std::get_if<Record*>(&element);
  const std::string place = related.model().name + "." + proxy.attribute;
  if (relationship && record) return related.setRelated(proxy.attribute, *record);
  if (relationship) throw DbError(ErrorKind::WrongType, place + " takes a record of " + relationship->target + ", not a value");
  if (record) throw DbError(ErrorKind::WrongType, place + " takes a value, not a record");
  related.set(proxy.attribute, std::get<Value>(element));
}

RecordPtr AssociationProxies::holder(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element) {
  RecordPtr made = Session::make(record.heap(), registry.target(record.relationshipNamed(proxy.relationship)));
  give(*made, proxy, element);
  if (proxy.creator) proxy.creator(*made);
  return made;
}

void AssociationProxies::append(const Registry& registry, Record& record, const AssociationProxy& proxy, const Element& element) {
  if (kindOf(record, proxy) == CollectionKind::Kind::Set) {
    const std::vector<Element> there = elements(record, proxy);
    if (std::ranges::find(there, element) != there.end()) return;
  }
  record.append(proxy.relationship, *holder(registry, record, proxy, element));
}

void AssociationProxies::put(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key, const Element& element) {
  // What stands there takes the new value.
  if (Record* there = record.find(proxy.relationship, key)) return give(*there, proxy, element);
  RecordPtr made = holder(registry, record, proxy, element);
  made->set(record.relationshipNamed(proxy.relationship).collection.keyAttribute, key);
  record.put(proxy.relationship, key, *made);
}

Record& AssociationProxies::entryOrNew(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key) {
  if (Record* there = record.find(proxy.relationship, key)) return *there;
  const Relationship& relationship = record.relationshipNamed(proxy.relationship);
  RecordPtr made = Session::make(record.heap(), registry.target(relationship));
  made->set(relationship.collection.keyAttribute, key);
  if (proxy.creator) proxy.creator(*made);
  record.put(proxy.relationship, key, *made);
  return *made;
}

Record& AssociationProxies::entry(const Registry& registry, Record& record, const AssociationProxy& proxy, const Value& key) {
  if (proxy.makesMissing) return entryOrNew(registry, record, proxy, key);
  if (Record* there = record.find(proxy.relationship, key)) return *there;
  throw DbError(ErrorKind::KeyNotFound, placeOfProxy(record, proxy) + " has nothing under that key");
}

void AssociationProxies::remove(Record& record, const AssociationProxy& proxy, const Element& element) {
  for (Record* related : proxiedRecords(record, proxy))
    if (elementOf(*related, proxy) == element) return record.remove(proxy.relationship, *related);
  const ErrorKind kind = kindOf(record, proxy) == CollectionKind::Kind::Set ? ErrorKind::KeyNotFound : ErrorKind::WrongValue;
  throw DbError(kind, placeOfProxy(record, proxy) + " does not hold that value");
}

void AssociationProxies::assign(const Registry& registry, Record& record, const AssociationProxy& proxy, const std::vector<Element>& wanted) {
  std::vector<Element> before = elements(record, proxy);
  if (kindOf(record, proxy) == CollectionKind::Kind::List) {
    // Made first: what can't be made leaves the list as it is.
    std::vector<RecordPtr> made;
    for (const Element& element : wanted) made.push_back(holder(registry, record, proxy, element));
    std::vector<Record*> records;
    for (const RecordPtr& each : made) records.push_back(each.get());
    return record.assign(proxy.relationship, records);
  }
  for (const Element& element : wanted) {
    const auto kept = std::ranges::find(before, element);
    if (kept == before.end()) append(registry, record, proxy, element);
    else before.erase(kept);
  }
  for (const Element& gone : before) remove(record, proxy, gone);
}

Json AssociationProxies::holding(const Registry& registry, const Model& model, const AssociationProxy& proxy, const Element& element) {
  const Model& target = registry.target(*model.relationship(proxy.relationship));
  Json filter = Json::object();
  Record* const* record = std::get_if<Record*>(&element);
  const Relationship* relationship = target.relationship(proxy.attribute);
  if (record && *record && (*record)->identity().empty()) throw DbError(ErrorKind::InvalidRequest, "a record of " + (*record)->model().name + " without a row can't be looked for");
  if (!record) filter[proxy.attribute] = jsonFromValue(std::get<Value>(element), target.attribute(proxy.attribute)->column.type);
  else if (!*record || !relationship) filter[proxy.attribute] = nullptr;
  else if (relationship->ownsForeignKey()) filter = referringTo(target, *relationship, **record);
  else filter[proxy.attribute] = keyFilter(**record);
  Json entry = Json::object();
  entry[proxy.relationship] = std::move(filter);
  return entry;
}

}  // namespace joinery
