// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/driver/driver.h"

namespace joinery {

/// Opens SQLite databases with the system's library. `?mode=ro` of a URL means reading only, whatever is asked for.
class SqliteDriver : public Driver {
 public:
  std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) const override;
};

}  // namespace joinery
