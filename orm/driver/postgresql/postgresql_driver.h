// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/driver/driver.h"

namespace joinery {

/// Opens connections to PostgreSQL servers by libpq, so that services, ~/.pgpass and sockets work as people know them.
/// Other hosts are encrypted and verified unless the URL, the environment or the service says otherwise.
class PostgresqlDriver : public Driver {
 public:
  /// Hosts are tried in order; looking up a name is outside of the timeout.
  std::unique_ptr<Connection> connect(const Url& url, const ConnectOptions& options) const override;
};

}  // namespace joinery
