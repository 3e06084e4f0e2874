// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/db_error.h"
#include "orm/core/json.h"
#include "orm/core/row_batch.h"

namespace joinery::cli {

/// Writes to stdout. @throws DbError Operational when it can't be written (a full disk); a closed pipe ends the process quietly
void print(std::string_view text);
void printLine(std::string_view text);
/// Two spaces a level, non-ASCII as it is; invalid UTF-8 is replaced by U+FFFD.
void printJson(const Json& json);
/// One line.
std::string compactJson(const Json& json);
/// `joinery: <what>` on stderr, and below it what to do.
void printError(const std::string& what, const std::string& hint = {});
void printError(const DbError& error);

/// Aligned columns under a header, numbers to the right.
class TextTable {
 public:
  enum class Align { Left, Right };
  struct Column { std::string title; Align align = Align::Left; };
  explicit TextTable(std::vector<Column> columns);
  void addRow(std::vector<std::string> cells);
  std::string toString() const;

 private:
  std::vector<Column> m_columns;
  std::vector<std::vector<std::string>> m_rows;
};

/// 15607 → "15,607".
std::string groupedNumber(std::int64_t number);

}  // namespace joinery::cli
