// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>

#include "orm/core/value.h"

namespace joinery::ui {

/// Sum, average, least and greatest of the numbers among cells; texts that read as numbers are some. Sums of integers are exact as long
/// as they fit into 64 bits.
class CellTotals {
 public:
  void add(ValueView value);
  std::int64_t numbers() const { return m_numbers; }
  /// " · sum 12 · average 4 · min 1 · max 7"; empty for fewer than two numbers.
  QString text() const;

 private:
  std::int64_t m_numbers = 0;
  double m_sum = 0, m_least = 0, m_greatest = 0;
  std::int64_t m_wholeSum = 0;
  bool m_isWhole = true;
};

}  // namespace joinery::ui
