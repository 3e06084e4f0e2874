// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/url.h"

namespace joinery::bench {

/// All rows of a table into a file of CSV, opened as the command line opens it. @return seconds of export and what brings it to the disk
double exportCsvByOrm(const Url& url, const std::string& table, std::int64_t rows);
/// The rows of eventsCsv() into an empty table, committed. @return seconds
double importCsvByOrm(const Url& url, const std::string& table);

}  // namespace joinery::bench
