// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "report.h"
#include "window_driver.h"

namespace joinery::bench {

/// A table of that many rows, opened, jumped about in, scrolled by the wheel, counted, sorted, filtered and exported.
/// @param steps which of "jump", "wheel", "sort", "filter" and "export"; all of them where none is named
void browseEvents(WindowDriver& driver, Report& report, const Url& url, std::int64_t rows, const std::set<std::string>& steps);
/// Databases with tables of those many rows, opened in turns, so that what else the machine does befalls all of them alike.
void compareOpening(WindowDriver& driver, const std::function<Report(std::int64_t rows)>& reportOf, const std::function<Url(std::int64_t rows)>& urlOf, const std::vector<std::int64_t>& sizes);
/// A database of that many tables is opened, and read once more.
void reflectTables(WindowDriver& driver, Report& report, std::int64_t tables);
/// So many cells, ten of a row, of a table of as many rows: selected, set to NULL at once, undone, redone and reverted.
void changeCells(WindowDriver& driver, Report& report, std::int64_t cells);
/// The relation tree of rows with many related rows, opened three levels deep.
void expandTrees(WindowDriver& driver, Report& report);
/// The diagram of a database of that many tables: arranged, its lines led, panned and zoomed.
void showDiagram(WindowDriver& driver, Report& report, int tables);

}  // namespace joinery::bench
