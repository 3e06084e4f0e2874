// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/transfer/input_file.h"
#include "orm/transfer/transfer_format.h"

namespace joinery {

/// A cell as it stands in a file.
struct SourceCell {
  enum class Kind { Missing, Plain, Quoted, Json };
  Kind kind = Kind::Missing;
  std::string text = {};  ///< of Plain and Quoted
  Json json = {};
};

/// A row as it stands in a file.
struct SourceRow {
  std::int64_t line = 0;           ///< where it begins, from 1
  std::vector<SourceCell> cells;   ///< by column; those after the last are missing
  std::string mistake;             ///< why it is no row; empty: it is one
};

/// The rows of a file, one after another: memory is that of the longest row. One thread.
class RowSource {
 public:
  /// The most bytes of one row; a longer one is a mistake of the file, such as a quote that never ends.
  static constexpr std::int64_t kMostRowBytes = std::int64_t{256} * 1024 * 1024;

  virtual ~RowSource() = default;
  /// The columns that were met so far, by place: of CSV known with the first row, of JSON those of the objects until now.
  virtual const std::vector<std::string>& columns() const = 0;
  /// @param take is given each row, which it may change; where it returns false, that was the last
  /// @throws DbError Data, with the line, where the file can't be read any further
  virtual void read(const std::function<bool(SourceRow&)>& take) = 0;
};

/// @param in outlives the source @throws DbError Argument for SQL, which is no file of rows, and for XLSX, which is only written
std::unique_ptr<RowSource> makeRowSource(InputFile& in, TransferFormat format, const DelimitedOptions& delimited);

}  // namespace joinery
