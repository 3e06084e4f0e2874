// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

namespace joinery::test {

/// A document of DBML as its official parser would take it apart: enough of it to check what is written.
struct DbmlDocument {
  struct Column {
    std::string name, type;
    std::vector<std::string> settings;  ///< "pk", "default: x": values without their quotes
  };
  struct Table {
    std::vector<Column> columns;
    std::vector<std::string> indexes, checks;
    std::string note;
  };
  struct Reference {
    std::string name, from, to, settings;  ///< ends as "table(column, column)"
    char sign = '>';
  };
  std::map<std::string, Table> tables;  ///< by "schema.name" or "name"
  std::map<std::string, std::vector<std::string>> enums;
  std::vector<Reference> references;

  /// @throws std::runtime_error telling the line for what is no DBML
  static DbmlDocument read(const std::string& text);
};

}  // namespace joinery::test
