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

/// The statement that reads them. @param format SQL leaves out what no INSERT takes: computed columns, unless they were asked for
/// @throws DbError InvalidRequest for names, with the nearest ones
CompiledStatement exportStatement(const ExportedRows& rows, const Registry& registry, const Dialect& dialect, TransferFormat format);

/// Writes the rows of a statement, a batch at a time: memory does not grow with their number. Blocks; worker thread or a plain program.
class RowExport {
 public:
  using Write = std::function<void(std::string_view bytes)>;

  RowExport(Connection& connection, const Dialect& dialect, RowFormatOptions options, CancelToken cancelToken = {}, OnTransferProgress progress = {})
      : m_connection(connection), m_dialect(dialect), m_options(std::move(options)), m_cancelToken(std::move(cancelToken)), m_progress(std::move(progress)) {}

  /// @param write takes what is written, in order, about a MiB at a time or a row where that is more
  /// @throws DbError of the engine, of `write`, Cancelled; Argument where a statement returns no columns
  TransferProgress run(const CompiledStatement& statement, const Write& write) const;
  /// The same into a file: whole or not at all. @throws DbError also of OutputFile
  TransferProgress runTo(const std::string& path, const CompiledStatement& statement) const;

 private:
  TransferProgress run(const CompiledStatement& statement, RowEncoder& encoder, const Write& write) const;
  std::optional<std::string> copyOf(const CompiledStatement& statement) const;
  TransferProgress copy(const std::string& sql, const CompiledStatement& statement, RowEncoder& encoder, const Write& write) const;

  Connection& m_connection;
  const Dialect& m_dialect;
  const RowFormatOptions m_options;
  const CancelToken m_cancelToken;
  const OnTransferProgress m_progress;
};

}  // namespace joinery
