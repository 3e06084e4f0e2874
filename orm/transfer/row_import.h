// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/schema/metadata.h"
#include "orm/transfer/advanced_numbers.h"
#include "orm/transfer/blocks_ahead.h"
#include "orm/transfer/import_batch.h"
#include "orm/transfer/row_inserter.h"
#include "orm/transfer/row_source.h"

namespace joinery {

/// Where rows of a file go, and what becomes of those that don't fit.
struct ImportOptions {
  enum class Target { Existing, Made };
  QualifiedName table;
  Target target = Target::Existing;
  TransferFormat format = TransferFormat::Csv;
  DelimitedOptions delimited = {};
  /// From the file's column to the table's; to nothing: it is left out. Those that are not named go to the column of their name.
  std::map<std::string, std::string> mapping = {};
  /// Of a table that is made, by the table's column; of the others the types are inferred.
  std::map<std::string, TypeKind> types = {};
  OnTakenKey onTakenKey = OnTakenKey::Fail;
  /// More bad rows than that end it, and nothing is there then.
  std::int64_t mostBadRows = 0;
};

/// A column of a file: where it goes, and what it seems to be by the first rows.
struct ImportedColumn {
  std::string name;
  std::string target;  ///< empty: left out
  TypeKind kind = TypeKind::Text;
};

/// The beginning of a file.
struct ImportPreview {
  static constexpr std::size_t kRows = 1000;
  std::vector<ImportedColumn> columns;
  std::vector<SourceRow> rows;  ///< at most kRows, bad ones too
};
/// Reads the first rows and nothing of a database. @throws DbError Argument for a mapping of columns that are not there; Data
ImportPreview previewImport(InputFile& in, const ImportOptions& options);

/// A row that was not taken.
struct BadRow {
  std::int64_t line = 0;
  std::string reason;
};

struct ImportResult {
  static constexpr std::size_t kKeptBadRows = 1000;
  std::int64_t rows = 0;  ///< inserted or updated
  std::int64_t badRows = 0;
  std::vector<BadRow> bad;  ///< the first of them
  /// Columns of which rows brought numbers that the database would have given to others.
  std::vector<AdvancedNumbers> advanced;
};

/// Takes the rows of a file into a table, in one transaction: all that are good, or nothing. Memory does not grow with their number.
/// Where rows bring numbers for a column that the database numbers by a sequence, that goes on behind them.
/// NULL is a cell of DelimitedOptions::nullText without quotes, null of JSON, and a name that an object has not. Blocks; worker thread
/// or a plain program. While it runs, a thread of its own has the connection from time to time; both never have it together.
///
/// Where the engine reads CSV by itself and as it is read here, it is given pieces of the file as they stand; a piece that holds anything
/// that it would take otherwise, or that it refuses, is read here, so that what is taken and what is told of bad rows is the same.
class RowImport {
 public:
  RowImport(Connection& connection, const Dialect& dialect, ImportOptions options, CancelToken cancelToken = {}, OnTransferProgress progress = {});

  /// Once.
  /// @throws DbError Argument for a table or columns that are not there; Data with the line of the row that is one too bad; Cancelled,
  ///         OutcomeUnknown and what else the engine throws
  ImportResult run(InputFile& in);
  /// After run() has thrown: what it had met until then. Nothing of it is in the database.
  const ImportResult& soFar() const { return m_result; }

 private:
  /// What the statement that is running was given.
  struct Given {
    bool isBare = false;
    int blocks = 0;
    bool isBlock = false;  ///< the block that is worked on is among them
    std::int64_t rows = 0;
  };

  void changesAsUsual() noexcept;
  bool take(SourceRow& row);
  void start();
  void makeTable();
  void findTable();
  void mapColumns();
  void add(SourceRow& row);
  bool convert(SourceRow& row, std::string& reason);
  /// Good until the next call, or the cell changes.
  ValueView valueOf(const SourceCell& cell, std::size_t column);
  void flush();
  void settle();
  void tell() const;
  void insert(std::size_t first, std::size_t count);
  bool isReadByEngine();
  void importBlocks();
  void advance(BlocksAhead& blocks);
  bool copy(BlocksAhead& blocks);
  std::string_view give(BlocksAhead& blocks);
  void addRows(const DelimitedBlock& block);
  void refuse(std::int64_t line, const std::string& reason);

  Connection& m_connection;
  const Dialect& m_dialect;
  const ImportOptions m_options;
  const CancelToken m_cancelToken;
  const OnTransferProgress m_progress;
  InputFile* m_in = nullptr;
  std::unique_ptr<RowSource> m_source;
  ImportPreview m_preview;
  bool m_isStarted = false;
  bool m_goesByBlocks = false;  ///< the engine reads what follows the first rows by itself
  std::shared_ptr<const schema::Table> m_table;
  std::vector<const schema::Column*> m_targets;  ///< by the file's column; null: left out
  std::optional<RowInserter> m_inserter;
  ImportBatch m_batch;
  /// While it goes on, another thread has the connection, m_inserting and m_result.
  std::future<void> m_insertion;
  ImportBatch m_inserting;
  int m_blocksTogether = 1;                 ///< given to the engine in one statement
  Given m_given;
  std::optional<std::int64_t> m_blocksEnd;  ///< how far the blocks reach that were taken; another thread may read on
  std::string m_bytes;  ///< of a blob that was read
  Value m_value;        ///< of JSON
  ImportResult m_result;
};

}  // namespace joinery
