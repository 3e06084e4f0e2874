// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "orm/driver/driver.h"

namespace joinery {

/// The driver of a URL's backend. Any thread.
/// @throws DbError NotSupported for a backend that is not built in
std::shared_ptr<const Driver> driverFor(std::string_view backend);

}  // namespace joinery
