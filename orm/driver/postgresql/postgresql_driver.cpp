// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_driver.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>

#include "orm/driver/postgresql/postgresql_connection.h"
#include "orm/driver/postgresql/postgresql_error.h"
#include "orm/driver/postgresql/postgresql_parameters.h"

namespace joinery {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::string hostOf(PGconn* connection) {
  const char* host = PQhost(connection);
  return host && *host ? host : "the local server";
}

std::string valueOr(const PostgresqlParameters& parameters, const char* keyword, const char* variable) {
  const char* fromEnvironment = std::getenv(variable);
  const std::string value = parameters.value(keyword);
  return value.empty() && fromEnvironment ? fromEnvironment : value;
}

/// Only the library reads the file of services; it has the values as soon as it has begun to connect.
void verifyHostOfService(PostgresqlParameters& parameters) {
  const PostgresqlHandle probe = parameters.start();
  const std::string mode = effectiveOption(probe.get(), "sslmode");
  const bool isDefault = mode.empty() || mode == "prefer";
  const bool isLocal = areLocalHosts(effectiveOption(probe.get(), "host")) && areLocalHosts(effectiveOption(probe.get(), "hostaddr"));
  if (isDefault && !isLocal) parameters.requireVerifiedHost(effectiveOption(probe.get(), "sslrootcert"));
}

/// libpq's own default takes any server, and plain text too, for the one that was meant.
void verifyOtherHosts(PostgresqlParameters& parameters) {
  if (!valueOr(parameters, "sslmode", "PGSSLMODE").empty()) return;
  if (!valueOr(parameters, "service", "PGSERVICE").empty()) return verifyHostOfService(parameters);
  const bool isLocal = areLocalHosts(valueOr(parameters, "host", "PGHOST")) && areLocalHosts(valueOr(parameters, "hostaddr", "PGHOSTADDR"));
  if (!isLocal) parameters.requireVerifiedHost({});
}

milliseconds timeoutOf(const PostgresqlParameters& parameters, const ConnectOptions& options) {
  const std::string text = parameters.value("connect_timeout");
  int seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds > 0 ? milliseconds(std::chrono::seconds(seconds)) : options.connectTimeout;
}

DbError timeoutError(PGconn* connection, milliseconds timeout) {
  DbError error(ErrorKind::CannotConnect, hostOf(connection) + " did not answer within " + std::to_string(timeout.count()) + " ms");
  error.hint = "Check the address and the port; a firewall may drop what is sent there.";
  return error;
}

/// @return whether the socket is ready
bool waitFor(PGconn* connection, PostgresPollingStatusType wanted, Clock::time_point deadline) {
  pollfd descriptor{PQsocket(connection), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
  int ready = 0;
  do {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    ready = ::poll(&descriptor, 1, static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max())));
  } while (ready == 0 || (ready < 0 && errno == EINTR));
  return true;
}

void finishConnecting(PGconn* connection, milliseconds timeout) {
  PQsetErrorVerbosity(connection, PQERRORS_VERBOSE);  // for the SQLSTATE, which such errors bear nowhere else
  const auto deadline = Clock::now() + timeout;
  PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK) {
    if (!waitFor(connection, wanted, deadline)) throw timeoutError(connection, timeout);
    wanted = PQconnectPoll(connection);
    if (wanted == PGRES_POLLING_FAILED) throw postgresqlConnectError(connection);
  }
  PQsetErrorVerbosity(connection, PQERRORS_DEFAULT);
}

PostgresqlHandle startChecked(const PostgresqlParameters& parameters) {
  PostgresqlHandle connection = parameters.start();
  if (PQstatus(connection.get()) == CONNECTION_BAD) throw postgresqlConnectError(connection.get());
  return connection;
}

/// Says what is weaker than it should be, towards other machines.
void warnOfWeakness(PostgresqlConnection& connection, PGconn* handle) {
  if (!PQhost(handle) || isLocalHost(PQhost(handle))) return;
  if (!PQsslInUse(handle)) {
    connection.warn("The connection to " + hostOf(handle) + " is not encrypted.");
  } else if (effectiveOption(handle, "sslmode") != "verify-full") {
    connection.warn("The connection to " + hostOf(handle) + " is encrypted, but nobody has verified that it is that host.");
  }
}

std::unique_ptr<Connection> connectTo(PostgresqlParameters parameters, const ConnectOptions& options) {
  verifyOtherHosts(parameters);
  PostgresqlHandle handle = startChecked(parameters);
  finishConnecting(handle.get(), timeoutOf(parameters, options));
  PGconn* connected = handle.get();
  auto connection = std::make_unique<PostgresqlConnection>(std::move(handle), options);
  warnOfWeakness(*connection, connected);
  return connection;
}

/// A server's message may repeat what it was sent.
DbError withoutPassword(const DbError& cause, const std::string& password) {
  std::string message = cause.message();
  for (std::size_t at = message.find(password); at != std::string::npos; at = message.find(password, at + 3)) {
    message.replace(at, password.size(), "***");
  }
  DbError error(cause.kind(), message, cause.location());
  error.sqlState = cause.sqlState;
  error.hint = cause.hint;
  return error;
}

}  // namespace

std::unique_ptr<Connection> PostgresqlDriver::connect(const Url& url, const ConnectOptions& options) const {
  const PostgresqlParameters parameters(url, options);
  std::optional<DbError> failure;
  for (const PostgresqlParameters& host : parameters.byHost()) {
    try {
      return connectTo(host, options);
    } catch (const DbError& error) {
      const bool tryNext = error.kind() == ErrorKind::CannotConnect || error.kind() == ErrorKind::ReadOnly;
      failure = error;
      if (!tryNext) break;
    }
  }
  constexpr std::size_t kShortestTold = 4;  // a shorter one would be found in ordinary words
  const std::string& password = url.password.reveal();
  if (password.size() < kShortestTold) throw *failure;
  throw withoutPassword(*failure, password);
}

}  // namespace joinery
