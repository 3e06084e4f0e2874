// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/blocks_ahead.h"

#include <utility>

namespace joinery {

BlocksAhead::BlocksAhead(InputFile& in, const DelimitedOptions& options, DelimitedBlocks::Columns columns) : m_in(in), m_options(options), m_columns(columns) { begin(); }

void BlocksAhead::begin() {
  m_position = m_in.position();
  m_blocks.emplace(m_in, m_options, m_columns);
  m_isMore = m_blocks->read(m_block);
  readAhead();
}

/// Where no thread can be had it is done by advance().
void BlocksAhead::readAhead() {
  if (m_isMore) m_reading = std::async(std::launch::async | std::launch::deferred, [this] { return m_blocks->read(m_next); });
}

void BlocksAhead::advance() {
  m_position += static_cast<std::int64_t>(m_block.bytes().size());
  m_isMore = m_reading.get();
  std::swap(m_block, m_next);
  readAhead();
}

void BlocksAhead::returnTo(std::int64_t position, std::int64_t line) {
  if (m_reading.valid()) m_reading.wait();
  m_in.returnTo(position, line);
  begin();
}

}  // namespace joinery
