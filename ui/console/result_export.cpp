// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/result_export.h"

#include "orm/core/output_file.h"
#include "orm/transfer/row_encoder.h"

namespace joinery::ui {

namespace {

RowFormatOptions formatFor(const std::string& path) {
  RowFormatOptions options;
  options.format = transferFormatOf(path).value_or(TransferFormat::Csv);
  // INSERTs need a table, and a result has none.
  if (options.format == TransferFormat::Sql) options.format = TransferFormat::Csv;
  options.delimited = delimitedOptionsFor(options.format);
  return options;
}

}  // namespace

std::int64_t exportResult(const BatchSpool& spool, const Dialect& dialect, const std::string& path, JobProgress& progress, const CancelToken& cancelToken) {
  const auto encoder = makeRowEncoder(formatFor(path), dialect);
  OutputFile file(path);
  std::string text;
  const auto flush = [&] {
    file.write(text);
    text.clear();
  };
  encoder->begin(spool.columns(), text);
  // As many as there are now: a result that still comes would never end.
  const std::size_t batches = spool.batchCount();
  const std::int64_t total = spool.rows();
  std::int64_t rows = 0;
  for (std::size_t batch = 0; batch < batches; ++batch) {
    cancelToken.throwIfCancelled();
    const auto read = spool.read(batch);
    encoder->rows(*read, text);
    flush();
    rows += static_cast<std::int64_t>(read->rows());
    progress.set(rows, total);
  }
  encoder->end(text);
  flush();
  file.commit();
  return rows;
}

}  // namespace joinery::ui
