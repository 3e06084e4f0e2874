// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/cancel_token.h"
#include "orm/dialect/dialect.h"
#include "orm/engine/running_jobs.h"
#include "orm/paging/batch_spool.h"

namespace joinery::ui {

/// Writes a result to a file, a batch at a time, as the file's ending says, CSV for any other; INSERTs fill a table of the file's name. The
/// file is there whole or not at all. Not on the GUI thread.
/// @return how many rows @throws DbError Cancelled, Operational
std::int64_t exportResult(const BatchSpool& spool, const Dialect& dialect, const std::string& path, JobProgress& progress, const CancelToken& cancelToken);

}  // namespace joinery::ui
