// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <string>
#include <string_view>

#include "orm/core/db_error.h"

namespace joinery {

/// What a SQLSTATE means. Source: postgresql.org/docs/15/errcodes-appendix.html
ErrorKind postgresqlErrorKind(std::string_view sqlState, std::string_view message);
/// The error that a result bears; ConnectionLost where the connection went with it.
/// @param result null where the client library gave none
DbError postgresqlError(PGconn* connection, const PGresult* result, std::string_view sql);
/// The error of a connection that did not come about.
/// @param connection opened with verbose errors, so that its text holds the SQLSTATE
DbError postgresqlConnectError(PGconn* connection);
/// The text without the blanks and line ends that the client library adds.
std::string trimmedMessage(std::string_view message);

}  // namespace joinery
