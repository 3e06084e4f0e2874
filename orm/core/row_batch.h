// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery {

/// A column of a result: its label, and its type as far as the driver knows it.
struct ResultColumn {
  std::string label;
  ValueType type;
};

using ResultColumns = std::vector<ResultColumn>;

/// Rows of one result, column by column. Immutable once built, so it crosses threads as shared_ptr<const RowBatch>.
/// A cell is a storage class (one byte), a word (the number, or where its text begins) and, for text and bytes, its
/// part of the column's one buffer. The byte of the class doubles as the validity mask.
class RowBatch {
 public:
  std::size_t rows() const { return m_rows; }
  std::size_t columnCount() const { return m_columns.size(); }
  const ResultColumn& column(std::size_t column) const { return (*m_infos)[column]; }
  /// @return the position of the column with that label, or -1
  int indexOf(std::string_view label) const;
  /// Lives as long as the batch. @pre row < rows(), column < columnCount()
  ValueView at(std::size_t row, std::size_t column) const;
  /// The size in bytes of a cell that was cut at the fetch's limit, else 0.
  std::uint64_t fullSize(std::size_t row, std::size_t column) const;
  /// Whether the cell was cut: such a value is shown, never edited nor compared.
  bool isPartial(std::size_t row, std::size_t column) const { return fullSize(row, column) != 0; }
  /// Bytes held, for caches.
  std::size_t memoryUsage() const;

 private:
  friend class RowBatchBuilder;
  struct ColumnData {
    std::vector<StorageClass> classes;
    std::vector<std::int64_t> words;  // a number's bits, or where the cell's bytes end in the buffer
    std::vector<std::uint64_t> starts;  // only of columns that hold text or bytes: where the cell's bytes begin
    std::string buffer;
    std::unordered_map<std::size_t, std::uint64_t> fullSizes;
  };
  std::shared_ptr<const ResultColumns> m_infos;  ///< shared by the batches of a result
  std::vector<ColumnData> m_columns;
  std::size_t m_rows = 0;
};

inline ValueView RowBatch::at(std::size_t row, std::size_t column) const {
  Q_ASSERT(row < m_rows && column < m_columns.size());
  const ColumnData& data = m_columns[column];
  const std::int64_t word = data.words[row];
  switch (data.classes[row]) {
    case StorageClass::Null: return {};
    case StorageClass::Boolean: return ValueView::boolean(word != 0);
    case StorageClass::Integer: return ValueView::integer(word);
    case StorageClass::Unsigned: return ValueView::unsignedInteger(static_cast<std::uint64_t>(word));
    case StorageClass::Real: return ValueView::real(std::bit_cast<double>(word));
    case StorageClass::Text:
    case StorageClass::Blob: break;
  }
  // A cell's bytes reach from where the text before it ended to its own word.
  const auto begin = data.starts[row];
  const std::string_view bytes(data.buffer.data() + begin, static_cast<std::size_t>(word) - begin);
  return data.classes[row] == StorageClass::Text ? ValueView::text(bytes) : ValueView::blob(bytes);
}

/// Fills a RowBatch row by row. One thread; append() once for each column, then endRow().
class RowBatchBuilder {
 public:
  explicit RowBatchBuilder(ResultColumns columns);
  /// One whose columns are there already, for many batches.
  static RowBatchBuilder of(std::shared_ptr<const ResultColumns> columns);
  void reserve(std::size_t rows);
  void append(std::size_t column, ValueView value);
  /// Appends the first bytes of a larger cell. @param fullSize bytes of the whole cell
  void appendPartial(std::size_t column, ValueView head, std::uint64_t fullSize);
  void endRow();
  std::size_t rows() const;
  /// Gives the batch away; the builder is empty afterwards, with the same columns.
  std::shared_ptr<const RowBatch> build();
  /// A cell of which only the beginning is there.
  struct PartialCell { std::size_t row = 0; std::size_t column = 0; std::uint64_t fullSize = 0; };
  /// The same rows, with those cells marked as cut; without a copy of them where nobody else holds the batch.
  static std::shared_ptr<const RowBatch> marked(std::shared_ptr<const RowBatch> batch, const std::vector<PartialCell>& cells);
  /// The same cells under other labels and types, without a copy of them where nobody else holds the batch.
  /// @param columns as many as the batch has
  static std::shared_ptr<const RowBatch> retyped(std::shared_ptr<const RowBatch> batch, std::shared_ptr<const ResultColumns> columns);

 private:
  RowBatchBuilder() = default;
  RowBatch& batch();
  static std::shared_ptr<RowBatch> own(std::shared_ptr<const RowBatch> batch);

  std::shared_ptr<const ResultColumns> m_infos;
  std::shared_ptr<RowBatch> m_batch;  ///< null until something is appended
};

}  // namespace joinery
