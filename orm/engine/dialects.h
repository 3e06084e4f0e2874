// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "orm/dialect/dialect.h"

namespace joinery {

/// The dialect of a URL's backend: "sqlite", "postgresql". Lives for ever; any thread.
/// @throws DbError NotSupported for a backend that is not built in
const Dialect& dialectFor(std::string_view backend);

}  // namespace joinery
