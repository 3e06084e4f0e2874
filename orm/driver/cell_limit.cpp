// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/cell_limit.h"

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

void appendLimited(RowBatchBuilder& builder, std::size_t column, ValueView value, std::size_t maxCellBytes) {
  const std::string_view bytes = value.bytes();
  if (maxCellBytes == 0 || bytes.size() <= maxCellBytes) return builder.append(column, value);
  if (value.storageClass() == StorageClass::Blob) {
    return builder.appendPartial(column, ValueView::blob(bytes.substr(0, maxCellBytes)), bytes.size());
  }
  const std::string_view head = bytes.substr(0, characterBoundary(bytes, maxCellBytes));
  builder.appendPartial(column, ValueView::text(head), bytes.size());
}

}  // namespace joinery
