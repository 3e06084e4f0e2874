// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QString>
#include <array>
#include <string>
#include <string_view>

#include "orm/driver/postgresql/postgresql_error.h"

namespace joinery {
namespace {

struct Cause {
  std::string_view sign;  ///< a SQLSTATE, or words of the client library's message
  ErrorKind kind;
  std::string_view hint;
};

constexpr std::array kByState{
    Cause{"28P01", ErrorKind::Authentication, "Check the user and the password."},
    Cause{"28000", ErrorKind::Authentication, "Check the user, and what the server's pg_hba.conf allows it."},
    Cause{"3D000", ErrorKind::CannotConnect, "Check the name of the database. Every server has one named postgres."},
    Cause{"42501", ErrorKind::Authentication, "The user may not connect to this database."},
    Cause{"53300", ErrorKind::CannotConnect, "The server has no connection left. Close some, or try again later."},
    Cause{"57P03", ErrorKind::CannotConnect, "The server is starting or stopping. Try again in a moment."},
};

constexpr std::array kByText{
    Cause{"could not translate host name", ErrorKind::CannotConnect, "Check the spelling of the host name, and the network."},
    Cause{"Connection refused", ErrorKind::CannotConnect, "Check that the server is running there, the port, and that it accepts connections from elsewhere."},
    Cause{"No such file or directory", ErrorKind::CannotConnect, "No server listens on that socket. Check that it is running, and the folder and port."},
    Cause{"root certificate file", ErrorKind::CannotConnect, "Name the file of the authorities that you trust by sslrootcert=."},
    Cause{"certificate verify failed", ErrorKind::CannotConnect,
          "The server's certificate comes from no authority that is trusted here. Name its authority's file by sslrootcert=, or choose a weaker sslmode yourself."},
    Cause{"does not match host name", ErrorKind::CannotConnect, "The server's certificate is for another host. Use the name that it bears."},
    Cause{"does not support SSL", ErrorKind::CannotConnect,
          "Connections to other hosts are encrypted and verified unless the URL says otherwise. sslmode=disable sends all readable, the password's proof too."},
    Cause{"session is read-only", ErrorKind::ReadOnly, "The server takes no writes: it is a standby, or set to read only."},
    Cause{"server is in hot standby mode", ErrorKind::ReadOnly, "The server is a standby and takes no writes."},
    Cause{"definition of service", ErrorKind::Argument, "The service is not in the file of services (~/.pg_service.conf)."},
    Cause{"invalid", ErrorKind::Argument, "Check the options of the URL."},
};

/// Which one fits by `matches`, or null.
template <typename Causes, typename Matches>
const Cause* firstOf(const Causes& causes, Matches matches) {
  for (const Cause& cause : causes) {
    if (matches(cause.sign)) return &cause;
  }
  return nullptr;
}

/// Takes the SQLSTATE out of a verbose message: "FATAL:  28P01: password …" becomes "FATAL:  password …".
std::string takeSqlState(QString& message) {
  static const QRegularExpression kState(QStringLiteral(R"(:  ([0-9A-Z]{5}): )"));
  static const QRegularExpression kPlace(QStringLiteral(R"(\n[^\n]*, [a-z_]+\.c:\d+\s*(?=\n|$))"));
  const QRegularExpressionMatch found = kState.match(message);
  if (!found.hasMatch()) return {};
  message.replace(found.capturedStart(), found.capturedLength(), QStringLiteral(": "));
  message.remove(kPlace);
  return found.captured(1).toStdString();
}

}  // namespace

DbError postgresqlConnectError(PGconn* connection) {
  QString message = QString::fromUtf8(PQerrorMessage(connection));
  const std::string state = takeSqlState(message);
  const std::string text = trimmedMessage(message.toStdString());
  const Cause* cause = firstOf(kByState, [&](std::string_view sign) { return sign == state; });
  if (!cause && state.empty()) cause = firstOf(kByText, [&](std::string_view sign) { return text.find(sign) != std::string::npos; });
  const bool needsPassword = PQconnectionNeedsPassword(connection) == 1;
  const bool refused = needsPassword || state.starts_with("28");
  DbError error(refused ? ErrorKind::Authentication : cause ? cause->kind : ErrorKind::CannotConnect, text);
  error.sqlState = state;
  error.hint = needsPassword ? "The server asks for a password, and none was given." : cause ? std::string(cause->hint) : "Check the host, the port and the network.";
  return error;
}

}  // namespace joinery
