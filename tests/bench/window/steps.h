// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "report.h"
#include "window_driver.h"

namespace joinery::bench {

/// A table of that many rows, opened, jumped about in, scrolled by the wheel, counted, sorted, filtered and exported.
void browseEvents(WindowDriver& driver, Report& report, const Url& url, std::int64_t rows);
/// A database of that many tables is opened, and read once more.
void reflectTables(WindowDriver& driver, Report& report, std::int64_t tables);
/// The relation tree of rows with many related rows, opened three levels deep.
void expandTrees(WindowDriver& driver, Report& report);

}  // namespace joinery::bench
