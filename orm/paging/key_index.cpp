// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/key_index.h"

#include <algorithm>

#include "orm/paging/packed_row.h"

namespace joinery {

void KeyIndex::restart() {
  const std::scoped_lock lock(m_mutex);
  m_keys.clear();
  m_ends.clear();
  m_landmarks.clear();
  m_stride = kStride;
  m_rows = 0;
  m_complete = false;
}

void KeyIndex::add(const Anchor& anchor) {
  const std::scoped_lock lock(m_mutex);
  m_rows = std::max(m_rows, anchor.row + 1);
  if (anchor.row % m_stride != 0) return;
  for (const Value& part : anchor.key) packValue(m_keys, part);
  m_ends.push_back(m_keys.size());
  // Both grow by doubling, so twice their size is the most that they take.
  if (2 * (m_keys.size() + m_ends.size() * sizeof(m_ends.front())) > m_mostBytes && m_ends.size() > 2) thinOut();
}

void KeyIndex::thinOut() {
  std::string keys;
  std::vector<std::uint64_t> ends;
  for (std::size_t i = 0; i < m_ends.size(); i += 2) {
    const std::uint64_t begin = i == 0 ? 0 : m_ends[i - 1];
    keys.append(m_keys, begin, m_ends[i] - begin);
    ends.push_back(keys.size());
  }
  m_keys = std::move(keys);
  m_ends = std::move(ends);
  m_stride *= 2;
}

void KeyIndex::setRowsSeen(std::int64_t rows) {
  const std::scoped_lock lock(m_mutex);
  m_rows = std::max(m_rows, rows);
}

void KeyIndex::complete(std::int64_t rows) {
  const std::scoped_lock lock(m_mutex);
  m_rows = rows;
  m_complete = true;
  m_landmarks.clear();
}

std::optional<KeyIndex::Anchor> KeyIndex::anchorAt(std::size_t place) const {
  if (place >= m_ends.size()) return std::nullopt;
  const std::uint64_t begin = place == 0 ? 0 : m_ends[place - 1];
  return Anchor{static_cast<std::int64_t>(place) * m_stride, unpackValues(std::string_view(m_keys).substr(begin, m_ends[place] - begin))};
}

void KeyIndex::addLandmark(const Anchor& landmark) {
  constexpr std::size_t kMostLandmarks = 256;
  const std::scoped_lock lock(m_mutex);
  if (m_complete) return;
  if (m_landmarks.size() == kMostLandmarks) m_landmarks.erase(m_landmarks.begin());
  m_landmarks.insert_or_assign(landmark.row, landmark.key);
}

std::optional<KeyIndex::Anchor> KeyIndex::before(std::int64_t row) const {
  const auto found = block(row);
  const std::scoped_lock lock(m_mutex);
  const auto after = m_landmarks.upper_bound(row);
  if (after != m_landmarks.begin())
    if (const auto landmark = std::prev(after); !found || landmark->first > found->begin.row) return Anchor{landmark->first, landmark->second};
  return found ? std::optional(found->begin) : std::nullopt;
}

std::optional<KeyIndex::Block> KeyIndex::block(std::int64_t row) const {
  const std::scoped_lock lock(m_mutex);
  if (row < 0 || m_ends.empty()) return std::nullopt;
  const auto place = std::min(static_cast<std::size_t>(row / m_stride), m_ends.size() - 1);
  Block found{*anchorAt(place), anchorAt(place + 1), {}};
  if (found.next) found.rows = m_stride;
  else if (m_complete) found.rows = m_rows - found.begin.row;
  return found;
}

std::int64_t KeyIndex::rowsSeen() const {
  const std::scoped_lock lock(m_mutex);
  return m_rows;
}

bool KeyIndex::isComplete() const {
  const std::scoped_lock lock(m_mutex);
  return m_complete;
}

std::int64_t KeyIndex::stride() const {
  const std::scoped_lock lock(m_mutex);
  return m_stride;
}

std::size_t KeyIndex::memoryUsage() const {
  const std::scoped_lock lock(m_mutex);
  return m_keys.capacity() + m_ends.capacity() * sizeof(m_ends.front());
}

}  // namespace joinery
