// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/attribute_events.h"

#include "orm/records/record.h"

namespace joinery {

void AttributeEvents::listen(std::string model, std::string name, AttributeListener listener) {
  m_entries.push_back({std::move(model), std::move(name), std::move(listener)});
}

/// Calls what listens for this name of this record. By index: a listener may add others.
template <typename Member, typename Call>
void AttributeEvents::each(const Record& record, const std::string& name, Member AttributeListener::*member, const Call& call) const {
  for (std::size_t i = 0; i < m_entries.size(); ++i) {
    const Entry& entry = m_entries[i];
    const bool isMeant = (entry.model.empty() || record.model().isA(entry.model)) && (entry.name.empty() || entry.name == name);
    if (!isMeant || !(entry.listener.*member)) continue;
    const Member listener = entry.listener.*member;
    call(listener);
  }
}

Value AttributeEvents::set(Record& record, const Attribute& attribute, Value value, const std::optional<Value>& before) const {
  each(record, attribute.name, &AttributeListener::set, [&](const auto& listener) { value = listener(record, attribute, value, before); });
  return value;
}

void AttributeEvents::unset(Record& record, const Attribute& attribute) const {
  each(record, attribute.name, &AttributeListener::unset, [&](const auto& listener) { listener(record, attribute); });
}

std::optional<Value> AttributeEvents::initial(Record& record, const Attribute& attribute) const {
  std::optional<Value> value;
  each(record, attribute.name, &AttributeListener::initial, [&](const auto& listener) {
    if (!value) value = listener(record, attribute);
  });
  return value;
}

void AttributeEvents::relate(Record& record, const Relationship& relationship, Record* related, Record* before) const {
  each(record, relationship.name, &AttributeListener::relate, [&](const auto& listener) { listener(record, relationship, related, before); });
}

void AttributeEvents::append(Record& record, const Relationship& relationship, Record& added) const {
  each(record, relationship.name, &AttributeListener::append, [&](const auto& listener) { listener(record, relationship, added); });
}

void AttributeEvents::remove(Record& record, const Relationship& relationship, Record& removed) const {
  each(record, relationship.name, &AttributeListener::remove, [&](const auto& listener) { listener(record, relationship, removed); });
}

void AttributeEvents::replace(Record& record, const Relationship& relationship, std::vector<Record*>& records) const {
  each(record, relationship.name, &AttributeListener::replace, [&](const auto& listener) { listener(record, relationship, records); });
}

}  // namespace joinery
