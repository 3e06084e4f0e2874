// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "orm/records/record_heap.h"

namespace joinery {

/// The only record of a result. @throws DbError NoResult where it is empty, MultipleResults where there are more
RecordPtr oneRecord(const std::vector<RecordPtr>& records);

}  // namespace joinery
