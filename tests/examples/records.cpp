// SPDX-License-Identifier: GPL-3.0-or-later
#include "records.h"

#include "orm/core/db_error.h"

namespace joinery::example {

std::string textOf(Record& record, const char* attribute) { return std::string(record.value(attribute).bytes()); }

std::string namesOf(const std::vector<RecordPtr>& records) {
  std::string text;
  for (const RecordPtr& record : records) text += (text.empty() ? "" : ",") + textOf(*record, "name");
  return text;
}

std::string refused(const std::function<void()>& function) {
  try {
    function();
  } catch (const DbError& error) {
    return std::string(errorKindName(error.kind())) + (error.code == 0 ? "" : " " + std::to_string(error.code));
  }
  return "nothing";
}

}  // namespace joinery::example
