// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_set.h"

#include <algorithm>

namespace joinery {

namespace {

/// The value of the pair with that name; null where there is none.
template <typename Pairs>
auto* valueNamed(const Pairs& pairs, const std::string& name) {
  const auto found = std::ranges::find(pairs, name, [](const auto& pair) -> const std::string& { return pair.first; });
  return found == pairs.end() ? nullptr : &found->second;
}

}  // namespace

const Operand* Change::value(const std::string& attribute) const { return valueNamed(values, attribute); }

const Value* Change::beforeValue(const std::string& attribute) const {
  return before ? valueNamed(*before, attribute) : nullptr;
}

std::uint64_t ChangeSet::add(Change change) {
  const bool keepsId = change.id != 0 && !m_places.contains(change.id);
  if (!keepsId) change.id = m_lastId + 1;
  m_lastId = std::max(m_lastId, change.id);
  m_places.emplace(change.id, m_changes.size());
  count(change, 1);
  m_changes.push_back(std::move(change));
  return m_changes.back().id;
}

bool ChangeSet::remove(std::uint64_t id) {
  const auto place = m_places.find(id);
  if (place == m_places.end()) return false;
  Change& change = m_changes[place->second];
  count(change, -1);
  if (&change == &m_changes.back()) m_changes.pop_back();
  else change = Change();
  m_places.erase(place);
  return true;
}

void ChangeSet::put(std::uint64_t id, std::optional<Change> state) {
  const auto place = m_places.find(id);
  if (!state) {
    remove(id);
    return;
  }
  state->id = id;
  if (place == m_places.end()) {
    add(std::move(*state));
    return;
  }
  Change& change = m_changes[place->second];
  count(change, -1);
  change = std::move(*state);
  count(change, 1);
}

Change* ChangeSet::find(std::uint64_t id) {
  const auto place = m_places.find(id);
  return place == m_places.end() ? nullptr : &m_changes[place->second];
}

const Change* ChangeSet::find(std::uint64_t id) const { return const_cast<ChangeSet*>(this)->find(id); }

const Change* ChangeSet::insertByRef(const std::string& ref) const {
  const auto insert = m_inserts.find(ref);
  return insert == m_inserts.end() ? nullptr : find(insert->second);
}

const std::vector<Change>& ChangeSet::changes() const {
  if (m_changes.size() != m_places.size()) compact();
  return m_changes;
}

void ChangeSet::clear() {
  m_changes.clear();
  m_places.clear();
  m_inserts.clear();
  m_counts = {};
}

void ChangeSet::compact() const {
  std::erase_if(m_changes, [](const Change& change) { return change.id == 0; });
  m_places.clear();
  for (std::size_t i = 0; i < m_changes.size(); ++i) m_places.emplace(m_changes[i].id, i);
}

void ChangeSet::count(const Change& change, int by) {
  switch (change.kind) {
    case Change::Kind::Insert: m_counts.inserted += by; break;
    case Change::Kind::Update: m_counts.updated += by; break;
    case Change::Kind::Delete: m_counts.deleted += by; break;
    case Change::Kind::Link:
    case Change::Kind::Unlink: m_counts.linked += by; break;
  }
  if (change.kind != Change::Kind::Insert || change.ref.empty()) return;
  if (by > 0) m_inserts.emplace(change.ref, change.id);
  else if (const auto known = m_inserts.find(change.ref); known != m_inserts.end() && known->second == change.id) m_inserts.erase(known);
}

}  // namespace joinery
