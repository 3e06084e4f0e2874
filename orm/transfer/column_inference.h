// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "orm/core/value_type.h"
#include "orm/transfer/row_source.h"

namespace joinery {

/// What a column of a file holds, so that a table can be made for it: never a type that would lose a leading zero, a digit of a long
/// number or hex text. Anything in doubt is text.
class ColumnInference {
 public:
  /// NULL tells nothing. @param nullText of a cell without quotes
  void add(const SourceCell& cell, const std::string& nullText);
  TypeKind kind() const;
  /// Whether a column that was inferred so keeps the cell as it is spelled.
  static bool keeps(TypeKind kind, const SourceCell& cell, const std::string& nullText);

 private:
  std::uint32_t m_seen = 0;  ///< the classes of what was added, as bits
};

}  // namespace joinery
