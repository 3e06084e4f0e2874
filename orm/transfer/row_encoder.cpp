// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/row_encoder.h"

#include <set>

#include "orm/core/db_error.h"
#include "orm/transfer/delimited_encoder.h"
#include "orm/transfer/json_encoder.h"
#include "orm/transfer/sql_encoder.h"

namespace joinery {

namespace {

[[noreturn]] void refuseStream() {
  DbError error(ErrorKind::Argument, "XLSX goes to a file of its own, not to a stream");
  error.hint = "Give the name of a file that ends with .xlsx.";
  throw error;
}

}  // namespace

std::unique_ptr<RowEncoder> makeRowEncoder(const RowFormatOptions& options, const Dialect& dialect) {
  switch (options.format) {
    case TransferFormat::Csv:
    case TransferFormat::Tsv: return std::make_unique<DelimitedEncoder>(options.delimited);
    case TransferFormat::Json: return std::make_unique<JsonEncoder>(JsonEncoder::Layout::Array);
    case TransferFormat::JsonLines: return std::make_unique<JsonEncoder>(JsonEncoder::Layout::Lines);
    case TransferFormat::Sql: break;
    case TransferFormat::Xlsx: refuseStream();
  }
  if (options.table.isEmpty()) throw DbError(ErrorKind::Argument, "SQL needs the name of the table that its INSERTs fill");
  return std::make_unique<SqlEncoder>(dialect, options.table, options.overridesIdentity ? SqlEncoder::Identity::Given : SqlEncoder::Identity::AsItIs);
}

std::vector<std::string> uniqueLabels(const ResultColumns& columns) {
  std::vector<std::string> labels;
  std::set<std::string> taken;
  for (const ResultColumn& column : columns) {
    std::string label = column.label;
    for (int n = 2; !taken.insert(label).second; ++n) label = column.label + "_" + std::to_string(n);
    labels.push_back(std::move(label));
  }
  return labels;
}

}  // namespace joinery
