// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/model/model.h"
#include "orm/records/attribute_events.h"

namespace joinery {

/// Makes the defaults of a model's mapping readable before its records are inserted: an attribute that was not set gets its constant
/// default, or what its function returns, when it is first asked for, and keeps it for the INSERT. Asking does not count as a change.
/// A default that the statement computes can't be read then: DbError NotSupported; the INSERT has it all the same.
void activateDefaults(AttributeEvents& events, const Model& model);

}  // namespace joinery
