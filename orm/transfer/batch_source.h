// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/core/row_batch.h"
#include "orm/dialect/compiled_statement.h"
#include "orm/driver/connection.h"
#include "orm/paging/batch_spool.h"
#include "orm/paging/row_ranges.h"

namespace joinery {

/// What gives rows to an export, a batch at a time, wherever they come from. One thread.
class BatchSource {
 public:
  using Take = std::function<void(const RowBatch& rows)>;
  virtual ~BatchSource() = default;
  virtual const ResultColumns& columns() const = 0;
  /// Once. @param take given each batch, which is good during the call @throws DbError of the source, and what `take` throws
  virtual void read(const Take& take) = 0;
};

/// The rows of a statement.
class StatementBatches final : public BatchSource {
 public:
  /// Runs it. @throws DbError
  StatementBatches(Connection& connection, const CompiledStatement& statement);
  const ResultColumns& columns() const override { return m_cursor->columns(); }
  void read(const Take& take) override;

 private:
  std::unique_ptr<Cursor> m_cursor;
};

/// As many rows of a result as there are when it is made: one that still comes would never end.
class SpoolBatches final : public BatchSource {
 public:
  /// @param spool outlives the source
  explicit SpoolBatches(const BatchSpool& spool) : m_spool(spool), m_batches(spool.batchCount()) {}
  const ResultColumns& columns() const override { return m_spool.columns(); }
  void read(const Take& take) override;

 private:
  const BatchSpool& m_spool;
  const std::size_t m_batches;
};

/// Rows by their places, as the database has them, read by their keys.
class RangeBatches final : public BatchSource {
 public:
  /// @param attributes of the query's model
  RangeBatches(Connection& connection, RowRanges rows, const std::vector<std::string>& attributes, CancelToken cancelToken);
  const ResultColumns& columns() const override { return m_columns; }
  void read(const Take& take) override;

 private:
  Connection& m_connection;
  const RowRanges m_rows;
  const CancelToken m_cancelToken;
  std::vector<int> m_attributes;  ///< by their places in the model
  ResultColumns m_columns;
};

/// The statement that reads them, where they are one range.
std::optional<CompiledStatement> rangeStatement(const RowRanges& rows, const std::vector<std::string>& attributes);

}  // namespace joinery
