// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "orm/core/row_batch.h"
#include "orm/dialect/dialect.h"
#include "orm/transfer/transfer_format.h"

namespace joinery {

/// Writes rows as text of one format, a batch at a time: begin() once, rows() for each batch, end() once. One thread.
class RowEncoder {
 public:
  virtual ~RowEncoder() = default;
  /// @param out what is written is appended to it
  virtual void begin(const ResultColumns& columns, std::string& out) = 0;
  virtual void rows(const RowBatch& batch, std::string& out) = 0;
  virtual void end(std::string& out) = 0;
};

/// What rows are written as.
struct RowFormatOptions {
  TransferFormat format = TransferFormat::Csv;
  DelimitedOptions delimited = {};  ///< of CSV and TSV
  QualifiedName table = {};         ///< of SQL: what the INSERTs name; of XLSX: what the sheet is called
  bool overridesIdentity = false;   ///< of SQL: the table makes a column's values by itself unless it is told otherwise
};

/// @param dialect whose SQL is written; it outlives the encoder
/// @throws DbError Argument for XLSX, which has a file of its own, for SQL without a table, and for a delimiter, quote or line end that can't be told apart
std::unique_ptr<RowEncoder> makeRowEncoder(const RowFormatOptions& options, const Dialect& dialect);

/// The columns' labels, each once: a second `n` is `n_2`.
std::vector<std::string> uniqueLabels(const ResultColumns& columns);

}  // namespace joinery
