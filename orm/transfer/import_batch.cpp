// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/import_batch.h"

#include <cstring>

namespace joinery {

void ImportBatch::add(ValueView value) {
  switch (value.storageClass()) {
    case StorageClass::Text: m_cells.push_back(ValueView::text(keep(value.bytes()))); break;
    case StorageClass::Blob: m_cells.push_back(ValueView::blob(keep(value.bytes()))); break;
    default: m_cells.push_back(value);
  }
}

std::string_view ImportBatch::keep(std::string_view bytes) {
  m_bytes += bytes.size();
  char* place = nullptr;
  if (bytes.size() > kBlockBytes) {
    place = m_large.emplace_back(std::make_unique_for_overwrite<char[]>(bytes.size())).get();
  } else {
    if (m_used + bytes.size() > kBlockBytes) {
      ++m_block;
      m_used = 0;
    }
    if (m_block == m_blocks.size()) m_blocks.push_back(std::make_unique_for_overwrite<char[]>(kBlockBytes));
    place = m_blocks[m_block].get() + m_used;
    m_used += bytes.size();
  }
  if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
  return {place, bytes.size()};
}

void ImportBatch::clear() {
  m_cells.clear();
  m_lines.clear();
  m_large.clear();
  m_block = m_used = m_bytes = 0;
}

}  // namespace joinery
