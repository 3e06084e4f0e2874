// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "orm/core/url.h"

namespace joinery::bench {

/// Where what was generated is kept for the next run: JOINERY_BENCH_DATA, else a folder of the build tree. Made where it is not there.
std::filesystem::path dataFolder();
/// A file of that name there. Where there is none it is made, under another name until it is whole.
std::filesystem::path keptFile(const std::string& name, const std::function<void(const std::string& path)>& make);

/// A SQLite file with eventAt() of 1 to `rows` in the table "events", an index on user_id, and a write-ahead log. Made when it is
/// first asked for: 100 million rows are 8 GB and take minutes.
/// @throws std::exception where there is no room
std::filesystem::path eventsFile(std::int64_t rows);

/// A copy of it with a rollback journal, as most files have: whoever reads keeps others from writing there.
std::filesystem::path rollbackFile(std::int64_t rows);

/// The same as a database of the server of JOINERY_TEST_POSTGRES, where it stays. @throws Skipped where no server is named
Url eventsDatabase(std::int64_t rows);

/// A text that is in the note of one row of eventsFile() only, two thirds down. @pre rows is a power of ten
std::string rareText(std::int64_t rows);

}  // namespace joinery::bench
