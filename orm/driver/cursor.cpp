// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/cursor.h"

#include <limits>

namespace joinery {

std::shared_ptr<const RowBatch> fetchAll(Cursor& cursor) { return cursor.fetch(std::numeric_limits<std::size_t>::max()); }

}  // namespace joinery
