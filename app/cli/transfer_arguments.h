// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "orm/transfer/transfer_format.h"

namespace joinery::cli {

/// What `import` and `export` take alike: --format, and for CSV and TSV --delimiter, --quote, --null and --no-header.
std::vector<Arguments::Option> transferOptions();
/// --format, else what the file's name says; CSV of a stream.
/// @throws DbError Argument where neither tells
TransferFormat transferFormatFrom(const Arguments& arguments, const std::string& path);
/// @throws DbError Argument for what can't be told apart, and for options of CSV given to another format
DelimitedOptions delimitedOptionsFrom(const Arguments& arguments, TransferFormat format);
/// One character, or `tab`. @throws DbError Argument
char characterFrom(const Arguments& arguments, const char* option, char fallback);

}  // namespace joinery::cli
