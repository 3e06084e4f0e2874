// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/url.h"

namespace joinery {

/// The same place without its password and without options of the query that hold one: for files that are kept and given away. Pure.
Url withoutSecrets(Url url);

}  // namespace joinery
