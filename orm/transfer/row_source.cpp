// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/row_source.h"

#include "orm/core/db_error.h"
#include "orm/transfer/delimited_source.h"
#include "orm/transfer/json_source.h"

namespace joinery {

namespace {

[[noreturn]] void refuseXlsx() {
  DbError error(ErrorKind::Argument, "XLSX is written, not read");
  error.hint = "Save the sheet as CSV in the spreadsheet, and import that.";
  throw error;
}

}  // namespace

std::unique_ptr<RowSource> makeRowSource(InputFile& in, TransferFormat format, const DelimitedOptions& delimited) {
  switch (format) {
    case TransferFormat::Csv:
    case TransferFormat::Tsv: return std::make_unique<DelimitedSource>(in, delimited);
    case TransferFormat::Json: return std::make_unique<JsonSource>(in);
    case TransferFormat::JsonLines: return std::make_unique<JsonLinesSource>(in);
    case TransferFormat::Sql: break;
    case TransferFormat::Xlsx: refuseXlsx();
  }
  DbError error(ErrorKind::Argument, "SQL is no format of rows");
  error.hint = "Run it: joinery sql URL -f FILE";
  throw error;
}

}  // namespace joinery
