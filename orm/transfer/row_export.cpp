// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/row_export.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/output_file.h"
#include "orm/engine/execution.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/query/sort_order.h"
#include "orm/transfer/xlsx_encoder.h"

namespace joinery {

namespace {

constexpr std::size_t kFirstRows = 64;
constexpr std::size_t kMostRows = 4096;
constexpr std::size_t kBatchBytes = 1024 * 1024;

/// As many rows as make a batch of about the size that is meant; at most four times as many as before, since rows are not alike.
std::size_t nextRows(const RowBatch& batch) {
  const std::size_t rowBytes = std::max<std::size_t>(1, batch.memoryUsage() / batch.rows());
  return std::clamp<std::size_t>(kBatchBytes / rowBytes, 1, std::min(kMostRows, batch.rows() * 4));
}

bool isExported(const Attribute& attribute, TransferFormat format) {
  return format != TransferFormat::Sql || (!attribute.expression && !attribute.column.isComputed());
}

std::vector<std::string> exportedAttributes(const ExportedRows& rows, const Model& model, TransferFormat format) {
  if (!rows.attributes.empty()) return rows.attributes;
  std::vector<std::string> names;
  for (const Attribute& attribute : model.attributes)
    if (isExported(attribute, format)) names.push_back(attribute.name);
  return names;
}

}  // namespace

CompiledStatement exportStatement(const ExportedRows& rows, const Registry& registry, const Dialect& dialect, TransferFormat format) {
  const Model& model = registry.at(rows.model);
  const sql::FromItem root = modelSource(model);
  const std::string alias = root.qualifier();
  const CompiledSort sort = compileSort(parseSortKeys(rows.sorts, registry, model), registry, model, root);
  return dialect.compile(selectModel(model, alias, exportedAttributes(rows, model, format))
                             .from(sort.from)
                             .where(compileFilter(rows.filter, registry, model, alias))
                             .where(familyCondition(registry, model, alias))
                             .orderBy(sort.orderBy)
                             .limit(rows.limit));
}

TransferProgress RowExport::run(const CompiledStatement& statement, const Write& write) const {
  return run(statement, *makeRowEncoder(m_options, m_dialect), write);
}

TransferProgress RowExport::runTo(const std::string& path, const CompiledStatement& statement) const {
  OutputFile output(path);
  const auto encoder = m_options.format == TransferFormat::Xlsx ? std::make_unique<XlsxEncoder>(output.temporaryPath(), m_options.table.name) : makeRowEncoder(m_options, m_dialect);
  TransferProgress done = run(statement, *encoder, [&](std::string_view bytes) { output.write(bytes); });
  m_cancelToken.throwIfCancelled();
  done.bytes = output.commit();
  return done;
}

TransferProgress RowExport::run(const CompiledStatement& statement, RowEncoder& encoder, const Write& write) const {
  m_cancelToken.throwIfCancelled();
  if (const auto sql = copyOf(statement)) return copy(*sql, statement, encoder, write);
  const auto cursor = execute(m_connection, statement);
  if (cursor->columns().empty()) throw DbError(ErrorKind::Argument, "the statement returns no rows that could be exported");
  TransferProgress progress;
  std::string out;
  const auto flush = [&] {
    write(out);
    progress.bytes += static_cast<std::int64_t>(out.size());
    out.clear();
    if (m_progress) m_progress(progress);
  };
  encoder.begin(cursor->columns(), out);
  std::size_t rows = kFirstRows;
  for (;;) {
    m_cancelToken.throwIfCancelled();
    const auto batch = cursor->fetch(rows);
    if (batch->rows() == 0) break;
    encoder.rows(*batch, out);
    progress.rows += static_cast<std::int64_t>(batch->rows());
    flush();
    rows = nextRows(*batch);
  }
  encoder.end(out);
  flush();
  return progress;
}

/// The engine's own statement for it, where that writes the same.
std::optional<std::string> RowExport::copyOf(const CompiledStatement& statement) const {
  const DelimitedOptions& options = m_options.delimited;
  const bool isDelimited = m_options.format == TransferFormat::Csv || m_options.format == TransferFormat::Tsv;
  if (!isDelimited || options.escapesFormulas || !options.nullText.empty() || !statement.binds.empty()) return {};
  return m_dialect.copyOut({statement.sql, options.delimiter, options.quote}, statement.columns);
}

TransferProgress RowExport::copy(const std::string& sql, const CompiledStatement& statement, RowEncoder& encoder, const Write& write) const {
  TransferProgress progress;
  std::string out;
  const auto flush = [&] {
    write(out);
    progress.bytes += static_cast<std::int64_t>(out.size());
    out.clear();
    if (m_progress) m_progress(progress);
    m_cancelToken.throwIfCancelled();
  };
  encoder.begin(statement.columns, out);
  const std::string& end = m_options.delimited.lineEnd;
  m_connection.copyOut(sql, [&](std::string_view line) {
    out += line.substr(0, line.size() - 1);
    out += end;
    ++progress.rows;
    if (out.size() >= kBatchBytes) flush();
  });
  flush();
  return progress;
}

}  // namespace joinery
