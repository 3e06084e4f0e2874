// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/row_import.h"

#include <QScopeGuard>
#include <QUtf8StringView>

#include <algorithm>
#include <set>
#include <utility>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/core/nearest_names.h"
#include "orm/engine/inspector.h"
#include "orm/engine/schema_creation.h"
#include "orm/engine/transaction.h"
#include "orm/transfer/column_inference.h"
#include "orm/transfer/delimited_source.h"
#include "orm/transfer/delimited_value.h"

namespace joinery {

namespace {

constexpr const char* kSavepoint = "joinery_import";
/// Of what is imported: until there is more, others read beside it. With a window it is still less than what that may take.
constexpr std::size_t kKeptBytes = std::size_t{64} << 20;
/// Of one statement, 64 MiB: one for each block would take some hundredths longer.
constexpr int kMostBlocksTogether = 16;
/// What a trigger raises to refuse a row. Source: postgresql.org/docs/15/errcodes-appendix.html
constexpr const char* kRaisedException = "P0001";

/// Whether another row may do better.
bool isOfRow(const DbError& error) {
  return error.kind() == ErrorKind::Data || error.kind() == ErrorKind::TooLarge || error.kind() == ErrorKind::Integrity || error.sqlState == kRaisedException;
}

std::string reasonOf(const DbError& error) { return error.message(); }

const schema::Column* columnCalled(const schema::Table& table, const std::string& name) {
  if (const schema::Column* column = table.column(name)) return column;
  const auto found = std::ranges::find_if(table.columns, [&](const schema::Column& each) { return asciiLower(each.name) == asciiLower(name); });
  return found == table.columns.end() ? nullptr : &*found;
}

std::string targetOf(const std::string& name, const ImportOptions& options) {
  const auto mapped = options.mapping.find(name);
  return mapped == options.mapping.end() ? name : mapped->second;
}

void requireMapped(const std::vector<std::string>& names, const ImportOptions& options) {
  for (const auto& [from, to] : options.mapping) {
    if (std::ranges::find(names, from) != names.end()) continue;
    DbError error(ErrorKind::Argument, "the file has no column \"" + from + "\"");
    error.hint = suggestion(from, names);
    throw error;
  }
}

/// Fills the preview's columns from its rows.
void inferColumns(ImportPreview& preview, const std::vector<std::string>& names, const ImportOptions& options) {
  requireMapped(names, options);
  std::vector<ColumnInference> inferred(names.size());
  for (const SourceRow& row : preview.rows)
    for (std::size_t i = 0; row.mistake.empty() && i < row.cells.size(); ++i) inferred[i].add(row.cells[i], options.delimited.nullText);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string target = targetOf(names[i], options);
    const auto given = options.types.find(target);
    preview.columns.push_back({names[i], target, given == options.types.end() ? inferred[i].kind() : given->second});
  }
}

/// A number, a truth value or a nested one for a column of text: as it is spelled.
Value jsonValue(const Json& json, const ValueType& type) {
  const bool isSpelled = type.kind == TypeKind::Text && !json.is_string() && !json.is_null() && !(json.is_object() && json.contains("$blob"));
  return isSpelled ? Value::text(json.dump()) : valueFromJson(json, type);
}

}  // namespace

ImportPreview previewImport(InputFile& in, const ImportOptions& options) {
  const auto source = makeRowSource(in, options.format, options.delimited);
  ImportPreview preview;
  source->read([&](SourceRow& row) {
    preview.rows.push_back(std::move(row));
    return preview.rows.size() < ImportPreview::kRows;
  });
  inferColumns(preview, source->columns(), options);
  return preview;
}

RowImport::RowImport(Connection& connection, const Dialect& dialect, ImportOptions options, CancelToken cancelToken, OnTransferProgress progress)
    : m_connection(connection), m_dialect(dialect), m_options(std::move(options)), m_cancelToken(std::move(cancelToken)), m_progress(std::move(progress)) {}

ImportResult RowImport::run(InputFile& in) {
  m_cancelToken.throwIfCancelled();
  m_in = &in;
  m_source = makeRowSource(in, m_options.format, m_options.delimited);
  m_connection.keepChanges(kKeptBytes);
  const auto asUsual = qScopeGuard([this] { changesAsUsual(); });
  Transaction transaction(m_connection, m_dialect, Transaction::Mode::Write);
  // Nobody else has the connection when the transaction ends.
  const auto wait = qScopeGuard([this] { if (m_insertion.valid()) m_insertion.wait(); });
  m_source->read([this](SourceRow& row) { return take(row); });
  if (!m_isStarted) start();
  flush();
  if (m_goesByBlocks) importBlocks();
  settle();
  m_cancelToken.throwIfCancelled();
  if (m_result.rows > 0) m_result.advanced = advanceNumbers(m_connection, m_dialect, *m_table, m_targets);
  transaction.commit();
  // Those that the engine refused come a batch later than those that could not be read.
  std::ranges::sort(m_result.bad, {}, &BadRow::line);
  return std::move(m_result);
}

void RowImport::changesAsUsual() noexcept {
  try {
    m_connection.keepChanges(0);
  } catch (const std::exception&) {
    // The connection is gone.
  }
}

bool RowImport::take(SourceRow& row) {
  if (m_isStarted) return add(row), true;
  m_preview.rows.push_back(std::move(row));
  if (m_preview.rows.size() == ImportPreview::kRows) start();
  return !m_goesByBlocks;
}

void RowImport::start() {
  m_isStarted = true;
  inferColumns(m_preview, m_source->columns(), m_options);
  if (m_options.target == ImportOptions::Target::Made) makeTable();
  findTable();
  mapColumns();
  for (SourceRow& row : m_preview.rows) add(row);
  m_preview.rows = {};
}

void RowImport::makeTable() {
  schema::Table table;
  table.name = m_options.table;
  for (const ImportedColumn& each : m_preview.columns) {
    if (each.target.empty()) continue;
    schema::Column column;
    column.name = each.target;
    column.type = ValueType::of(each.kind);
    table.columns.push_back(std::move(column));
  }
  if (table.columns.empty()) throw DbError(ErrorKind::Argument, "no table can be made of a file without columns");
  const auto there = reflect(m_connection, m_dialect);
  if (there->find(table.name)) throw DbError(ErrorKind::Argument, "there is a table " + table.name.toString() + " already");
  schema::MetaData made;
  made.defaultSchema = there->defaultSchema;
  made.add(std::move(table));
  createAll(m_connection, m_dialect, made);
}

void RowImport::findTable() {
  const auto metadata = reflect(m_connection, m_dialect);
  m_table = metadata->find(m_options.table);
  if (m_table) return;
  std::vector<std::string> names;
  for (const auto& each : metadata->tables()) names.push_back(each->name.name);
  DbError error(ErrorKind::InvalidRequest, "there is no table " + m_options.table.toString());
  error.hint = suggestion(m_options.table.name, names);
  throw error;
}

void RowImport::mapColumns() {
  std::vector<std::string> columns;
  for (const ImportedColumn& each : m_preview.columns) {
    const schema::Column* column = each.target.empty() ? nullptr : columnCalled(*m_table, each.target);
    if (!column && !each.target.empty()) {
      DbError error(ErrorKind::InvalidRequest, m_table->name.toString() + " has no column \"" + each.target + "\"");
      error.hint = "Map the file's column to another one, or to nothing to leave it out.";
      throw error;
    }
    // The database computes it anew.
    if (column && column->isComputed()) column = nullptr;
    m_targets.push_back(column);
    if (!column) continue;
    if (std::ranges::find(columns, column->name) != columns.end()) throw DbError(ErrorKind::Argument, "two columns of the file go to " + m_table->name.toString() + "." + column->name);
    columns.push_back(column->name);
  }
  if (columns.empty()) throw DbError(ErrorKind::Data, "no column of the file goes to a column of " + m_table->name.toString());
  for (ImportBatch* batch : {&m_batch, &m_inserting}) batch->setColumns(columns.size());
  m_inserter.emplace(m_connection, m_dialect, *m_table, std::move(columns), m_options.onTakenKey);
  m_goesByBlocks = isReadByEngine();
}

/// Whether every cell of the file is for a column of the table, as it is spelled, and nothing about it is looked at here.
bool RowImport::isReadByEngine() {
  if (m_options.format != TransferFormat::Csv && m_options.format != TransferFormat::Tsv) return false;
  for (std::size_t i = 0; i < m_targets.size(); ++i) {
    const ImportedColumn& imported = m_preview.columns[i];
    const bool isInferred = m_options.target == ImportOptions::Target::Made && !m_options.types.contains(imported.target) && imported.kind != TypeKind::Text;
    if (!m_targets[i] || m_targets[i]->type.perCell || m_targets[i]->type.kind == TypeKind::Blob || isInferred) return false;
  }
  return m_inserter->takesLines({m_options.delimited.delimiter, m_options.delimited.quote, m_options.delimited.nullText});
}

/// Blocks are copied while those after them are read. The thread that copies is the one that waits for the server most of the time and is woken
/// by its answers: a thread made for it would stand behind the reading one after each block.
void RowImport::importBlocks() {
  m_blocksEnd = m_in->position();
  BlocksAhead blocks(*m_in, m_options.delimited, m_targets.size() == 1 ? DelimitedBlocks::Columns::One : DelimitedBlocks::Columns::Several);
  m_blocksTogether = blocks.canReturn() ? kMostBlocksTogether : 1;
  while (blocks.block()) {
    if (blocks.block()->isPlain() && copy(blocks)) continue;
    addRows(*blocks.block());
    settle();
    advance(blocks);
  }
}

void RowImport::advance(BlocksAhead& blocks) {
  blocks.advance();
  m_blocksEnd = blocks.position();
  tell();
  m_cancelToken.throwIfCancelled();
}

/// Some blocks at once, as each statement takes its time. Goes on behind them; where one of their rows is bad, none of them is there and it goes
/// back to the first, from where on each goes by itself. @return false where that is the one to which block() belongs
bool RowImport::copy(BlocksAhead& blocks) {
  settle();
  m_cancelToken.throwIfCancelled();
  const std::int64_t position = blocks.position(), line = blocks.block()->line();
  m_given = {.isBare = blocks.block()->isBare()};
  Savepoint savepoint(m_connection, kSavepoint);
  try {
    const std::int64_t rows = m_inserter->insertLines(m_given.isBare ? Dialect::Quotes::None : Dialect::Quotes::Some, [&] { return give(blocks); });
    savepoint.release();
    m_result.rows += rows;
    m_given.rows = 0;
  } catch (const DbError& error) {
    m_given.rows = 0;
    if (!isOfRow(error)) throw;
    savepoint.rollback();
    if (std::exchange(m_blocksTogether, 1) == 1) return false;
    blocks.returnTo(position, line);
    return true;
  }
  if (m_given.isBlock) advance(blocks);
  return true;
}

/// @return the next block for the statement that is running; empty where that ends
std::string_view RowImport::give(BlocksAhead& blocks) {
  if (m_given.blocks == m_blocksTogether) return {};
  if (m_given.isBlock) advance(blocks);
  const DelimitedBlock* const block = blocks.block();
  m_given.isBlock = block && block->isPlain() && block->isBare() == m_given.isBare;
  if (!m_given.isBlock) return {};
  ++m_given.blocks;
  m_given.rows += block->rows();
  return block->bytes();
}

/// Reads a block's rows here.
void RowImport::addRows(const DelimitedBlock& block) {
  InputFile in(block.bytes(), block.line());
  DelimitedSource(in, m_options.delimited, m_source->columns()).read([this](SourceRow& row) { return add(row), true; });
  flush();
}

void RowImport::add(SourceRow& row) {
  std::string reason = row.mistake;
  if (!reason.empty() || !convert(row, reason)) {
    settle();
    // What stands before it in the file is told before it.
    if (m_options.mostBadRows == m_result.badRows) flush();
    settle();
    return refuse(row.line, reason);
  }
  if (m_batch.isFull()) flush();
}

bool RowImport::convert(SourceRow& row, std::string& reason) {
  for (std::size_t i = m_targets.size(); i < row.cells.size(); ++i) {
    if (row.cells[i].kind == SourceCell::Kind::Missing) continue;
    reason = "\"" + m_source->columns()[i] + "\" is none of the columns of the first " + std::to_string(ImportPreview::kRows) + " rows";
    return false;
  }
  static const SourceCell kMissing;
  for (std::size_t i = 0; i < m_targets.size(); ++i) {
    if (!m_targets[i]) continue;
    try {
      m_batch.add(valueOf(i < row.cells.size() ? row.cells[i] : kMissing, i));
    } catch (const DbError& error) {
      reason = m_targets[i]->name + ": " + reasonOf(error);
      m_batch.dropRow();
      return false;
    }
  }
  m_batch.endRow(row.line);
  return true;
}

ValueView RowImport::valueOf(const SourceCell& cell, std::size_t column) {
  const std::string& nullText = m_options.delimited.nullText;
  const ImportedColumn& imported = m_preview.columns[column];
  const ValueType& type = m_targets[column]->type;
  if (m_options.target == ImportOptions::Target::Made && !m_options.types.contains(imported.target) && !ColumnInference::keeps(imported.kind, cell, nullText)) {
    const std::string shown = cell.kind == SourceCell::Kind::Json ? shownJson(cell.json) : "\"" + cell.text.substr(0, 60) + "\"";
    throw DbError(ErrorKind::Data, shown + " would not stay as it is in a column that the first rows made " + typeKindName(imported.kind) + "; say of which type it is (--type " + imported.target + "=text)");
  }
  switch (cell.kind) {
    case SourceCell::Kind::Missing: break;
    case SourceCell::Kind::Plain: return cell.text == nullText ? ValueView::null() : plainCellValue(cell.text, type, m_bytes);
    case SourceCell::Kind::Quoted: return quotedCellValue(cell.text, type, m_bytes);
    case SourceCell::Kind::Json: return (m_value = jsonValue(cell.json, type)).view();
  }
  return ValueView::null();
}

/// Rows are inserted while those after them are read.
void RowImport::flush() {
  m_cancelToken.throwIfCancelled();
  settle();
  if (m_batch.size() == 0) return;
  std::swap(m_batch, m_inserting);
  // Where no thread can be had it is done by settle().
  m_insertion = std::async(std::launch::async | std::launch::deferred, [this] { insert(0, m_inserting.size()); });
}

void RowImport::settle() {
  if (!m_insertion.valid()) return;
  m_insertion.get();
  m_inserting.clear();
  tell();
}

void RowImport::tell() const {
  if (m_progress) m_progress({m_result.rows + m_given.rows, m_blocksEnd ? *m_blocksEnd : m_in->position(), m_in->size()});
}

/// All together; where some fail, by halves, down to the rows that do.
void RowImport::insert(std::size_t first, std::size_t count) {
  m_cancelToken.throwIfCancelled();
  Savepoint savepoint(m_connection, kSavepoint);
  try {
    ImportBatch::Part part(m_inserting, first, count);
    const std::int64_t rows = m_inserter->insert(part);
    savepoint.release();
    m_result.rows += rows;
    return;
  } catch (const DbError& error) {
    if (!isOfRow(error)) throw;
    savepoint.rollback();
    if (count == 1) return refuse(m_inserting.line(first), error.detail.empty() || error.detail.starts_with("set ") ? reasonOf(error) : reasonOf(error) + ": " + error.detail);
  }
  insert(first, count / 2);
  insert(first + count / 2, count - count / 2);
}

void RowImport::refuse(std::int64_t line, const std::string& reason) {
  if (m_result.bad.size() < ImportResult::kKeptBadRows) m_result.bad.push_back({line, reason});
  if (++m_result.badRows <= m_options.mostBadRows) return;
  DbError error(ErrorKind::Data, "line " + std::to_string(line) + ": " + reason);
  error.hint = m_options.mostBadRows == 0 ? "Nothing was imported. Bad rows can be left out (--skip-bad)." : "Nothing was imported: that is one bad row more than may be left out.";
  throw error;
}

}  // namespace joinery
