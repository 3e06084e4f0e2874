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
  const bool keepsId = change.id != 0 && find(change.id) == nullptr;
  if (!keepsId) change.id = m_lastId + 1;
  m_lastId = std::max(m_lastId, change.id);
  m_changes.push_back(std::move(change));
  return m_changes.back().id;
}

bool ChangeSet::remove(std::uint64_t id) {
  return std::erase_if(m_changes, [id](const Change& change) { return change.id == id; }) > 0;
}

Change* ChangeSet::find(std::uint64_t id) {
  const auto found = std::ranges::find(m_changes, id, &Change::id);
  return found == m_changes.end() ? nullptr : &*found;
}

const Change* ChangeSet::find(std::uint64_t id) const {
  const auto found = std::ranges::find(m_changes, id, &Change::id);
  return found == m_changes.end() ? nullptr : &*found;
}

ChangeSet::Counts ChangeSet::counts() const {
  Counts counts;
  for (const Change& change : m_changes) {
    switch (change.kind) {
      case Change::Kind::Insert: ++counts.inserted; break;
      case Change::Kind::Update: ++counts.updated; break;
      case Change::Kind::Delete: ++counts.deleted; break;
      case Change::Kind::Link:
      case Change::Kind::Unlink: ++counts.linked; break;
    }
  }
  return counts;
}

}  // namespace joinery
