// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/difference/operation.h"
#include "orm/migration/aside.h"

namespace joinery::migration {

/// An enum of PostgreSQL becomes one with other labels: a new type of its name, which every column takes over by the labels' texts; the old
/// one goes. Fails, and changes nothing, where a row has a label that is no longer there.
void remakeEnum(PlanWriter& writer, Aside& aside, const schema::EnumType& after);

}  // namespace joinery::migration
