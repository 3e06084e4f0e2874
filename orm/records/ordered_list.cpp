// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/ordered_list.h"

#include <algorithm>

#include "orm/core/db_error.h"

namespace joinery {

OrderedList::OrderedList(Record& parent, std::string relationship, std::string position, std::int64_t first)
    : m_parent(parent), m_relationship(std::move(relationship)), m_position(std::move(position)), m_first(first) {
  const Relationship& own = parent.relationshipNamed(m_relationship);
  if (!own.isToMany() || own.collection.kind != CollectionKind::Kind::List)
    throw DbError(ErrorKind::InvalidRequest, parent.model().name + "." + own.name + " is no list, so its records have no order");
}

void OrderedList::insert(std::size_t place, Record& record) {
  std::vector<Record*> records = items();
  std::erase(records, &record);
  records.insert(records.begin() + static_cast<std::ptrdiff_t>(std::min(place, records.size())), &record);
  assign(std::move(records));
}

void OrderedList::move(std::size_t from, std::size_t to) {
  const std::size_t count = items().size();
  if (from >= count || to >= count)
    throw DbError(ErrorKind::WrongValue, m_parent.model().name + "." + m_relationship + " has " + std::to_string(count) + " places: there is no " + std::to_string(std::max(from, to)));
  insert(to, *items()[from]);
}

void OrderedList::remove(Record& record) {
  m_parent.remove(m_relationship, record);
  renumber();
}

void OrderedList::assign(std::vector<Record*> records) {
  m_parent.assign(m_relationship, records);
  renumber();
}

void OrderedList::renumber() {
  std::int64_t number = m_first;
  for (Record* record : items()) {
    const Value place = Value::integer(number++);
    if (record->value(m_position) != place) record->set(m_position, place);
  }
}

}  // namespace joinery
