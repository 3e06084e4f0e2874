// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "orm/core/value.h"

namespace joinery {

/// Appends a value in a form that is equal for identical values only, and stays so when several are put in a row: for
/// keys of hash tables. An integer takes nine bytes, so a plain key allocates nothing.
void appendIdentity(std::string& identity, ValueView value);

/// The hash of several values, one after another: equal for identical ones. @param before of those before it; 0 for the first
std::size_t hashIdentity(std::size_t before, ValueView value);

}  // namespace joinery
