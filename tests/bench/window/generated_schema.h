// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace joinery::bench {

/// A table of a generated schema: columns besides its key and its references, and the places of the tables that it refers to.
struct GeneratedTable {
  std::string name;
  int columns = 0;
  std::vector<int> references = {};
};

/// So many tables as a program's database has them: modules whose tables refer to each other, some in chains; ten tables that all modules refer
/// to; a twelfth of the tables alone; nine references for five tables. The same each time.
std::vector<GeneratedTable> generatedSchema(int tables);
/// A SQLite file with those tables, of 5 to 15 columns each. Kept as eventsFile() is.
std::filesystem::path schemaFile(int tables);

}  // namespace joinery::bench
