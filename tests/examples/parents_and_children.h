// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "example.h"
#include "orm/model/mapping.h"

namespace joinery::example {

/// Tables a and b: each b refers to an a, whose date the database makes.
schema::MetaData parentTables(const Example& example);
/// Models A and B. @param loading how A reads its bs
std::vector<ModelMapping> parentModels(Loading loading = Loading::Select);
/// Three of A with five of B, made in a heap and in no session.
std::vector<RecordPtr> makeParents(RecordHeap& heap, const Registry& registry);
/// "A 1 a1", "B 3 of 1".
std::string describe(Record& record);

}  // namespace joinery::example
