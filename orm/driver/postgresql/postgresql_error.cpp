// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_error.h"

#include <poll.h>

#include <array>
#include <charconv>
#include <optional>

namespace joinery {
namespace {

struct Rule {
  std::string_view prefix;
  ErrorKind kind;
  std::string_view hint;
};

constexpr std::string_view kLostHint = "The connection is gone. What the last statement did is known only by looking.";

// The first prefix that fits decides.
constexpr std::array kRules{
    Rule{"08", ErrorKind::ConnectionLost, kLostHint},
    Rule{"0A", ErrorKind::NotSupported, {}},
    Rule{"21", ErrorKind::Programming, {}},
    Rule{"22", ErrorKind::Data, {}},
    Rule{"23", ErrorKind::Integrity, {}},
    Rule{"25006", ErrorKind::ReadOnly, "The connection was opened for reading, or the server is a standby."},
    Rule{"25P02", ErrorKind::Programming, "An earlier statement of the transaction failed. Roll it back first."},
    Rule{"25P03", ErrorKind::ConnectionLost, kLostHint},
    Rule{"28", ErrorKind::Authentication, "Check the user and the password."},
    Rule{"40001", ErrorKind::Serialization, "Another transaction came in between. Try the whole transaction again."},
    Rule{"40P01", ErrorKind::Serialization, "Two transactions waited for each other. Try the whole transaction again."},
    Rule{"40002", ErrorKind::Integrity, {}},
    Rule{"40003", ErrorKind::OutcomeUnknown, "The server does not know whether the statement was completed."},
    Rule{"42501", ErrorKind::Programming, "The user of this connection lacks the permission."},
    Rule{"44", ErrorKind::Integrity, {}},
    Rule{"53", ErrorKind::Operational, {}},
    Rule{"54", ErrorKind::Operational, {}},
    Rule{"55P03", ErrorKind::Busy, "Another session holds a lock. Try again when it has finished."},
    Rule{"55006", ErrorKind::Busy, "Another session is using it. Try again when it has finished."},
    Rule{"55", ErrorKind::Operational, {}},
    Rule{"57014", ErrorKind::Cancelled, {}},
    Rule{"57P", ErrorKind::ConnectionLost, kLostHint},
    Rule{"57", ErrorKind::Operational, {}},
    Rule{"58", ErrorKind::Operational, {}},
    Rule{"F0", ErrorKind::Operational, {}},
    Rule{"HV", ErrorKind::Operational, {}},
    Rule{"P0", ErrorKind::Operational, {}},
    Rule{"XX", ErrorKind::Operational, {}},
};

const Rule* ruleFor(std::string_view sqlState) {
  for (const Rule& rule : kRules) {
    if (sqlState.starts_with(rule.prefix)) return &rule;
  }
  return nullptr;
}

std::string errorField(const PGresult* result, int code) {
  const char* text = result ? PQresultErrorField(result, code) : nullptr;
  return text ? text : std::string();
}

/// The server says so itself, in English whatever its language is.
bool endsTheSession(const PGresult* result) {
  const std::string severity = errorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == "FATAL" || severity == "PANIC";
}

std::optional<int> positionOf(const PGresult* result) {
  const std::string text = errorField(result, PG_DIAG_STATEMENT_POSITION);
  int position = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), position);
  return parsed.ec == std::errc() && position > 0 ? std::optional(position) : std::nullopt;
}

/// Whether the other end has left: libpq finds out only when the connection is used once more.
bool isHungUp(const PGconn* connection) {
  pollfd socket{PQsocket(connection), POLLRDHUP, 0};
  return socket.fd >= 0 && ::poll(&socket, 1, 0) > 0;
}

}  // namespace

std::string trimmedMessage(std::string_view message) {
  while (!message.empty() && (message.back() == '\n' || message.back() == ' ')) message.remove_suffix(1);
  return std::string(message);
}

ErrorKind postgresqlErrorKind(std::string_view sqlState, std::string_view message) {
  // One code for a request to stop and for statement_timeout.
  if (sqlState == "57014" && message.find("statement timeout") != std::string_view::npos) return ErrorKind::Timeout;
  const Rule* rule = ruleFor(sqlState);
  if (rule) return rule->kind;
  return sqlState.empty() ? ErrorKind::Operational : ErrorKind::Programming;
}

DbError postgresqlError(PGconn* connection, const PGresult* result, std::string_view sql) {
  const std::string state = errorField(result, PG_DIAG_SQLSTATE);
  std::string message = errorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) message = trimmedMessage(PQerrorMessage(connection));
  if (message.empty()) message = "the server gave no answer";
  const bool lost = PQstatus(connection) == CONNECTION_BAD || endsTheSession(result) || (state.empty() && isHungUp(connection));
  DbError error(lost ? ErrorKind::ConnectionLost : postgresqlErrorKind(state, message), message);
  error.sqlState = state;
  error.sql = std::string(sql);
  error.position = positionOf(result);
  error.detail = errorField(result, PG_DIAG_MESSAGE_DETAIL);
  error.hint = errorField(result, PG_DIAG_MESSAGE_HINT);
  if (error.hint.empty() && lost) error.hint = std::string(kLostHint);
  const Rule* rule = ruleFor(state);
  if (error.hint.empty() && rule) error.hint = std::string(rule->hint);
  return error;
}

}  // namespace joinery
