// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/url.h"

#include <QUrl>
#include <algorithm>
#include <array>
#include <charconv>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

std::string decoded(std::string_view text) {
  return QByteArray::fromPercentEncoding(QByteArray(text.data(), static_cast<qsizetype>(text.size()))).toStdString();
}

std::string encoded(const std::string& text, const char* keep = "") {
  return QUrl::toPercentEncoding(QString::fromStdString(text), QByteArray(keep)).toStdString();
}

struct Backend { const char* name; const char* canonical; };
constexpr std::array kBackends{Backend{"sqlite", "sqlite"},     Backend{"sqlite3", "sqlite"}, Backend{"postgresql", "postgresql"},
                               Backend{"postgres", "postgresql"}, Backend{"mysql", "mysql"},    Backend{"mariadb", "mariadb"},
                               Backend{"mssql", "mssql"}};

std::string canonicalBackend(std::string_view name) {
  for (const auto& backend : kBackends)
    if (name == backend.name) return backend.canonical;
  DbError error(ErrorKind::Argument, "'" + std::string(name) + "://' is no database that is known here");
  error.hint = "Known are sqlite, postgresql, mariadb, mysql and mssql, or the path of a SQLite file";
  throw error;
}

[[noreturn]] void refuse(const std::string& what) {
  DbError error(ErrorKind::Argument, what);
  error.hint = "A URL reads like postgresql://user:password@host:5432/database or sqlite:///file.db";
  throw error;
}

int parsePort(std::string_view text) {
  int port = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), port);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || port < 1 || port > 65535)
    refuse("'" + std::string(text) + "' is no port");
  return port;
}

Url::Host parseHost(std::string_view text) {
  Url::Host host;
  std::string_view port;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) refuse("The IPv6 address lacks its ']'");
    host.name = std::string(text.substr(1, close - 1));
    port = text.substr(close + 1);
    if (!port.empty() && port.front() != ':') refuse("After ']' only a port may follow");
    if (!port.empty()) port.remove_prefix(1);
  } else {
    const auto colon = text.rfind(':');
    host.name = decoded(text.substr(0, colon));
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  if (!port.empty()) host.port = parsePort(port);
  return host;
}

template <typename Function>
void forEachPart(std::string_view text, char separator, Function function) {
  while (!text.empty()) {
    const auto end = text.find(separator);
    function(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void parseQuery(std::string_view text, Url& url) {
  forEachPart(text, '&', [&](std::string_view part) {
    const auto equals = part.find('=');
    const auto value = equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1);
    if (!part.empty()) url.query.emplace_back(decoded(part.substr(0, equals)), decoded(value));
  });
}

void parseUser(std::string_view text, Url& url) {
  const auto colon = text.find(':');
  url.user = decoded(text.substr(0, colon));
  if (colon != std::string_view::npos) url.password = Secret(decoded(text.substr(colon + 1)));
}

/// `sqlite:///relative`, `sqlite:////absolute`, `sqlite://`.
void parseSqlite(std::string_view rest, Url& url) {
  if (!rest.empty() && rest.front() != '/') refuse("A SQLite URL has three slashes: sqlite:///file.db, and four before an absolute path");
  if (!rest.empty()) rest.remove_prefix(1);
  url.database = decoded(rest);
  if (url.database == ":memory:") url.database.clear();
}

void parseServer(std::string_view rest, Url& url) {
  const auto slash = rest.find('/');
  std::string_view authority = rest.substr(0, slash);
  if (slash != std::string_view::npos) url.database = decoded(rest.substr(slash + 1));
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    parseUser(authority.substr(0, at), url);
    authority.remove_prefix(at + 1);
  }
  forEachPart(authority, ',', [&](std::string_view part) { url.hosts.push_back(parseHost(part)); });
}

bool isSecretOption(const std::string& name) { return name == "password" || name == "sslpassword" || name == "passwd"; }

}  // namespace

Url Url::parse(std::string_view text) {
  if (text.empty()) refuse("The URL is empty");
  const auto separator = text.find("://");
  if (separator == std::string_view::npos) return sqliteFile(std::string(text));
  Url url;
  std::string scheme(text.substr(0, separator));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto plus = scheme.find('+');
  url.backend = canonicalBackend(std::string_view(scheme).substr(0, plus));
  if (plus != std::string::npos) url.driver = scheme.substr(plus + 1);
  std::string_view rest = text.substr(separator + 3);
  if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
    parseQuery(rest.substr(mark + 1), url);
    rest = rest.substr(0, mark);
  }
  if (url.isSqlite()) parseSqlite(rest, url);
  else parseServer(rest, url);
  return url;
}

Url Url::sqliteFile(std::string path) {
  Url url;
  url.backend = "sqlite";
  if (path != ":memory:") url.database = std::move(path);
  return url;
}

bool Url::isMemory() const { return isSqlite() && database.empty(); }

std::optional<std::string> Url::option(std::string_view name) const {
  for (auto it = query.rbegin(); it != query.rend(); ++it)
    if (it->first == name) return it->second;
  return std::nullopt;
}

std::string Url::toString() const {
  std::string text = backend + (driver.empty() ? "" : "+" + driver) + "://";
  if (isSqlite()) {
    if (!database.empty()) text += "/" + encoded(database, "/ :,@~");
  } else {
    if (!user.empty() || !password.isEmpty()) text += encoded(user) + (password.isEmpty() ? "" : ":***") + "@";
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      const auto& host = hosts[i];
      const bool bracketed = host.name.find(':') != std::string::npos;
      text += (i > 0 ? "," : "") + (bracketed ? "[" + host.name + "]" : encoded(host.name));
      if (host.port) text += ":" + std::to_string(*host.port);
    }
    if (!database.empty()) text += "/" + encoded(database);
  }
  for (std::size_t i = 0; i < query.size(); ++i)
    text += (i == 0 ? "?" : "&") + encoded(query[i].first) + "=" + (isSecretOption(query[i].first) ? "***" : encoded(query[i].second, "/:"));
  return text;
}

std::string Url::displayName() const {
  if (isMemory()) return "memory";
  if (isSqlite()) return database.substr(database.find_last_of('/') + 1);
  const std::string name = database.empty() ? backend : database;
  return hosts.empty() || hosts.front().name.empty() ? name : name + " at " + hosts.front().name;
}

}  // namespace joinery
