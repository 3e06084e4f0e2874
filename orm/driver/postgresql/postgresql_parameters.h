// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "orm/driver/driver.h"
#include "orm/driver/postgresql/postgresql_handle.h"

namespace joinery {

/// The keywords that the client library is given. Holds the password: never printed.
/// Source: postgresql.org/docs/15/libpq-connect.html
class PostgresqlParameters {
 public:
  /// @throws DbError Argument for an option that the library does not have
  PostgresqlParameters(const Url& url, const ConnectOptions& options);

  /// One set for each host of the URL, in order; they are tried one after another.
  std::vector<PostgresqlParameters> byHost() const;
  /// The value, or empty.
  std::string value(const std::string& keyword) const;
  bool has(const std::string& keyword) const { return m_values.contains(keyword); }
  /// Begins to connect; nothing has been sent when it returns.
  PostgresqlHandle start() const;
  /// Asks for a verified certificate, with the system's authorities where the person has named none.
  /// @param configuredAuthorities the file that a service names, if any
  void requireVerifiedHost(std::string_view configuredAuthorities);

 private:
  void add(const std::string& keyword, std::string value);
  void addDefault(const std::string& keyword, std::string value);
  void addHosts(const Url& url);
  void addQuery(const Url& url);

  std::map<std::string, std::string> m_values;
};

/// Whether no network lies between: a socket's folder, a loopback address, or nothing, which means a socket.
bool isLocalHost(std::string_view host);
/// The same of each in a list with commas.
bool areLocalHosts(const std::string& hosts);
/// The values in effect on a connection, with those of services and the environment.
std::string effectiveOption(PGconn* connection, std::string_view keyword);

}  // namespace joinery
