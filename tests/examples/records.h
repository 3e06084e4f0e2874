// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "orm/records/record_heap.h"

namespace joinery::example {

/// A record's text.
std::string textOf(Record& record, const char* attribute);
/// The names of records in their order, by a comma.
std::string namesOf(const std::vector<RecordPtr>& records);
/// What a function throws: its kind, and a repository's number where it has one; "nothing".
std::string refused(const std::function<void()>& function);

}  // namespace joinery::example
