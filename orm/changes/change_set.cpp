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

std::shared_ptr<ChangeBlock> newBlock(const std::vector<SharedChange>& changes = {}) {
  auto block = std::make_shared<ChangeBlock>();
  block->changes.reserve(ChangeBlock::kMost);
  block->changes.insert(block->changes.end(), changes.begin(), changes.end());
  return block;
}

ChangeBlock& ownBlock(std::shared_ptr<ChangeBlock>& block) {
  if (block->isShared.load(std::memory_order_relaxed)) block = newBlock(block->changes);
  return *block;
}

}  // namespace

const Operand* Change::value(const std::string& attribute) const { return valueNamed(values, attribute); }

const Value* Change::beforeValue(const std::string& attribute) const {
  return before ? valueNamed(*before, attribute) : nullptr;
}

const Value* Change::seenValue(const std::string& attribute) const { return seen ? valueNamed(*seen, attribute) : nullptr; }

// Who writes to a block has shared it himself, or never: the mark needs no order among threads.
ChangeSet::ChangeSet(const ChangeSet& other) : m_blocks(other.m_blocks), m_size(other.m_size), m_counts(other.m_counts), m_lastId(other.m_lastId) {
  for (const auto& block : m_blocks) block->isShared.store(true, std::memory_order_relaxed);
}

ChangeSet& ChangeSet::operator=(const ChangeSet& other) {
  if (this != &other) *this = ChangeSet(other);
  return *this;
}

ChangeSet::Index& ChangeSet::index() const {
  if (m_index) return *m_index;
  m_index.emplace();
  m_index->places.reserve(m_size);
  for (std::size_t place = 0; place < ChangeList::placesIn(m_blocks); ++place) {
    const SharedChange& change = ChangeList::at(m_blocks, place);
    if (!change) continue;
    m_index->places.emplace(change->id, place);
    if (change->kind == Change::Kind::Insert && !change->ref.empty()) m_index->inserts.emplace(change->ref, change->id);
  }
  return *m_index;
}

std::uint64_t ChangeSet::add(Change change) {
  const bool keepsId = change.id != 0 && !index().places.contains(change.id);
  if (!keepsId) change.id = m_lastId + 1;
  const std::uint64_t id = change.id;
  append(std::move(change));
  return id;
}

/// @pre its id is free
void ChangeSet::append(SharedChange change) {
  m_lastId = std::max(m_lastId, change->id);
  index().places.emplace(change->id, ChangeList::placesIn(m_blocks));
  count(*change, 1);
  name(*change);
  ++m_size;
  if (m_blocks.empty() || m_blocks.back()->changes.size() == ChangeBlock::kMost) m_blocks.push_back(newBlock());
  ownBlock(m_blocks.back()).changes.push_back(std::move(change));
}

bool ChangeSet::remove(std::uint64_t id) {
  const auto place = index().places.find(id);
  if (place == index().places.end()) return false;
  const std::size_t at = place->second;
  SharedChange& change = writable(at);
  count(*change, -1);
  forget(*change);
  index().places.erase(place);
  --m_size;
  if (at + 1 == ChangeList::placesIn(m_blocks)) {
    m_blocks.back()->changes.pop_back();
    if (m_blocks.back()->changes.empty()) m_blocks.pop_back();
  } else {
    change.reset();
  }
  compact();
  return true;
}

void ChangeSet::put(std::uint64_t id, const SharedChange& state) {
  if (!state) {
    remove(id);
    return;
  }
  if (state->id != id) {
    Change renumbered = *state;
    renumbered.id = id;
    return put(id, SharedChange(std::move(renumbered)));
  }
  const auto place = index().places.find(id);
  if (place == index().places.end()) return append(state);
  SharedChange& change = writable(place->second);
  count(*change, -1);
  forget(*change);
  change = state;
  count(*change, 1);
  name(*change);
}

const Change* ChangeSet::find(std::uint64_t id) const {
  if (m_size == 0) return nullptr;
  const auto place = index().places.find(id);
  return place == index().places.end() ? nullptr : ChangeList::at(m_blocks, place->second).get();
}

SharedChange ChangeSet::shared(std::uint64_t id) const {
  if (m_size == 0) return {};
  const auto place = index().places.find(id);
  return place == index().places.end() ? SharedChange() : ChangeList::at(m_blocks, place->second);
}

Change* ChangeSet::edit(std::uint64_t id) {
  const auto place = index().places.find(id);
  if (place == index().places.end()) return nullptr;
  SharedChange& change = writable(place->second);
  auto own = std::make_shared<Change>(*change);
  change = std::shared_ptr<const Change>(own);
  return own.get();
}

const Change* ChangeSet::insertByRef(const std::string& ref) const {
  if (m_size == 0) return nullptr;
  const auto insert = index().inserts.find(ref);
  return insert == index().inserts.end() ? nullptr : find(insert->second);
}

void ChangeSet::clear() {
  const std::uint64_t last = m_lastId;
  *this = ChangeSet();
  m_lastId = last;
}

SharedChange& ChangeSet::writable(std::size_t place) { return ownBlock(m_blocks[place / ChangeBlock::kMost]).changes[place % ChangeBlock::kMost]; }

/// Where more were removed than are left, so that each removal pays for little.
void ChangeSet::compact() {
  const std::size_t places = ChangeList::placesIn(m_blocks);
  if (places < 2 * ChangeBlock::kMost || places < 2 * m_size) return;
  ChangeList::Blocks blocks;
  for (std::size_t place = 0; place < places; ++place) {
    const SharedChange& change = ChangeList::at(m_blocks, place);
    if (!change) continue;
    if (blocks.empty() || blocks.back()->changes.size() == ChangeBlock::kMost) blocks.push_back(newBlock());
    blocks.back()->changes.push_back(change);
  }
  m_blocks = std::move(blocks);
  m_index.reset();
}

void ChangeSet::name(const Change& change) {
  if (change.kind == Change::Kind::Insert && !change.ref.empty()) index().inserts.emplace(change.ref, change.id);
}

void ChangeSet::forget(const Change& change) {
  if (change.kind != Change::Kind::Insert || change.ref.empty()) return;
  const auto known = index().inserts.find(change.ref);
  if (known != index().inserts.end() && known->second == change.id) index().inserts.erase(known);
}

void ChangeSet::count(const Change& change, int by) {
  switch (change.kind) {
    case Change::Kind::Insert: m_counts.inserted += by; break;
    case Change::Kind::Update: m_counts.updated += by; break;
    case Change::Kind::Delete: m_counts.deleted += by; break;
    case Change::Kind::Link:
    case Change::Kind::Unlink: m_counts.linked += by; break;
  }
}

}  // namespace joinery
