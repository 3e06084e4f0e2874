// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/row_export.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/output_file.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/query/sort_order.h"
#include "orm/transfer/xlsx_encoder.h"

namespace joinery {

namespace {

/// The server fills what lies between it and here in a moment, and then waits: no write is to take longer than that.
constexpr std::size_t kFlushedBytes = 64 * 1024;

bool isExported(const Attribute& attribute, TransferFormat format) {
  return format != TransferFormat::Sql || (!attribute.expression && !attribute.column.isComputed());
}

}  // namespace

std::vector<std::string> exportedAttributes(const Model& model, TransferFormat format) {
  std::vector<std::string> names;
  for (const Attribute& attribute : model.attributes)
    if (isExported(attribute, format)) names.push_back(attribute.name);
  return names;
}

CompiledStatement exportStatement(const ExportedRows& rows, const Registry& registry, const Dialect& dialect, TransferFormat format) {
  const Model& model = registry.at(rows.model);
  const sql::FromItem root = modelSource(model);
  const std::string alias = root.qualifier();
  const CompiledSort sort = compileSort(parseSortKeys(rows.sorts, registry, model), registry, model, root);
  return dialect.compile(selectModel(model, alias, rows.attributes.empty() ? exportedAttributes(model, format) : rows.attributes)
                             .from(sort.from)
                             .where(compileFilter(rows.filter, registry, model, alias))
                             .where(familyCondition(registry, model, alias))
                             .orderBy(sort.orderBy)
                             .limit(rows.limit));
}

/// What an export has written and told of, and what is still to be written.
class RowExport::Output {
 public:
  Output(const RowExport& rows, RowEncoder& rowEncoder, const Write& write) : encoder(rowEncoder), m_export(rows), m_write(write) {}

  RowEncoder& encoder;
  std::string text;  ///< not written yet

  void add(std::size_t rows) { m_done.rows += static_cast<std::int64_t>(rows); }
  void flush() {
    m_export.m_cancelToken.throwIfCancelled();
    m_write(text);
    m_done.bytes += static_cast<std::int64_t>(text.size());
    text.clear();
    if (m_export.m_progress) m_export.m_progress(m_done);
  }
  const TransferProgress& done() const { return m_done; }

 private:
  const RowExport& m_export;
  const Write& m_write;
  TransferProgress m_done;
};

TransferProgress RowExport::run(BatchSource& rows, const Write& write) const {
  const auto encoder = makeRowEncoder(m_options, m_dialect);
  Output output(*this, *encoder, write);
  this->write(rows, output);
  return output.done();
}

TransferProgress RowExport::run(Connection& connection, const CompiledStatement& statement, const Write& write) const {
  const auto encoder = makeRowEncoder(m_options, m_dialect);
  Output output(*this, *encoder, write);
  this->write(connection, statement, output);
  return output.done();
}

TransferProgress RowExport::runTo(const std::string& path, BatchSource& rows) const {
  return writeTo(path, [&](Output& output) { write(rows, output); });
}

TransferProgress RowExport::runTo(const std::string& path, Connection& connection, const CompiledStatement& statement) const {
  return writeTo(path, [&](Output& output) { write(connection, statement, output); });
}

template <typename Run>
TransferProgress RowExport::writeTo(const std::string& path, const Run& run) const {
  OutputFile file(path);
  const auto encoder = m_options.format == TransferFormat::Xlsx ? std::make_unique<XlsxEncoder>(file.temporaryPath(), file.folder(), m_options.table.name) : makeRowEncoder(m_options, m_dialect);
  const Write toFile = [&](std::string_view bytes) { file.write(bytes); };
  Output output(*this, *encoder, toFile);
  run(output);
  m_cancelToken.throwIfCancelled();
  return {output.done().rows, file.commit()};
}

void RowExport::write(BatchSource& rows, Output& output) const {
  if (rows.columns().empty()) throw DbError(ErrorKind::Argument, "the statement returns no rows that could be exported");
  m_cancelToken.throwIfCancelled();
  output.encoder.begin(rows.columns(), output.text);
  rows.read([&](const RowBatch& batch) {
    output.encoder.rows(batch, output.text);
    output.add(batch.rows());
    output.flush();
  });
  output.encoder.end(output.text);
  output.flush();
}

void RowExport::write(Connection& connection, const CompiledStatement& statement, Output& output) const {
  m_cancelToken.throwIfCancelled();
  if (const auto sql = copyOf(statement)) return copy(connection, *sql, statement.columns, output);
  StatementBatches rows(connection, statement);
  write(rows, output);
}

/// The engine's own statement for it, where that writes the same.
std::optional<std::string> RowExport::copyOf(const CompiledStatement& statement) const {
  const DelimitedOptions& options = m_options.delimited;
  const bool isDelimited = m_options.format == TransferFormat::Csv || m_options.format == TransferFormat::Tsv;
  if (!isDelimited || options.escapesFormulas || !options.nullText.empty() || !statement.binds.empty()) return {};
  return m_dialect.copyOut(statement.sql, {options.delimiter, options.quote}, statement.columns);
}

void RowExport::copy(Connection& connection, const std::string& sql, const ResultColumns& columns, Output& output) const {
  output.encoder.begin(columns, output.text);
  const std::string& end = m_options.delimited.lineEnd;
  connection.copyOut(sql, [&](std::string_view line) {
    output.text += line.substr(0, line.size() - 1);
    output.text += end;
    output.add(1);
    if (output.text.size() >= kFlushedBytes) output.flush();
  });
  output.flush();
}

}  // namespace joinery
