// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/core/json.h"
#include "orm/dialect/compiled_statement.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"
#include "orm/transfer/batch_source.h"
#include "orm/transfer/row_encoder.h"
#include "orm/transfer/transfer_format.h"

namespace joinery {

/// What of a model is exported.
struct ExportedRows {
  std::string model;
  Json filter = Json::object();
  std::vector<std::string> sorts = {};       ///< "+Name"; without any, in the engine's own order
  std::vector<std::string> attributes = {};  ///< these and in this order; empty: all
  std::optional<std::int64_t> limit = {};
};

/// The attributes that are exported where none are named. @param format SQL leaves out what no INSERT takes: computed columns
std::vector<std::string> exportedAttributes(const Model& model, TransferFormat format);

/// The statement that reads them. @throws DbError InvalidRequest for names, with the nearest ones
CompiledStatement exportStatement(const ExportedRows& rows, const Registry& registry, const Dialect& dialect, TransferFormat format);

/// Writes rows, a batch at a time: memory does not grow with their number. Blocks; worker thread or a plain program.
class RowExport {
 public:
  using Write = std::function<void(std::string_view bytes)>;

  explicit RowExport(const Dialect& dialect, RowFormatOptions options, CancelToken cancelToken = {}, OnTransferProgress progress = {})
      : m_dialect(dialect), m_options(std::move(options)), m_cancelToken(std::move(cancelToken)), m_progress(std::move(progress)) {}

  const RowFormatOptions& options() const { return m_options; }
  const CancelToken& cancelToken() const { return m_cancelToken; }

  /// @param write takes what is written, in order, up to about a MiB at a time or a row where that is more
  /// @throws DbError of the source, of `write`, Cancelled; Argument where there are no columns
  TransferProgress run(BatchSource& rows, const Write& write) const;
  /// The same of a statement's rows, by the engine's own way of unloading where that writes the same.
  TransferProgress run(Connection& connection, const CompiledStatement& statement, const Write& write) const;
  /// The same into a file: whole or not at all. @throws DbError also of OutputFile
  TransferProgress runTo(const std::string& path, BatchSource& rows) const;
  TransferProgress runTo(const std::string& path, Connection& connection, const CompiledStatement& statement) const;

 private:
  class Output;
  template <typename Run>
  TransferProgress writeTo(const std::string& path, const Run& run) const;
  void write(BatchSource& rows, Output& output) const;
  void write(Connection& connection, const CompiledStatement& statement, Output& output) const;
  std::optional<std::string> copyOf(const CompiledStatement& statement) const;
  void copy(Connection& connection, const std::string& sql, const ResultColumns& columns, Output& output) const;

  const Dialect& m_dialect;
  const RowFormatOptions m_options;
  const CancelToken m_cancelToken;
  const OnTransferProgress m_progress;
};

}  // namespace joinery
