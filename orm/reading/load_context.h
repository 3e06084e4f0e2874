// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "orm/core/cancel_token.h"
#include "orm/core/json.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"

namespace joinery {

/// What loading needs to know, passed down its levels. References live as long as the load.
struct LoadContext {
  Connection& connection;
  const Dialect& dialect;
  const Registry& registry;
  const CancelToken& cancelToken;
  /// Path of a join, folded as names are → the filter that its rows must pass.
  std::map<std::string, Json> prune;
};

}  // namespace joinery
