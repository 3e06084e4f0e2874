// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/cell_limit.h"

#include <algorithm>
#include <string_view>

namespace joinery {
namespace {

/// Where to cut so that no character is torn; bytes that are no UTF-8 are cut at the limit.
std::size_t characterBoundary(std::string_view text, std::size_t limit) {
  constexpr std::size_t kLongestTail = 3;
  const auto isTail = [&](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xc0U) == 0x80U; };
  for (std::size_t back = 0; back <= kLongestTail && back <= limit; ++back) {
    if (!isTail(limit - back)) return limit - back;
  }
  return limit;
}

}  // namespace

std::size_t CellLimit::bytes() const {
  // A share of what is left, so that the first large cells never leave nothing to all others.
  constexpr std::size_t kShares = 64;
  return std::min(m_maxCellBytes, std::max(kLeastBytes, m_left / kShares));
}

void appendLimited(RowBatchBuilder& builder, std::size_t column, ValueView value, CellLimit& limit) {
  appendLimited(builder, column, value, value.bytes().size(), limit);
}

void appendLimited(RowBatchBuilder& builder, std::size_t column, ValueView beginning, std::uint64_t fullSize, CellLimit& limit) {
  const std::string_view bytes = beginning.bytes();
  const std::size_t most = limit.bytes();
  if (most == 0 || fullSize <= most) {
    limit.took(bytes.size());
    return builder.append(column, beginning);
  }
  limit.took(most);
  if (beginning.storageClass() == StorageClass::Blob) return builder.appendPartial(column, ValueView::blob(bytes.substr(0, most)), fullSize);
  builder.appendPartial(column, ValueView::text(bytes.substr(0, characterBoundary(bytes, most))), fullSize);
}

}  // namespace joinery
