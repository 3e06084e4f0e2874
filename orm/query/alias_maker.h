// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_set>

namespace joinery {

/// Gives each use of a table in one statement a name of its own: Album_1, Album_2 ….
class AliasMaker {
 public:
  /// @param outer what the statement calls its own table
  explicit AliasMaker(const std::string& outer);
  /// Engines cut long names silently, which could make two of them one: the table's part is kept short.
  std::string make(const std::string& table);

 private:
  std::unordered_set<std::string> m_taken;  // folded: aliases compare as names do
};

}  // namespace joinery
