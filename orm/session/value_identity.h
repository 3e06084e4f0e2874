// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/core/value.h"

namespace joinery {

/// Appends a value in a form that is equal for identical values only, and stays so when several are put in a row: for
/// keys of hash tables. An integer takes nine bytes, so a plain key allocates nothing.
void appendIdentity(std::string& identity, ValueView value);

}  // namespace joinery
