// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <memory>

namespace joinery {

struct PostgresqlFree {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PGcancel* cancel) const { PQfreeCancel(cancel); }
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

using PostgresqlHandle = std::unique_ptr<PGconn, PostgresqlFree>;
using PostgresqlResult = std::unique_ptr<PGresult, PostgresqlFree>;
using PostgresqlCancel = std::unique_ptr<PGcancel, PostgresqlFree>;
using PostgresqlOptions = std::unique_ptr<PQconninfoOption, PostgresqlFree>;

}  // namespace joinery
