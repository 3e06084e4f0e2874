// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "orm/driver/bind_sets.h"

namespace joinery {

/// Rows that wait to be inserted together, cell by cell, with their bytes. One thread.
class ImportBatch {
 public:
  /// Some of its rows as what a statement runs with.
  class Part final : public BindSets {
   public:
    Part(const ImportBatch& batch, std::size_t first, std::size_t count) : m_batch(batch), m_first(first), m_count(count) {}
    std::size_t size() const override { return m_count; }
    std::span<const ValueView> values(std::size_t set) override { return m_batch.row(m_first + set); }
    void done(std::size_t, std::int64_t rows, std::span<const ValueView>) override { m_changed += rows > 0 ? rows : 0; }
    /// Rows that were inserted or updated.
    std::int64_t changed() const { return m_changed; }

   private:
    const ImportBatch& m_batch;
    const std::size_t m_first, m_count;
    std::int64_t m_changed = 0;
  };

  /// Of every row, before the first. @param columns one at least
  void setColumns(std::size_t columns) { m_columns = columns; }
  /// A cell of the row that is being made; its bytes are copied.
  void add(ValueView value);
  /// @param line where the row stands in its file
  void endRow(std::int64_t line) { m_lines.push_back(line); }
  /// Forgets the cells since the last endRow().
  void dropRow() { m_cells.resize(m_lines.size() * m_columns); }

  bool isFull() const { return m_lines.size() >= kMostRows || m_bytes >= kMostBytes; }
  std::size_t size() const { return m_lines.size(); }
  std::int64_t line(std::size_t row) const { return m_lines[row]; }
  std::span<const ValueView> row(std::size_t row) const { return {m_cells.data() + row * m_columns, m_columns}; }
  void clear();

 private:
  static constexpr std::size_t kMostRows = 16'384;
  static constexpr std::size_t kMostBytes = 4 * 1024 * 1024;
  static constexpr std::size_t kBlockBytes = 256 * 1024;
  std::string_view keep(std::string_view bytes);

  std::size_t m_columns = 0;
  std::vector<ValueView> m_cells;
  std::vector<std::int64_t> m_lines;
  std::vector<std::unique_ptr<char[]>> m_blocks;  ///< of kBlockBytes each, filled one after another
  std::vector<std::unique_ptr<char[]>> m_large;   ///< what is longer than a block
  std::size_t m_block = 0, m_used = 0;            ///< the block that is filled, and how far
  std::size_t m_bytes = 0;
};

}  // namespace joinery
