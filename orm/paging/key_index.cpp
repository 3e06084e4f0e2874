// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/paging/key_index.h"

#include <algorithm>

namespace joinery {

void KeyIndex::add(Anchor anchor) {
  const std::scoped_lock lock(m_mutex);
  m_rows = std::max(m_rows, anchor.row + 1);
  m_anchors.push_back(std::move(anchor));
}

void KeyIndex::setRowsSeen(std::int64_t rows) {
  const std::scoped_lock lock(m_mutex);
  m_rows = std::max(m_rows, rows);
}

void KeyIndex::complete(std::int64_t rows) {
  const std::scoped_lock lock(m_mutex);
  m_rows = rows;
  m_complete = true;
}

std::optional<KeyIndex::Anchor> KeyIndex::before(std::int64_t row) const {
  const std::scoped_lock lock(m_mutex);
  const auto after = std::upper_bound(m_anchors.begin(), m_anchors.end(), row,
                                      [](std::int64_t wanted, const Anchor& anchor) { return wanted < anchor.row; });
  if (after == m_anchors.begin()) return std::nullopt;
  return *std::prev(after);
}

std::int64_t KeyIndex::rowsSeen() const {
  const std::scoped_lock lock(m_mutex);
  return m_rows;
}

bool KeyIndex::isComplete() const {
  const std::scoped_lock lock(m_mutex);
  return m_complete;
}

std::size_t KeyIndex::memoryUsage() const {
  const std::scoped_lock lock(m_mutex);
  std::size_t bytes = m_anchors.capacity() * sizeof(Anchor);
  for (const auto& anchor : m_anchors) {
    bytes += anchor.key.capacity() * sizeof(Value);
    for (const auto& part : anchor.key) bytes += part.bytes().size();
  }
  return bytes;
}

}  // namespace joinery
