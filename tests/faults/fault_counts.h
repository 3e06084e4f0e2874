// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <algorithm>

namespace joinery::test {

/// How often something is tried: as often as JOINERY_FAULT_RUNS says of a thousand, else as often as every day's run has time for.
inline int runsOf(int everyDay, int ofThousand) {
  const int wanted = qEnvironmentVariableIntValue("JOINERY_FAULT_RUNS");
  return wanted > 0 ? std::max(1, ofThousand * wanted / 1'000) : everyDay;
}

}  // namespace joinery::test
