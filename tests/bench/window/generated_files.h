// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace joinery::bench {

/// A SQLite file with that many tables of ten columns, a row and an index each, and a foreign key to the table before. Kept as eventsFile() is.
std::filesystem::path tablesFile(std::int64_t tables);
/// A SQLite file with that many rows in "wide", of a key and ten columns that may be NULL.
std::filesystem::path wideFile(std::int64_t rows);
/// A SQLite file with 1,000 persons in "person"; the first has 50,000 rows in "visit", any other one 10, and each visit has 5 in "item".
std::filesystem::path treeFile();

}  // namespace joinery::bench
