// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/records/one_record.h"

#include "orm/core/db_error.h"

namespace joinery {

RecordPtr oneRecord(const std::vector<RecordPtr>& records) {
  if (records.empty()) throw DbError(ErrorKind::NoResult, "one row was asked for and none matches");
  if (records.size() > 1) {
    DbError error(ErrorKind::MultipleResults, "one row was asked for and " + std::to_string(records.size()) + " of " + records.front()->model().name + " match");
    error.hint = "Ask by a key, or for the first of them.";
    throw error;
  }
  return records.front();
}

}  // namespace joinery
