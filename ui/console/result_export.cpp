// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/result_export.h"

#include <filesystem>

#include "orm/transfer/row_export.h"

namespace joinery::ui {

namespace {

/// A result has no name: INSERTs and sheets take the file's.
RowFormatOptions formatFor(const std::string& path) {
  RowFormatOptions options;
  options.format = transferFormatOf(path).value_or(TransferFormat::Csv);
  options.delimited = delimitedOptionsFor(options.format);
  options.table = QualifiedName(std::filesystem::path(path).stem().string());
  return options;
}

}  // namespace

std::int64_t exportResult(const BatchSpool& spool, const Dialect& dialect, const std::string& path, JobProgress& progress, const CancelToken& cancelToken) {
  SpoolBatches rows(spool);
  const auto tell = [&, total = spool.rows()](const TransferProgress& done) { progress.set(done.rows, total); };
  return RowExport(dialect, formatFor(path), cancelToken, tell).runTo(path, rows).rows;
}

}  // namespace joinery::ui
