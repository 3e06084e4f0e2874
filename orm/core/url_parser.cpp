// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/url_parser.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "orm/core/db_error.h"
#include "orm/core/percent_encoding.h"

namespace joinery {

namespace {

constexpr auto kNowhere = std::string_view::npos;

struct Scheme {
  std::string_view name;
  std::string_view backend;
};
constexpr std::array kSchemes{Scheme{"sqlite", "sqlite"},       Scheme{"sqlite3", "sqlite"},  Scheme{"postgresql", "postgresql"},
                              Scheme{"postgres", "postgresql"}, Scheme{"mysql", "mysql"},     Scheme{"mariadb", "mariadb"},
                              Scheme{"mssql", "mssql"},         Scheme{"sqlserver", "mssql"}};

const Scheme* findScheme(std::string_view name) {
  const auto found = std::ranges::find(kSchemes, name, &Scheme::name);
  return found == kSchemes.end() ? nullptr : &*found;
}

[[noreturn]] void refuse(const std::string& what, std::string hint = {}) {
  DbError error(ErrorKind::Argument, what);
  error.hint = hint.empty() ? "A URL reads like postgresql://user:password@host:5432/database or sqlite:///file.db." : std::move(hint);
  throw error;
}

[[noreturn]] void refuseScheme(const std::string& what) {
  refuse(what, "Known are sqlite://, postgresql://, mariadb://, mysql:// and mssql://, or the path of a SQLite file.");
}

bool isLetter(char character) { return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z'); }

bool isSchemeCharacter(char character) {
  return isLetter(character) || (character >= '0' && character <= '9') || std::string_view("+-._").find(character) != kNowhere;
}

bool isScheme(std::string_view text) {
  return !text.empty() && isLetter(text.front()) && std::ranges::all_of(text, isSchemeCharacter);
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  for (char& character : lower)
    if (character >= 'A' && character <= 'Z') character = static_cast<char>(character - 'A' + 'a');
  return lower;
}

std::string decoded(std::string_view text) {
  std::string plain = percentDecode(text);
  if (plain.find('\0') != std::string::npos) refuse("The URL has a zero byte in it");
  return plain;
}

/// What is no URL is a path, unless it is plainly meant as a URL or as a path of another system.
void checkPath(std::string_view text) {
  if (text.find('\0') != kNowhere) refuse("The path has a zero byte in it");
  const auto colon = text.find(':');
  const auto at = text.find('@');
  // Taken for a file's name, a server's URL without its scheme would show its password in every message.
  if (colon < at && at != kNowhere && at < text.find('/')) refuse("Before user:password@host the kind of database is missing", "Write postgresql:// before it; a file of such a name is ./name.");
  if (colon == kNowhere || !isScheme(text.substr(0, colon))) return;
  const std::string name = lowered(text.substr(0, colon));
  const auto next = text.substr(colon + 1, 1);
  if (colon == 1 && (next == "\\" || next == "/")) refuse("A path with a drive letter is not one of this system", "Give the file's path as this system writes it.");
  if (name == "jdbc") refuseScheme("A JDBC URL is not understood");
  if (name == "file") refuse("A file: URL is not understood", "Give the file's path alone, or sqlite:///relative.db or sqlite:////absolute.db.");
  if (findScheme(std::string_view(name).substr(0, name.find('+')))) refuse("After \"" + name + ":\" two slashes are missing");
}

std::optional<int> parsePort(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int port = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), port);
  if (result.ec == std::errc() && result.ptr == text.data() + text.size() && port >= 1 && port <= 65535) return port;
  // What stands here may be a password whose user and @ are missing: it is not shown.
  refuse("The port is not a number from 1 to 65535",
         "A password stands between user: and @; in it, write / as %2F, ? as %3F, @ as %40 and # as %23.");
}

/// A password with an unencoded / or ? would otherwise end up as host, port or database, and in messages.
void checkUserInfoIsEncoded(std::string_view path, std::string_view query) {
  const auto inQuery = query.substr(0, query.find_first_of("=&"));
  if (path.find('@') == kNowhere && inQuery.find('@') == kNowhere) return;
  refuse("There is an @ after the first / or ?, where neither user nor password can be",
         "In a user, password or database name write / as %2F, ? as %3F, @ as %40 and # as %23.");
}

template <typename Function>
void forEachPart(std::string_view text, char separator, Function function) {
  for (;;) {
    const auto end = text.find(separator);
    function(text.substr(0, end));
    if (end == kNowhere) return;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

Url UrlParser::parse(std::string_view text) {
  if (text.empty()) refuse("No URL and no path is given");
  const auto separator = text.find("://");
  const bool isUrl = separator != kNowhere && isScheme(text.substr(0, separator));
  if (!isUrl) {
    checkPath(text);
    return Url::sqliteFile(std::string(text));
  }
  parseScheme(text.substr(0, separator));
  const auto rest = text.substr(separator + 3);
  const auto mark = rest.find('?');
  const auto query = mark == kNowhere ? std::string_view() : rest.substr(mark + 1);
  if (m_url.isSqlite())
    parseSqlite(rest.substr(0, mark));
  else
    parseServer(rest.substr(0, mark), query);
  parseQuery(query);
  return std::move(m_url);
}

void UrlParser::parseScheme(std::string_view scheme) {
  const std::string lower = lowered(scheme);
  const auto plus = lower.find('+');
  const Scheme* known = findScheme(std::string_view(lower).substr(0, plus));
  if (!known) refuseScheme("\"" + lower.substr(0, plus) + "://\" is no database that is known here");
  m_url.backend = known->backend;
  if (plus != std::string::npos) m_url.driver = lower.substr(plus + 1);
}

void UrlParser::parseSqlite(std::string_view rest) {
  if (!rest.empty() && rest.front() != '/')
    refuse("A SQLite URL has no host", "Write sqlite:///relative.db, sqlite:////absolute.db, or sqlite:// for a database in memory.");
  if (!rest.empty()) rest.remove_prefix(1);
  m_url.database = decoded(rest);
  if (m_url.database == ":memory:") m_url.database.clear();
}

void UrlParser::parseServer(std::string_view rest, std::string_view query) {
  const auto slash = rest.find('/');
  std::string_view authority = rest.substr(0, slash);
  const std::string_view path = slash == kNowhere ? std::string_view() : rest.substr(slash + 1);
  const auto at = authority.rfind('@');
  checkUserInfoIsEncoded(path, query);
  if (at != kNowhere) {
    parseUser(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  m_url.database = decoded(path);
  if (authority.empty()) return;
  const bool isOnlyOne = authority.find(',') == kNowhere;
  forEachPart(authority, ',', [&](std::string_view part) { parseHost(part, isOnlyOne); });
}

void UrlParser::parseUser(std::string_view text) {
  const auto colon = text.find(':');
  m_url.user = decoded(text.substr(0, colon));
  if (colon == kNowhere || text.substr(colon + 1) == kMask) return;
  m_url.password = Secret(decoded(text.substr(colon + 1)));
}

void UrlParser::parseHost(std::string_view text, bool isOnlyOne) {
  Url::Host host;
  std::string_view port;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == kNowhere) refuse("The IPv6 address has no closing bracket");
    host.name = decoded(text.substr(1, close - 1));
    port = text.substr(close + 1);
    if (!port.empty() && !port.starts_with(':')) refuse("After an IPv6 address in brackets only a port can follow");
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    host.name = decoded(text.substr(0, colon));
    port = text.substr(colon);
    if (std::ranges::count(port, ':') > 1) refuse("A host has more than one colon", "Write an IPv6 address in brackets: [::1]:5432.");
  }
  if (!port.empty()) host.port = parsePort(port.substr(1));
  if (host.name.empty() && !host.port && !isOnlyOne) refuse("One of the hosts is empty");
  if (!host.name.empty() || host.port) m_url.hosts.push_back(std::move(host));
}

void UrlParser::parseQuery(std::string_view text) {
  forEachPart(text, '&', [this](std::string_view part) {
    if (part.empty()) return;
    const auto equals = std::min(part.find('='), part.size());
    std::string name = decoded(part.substr(0, equals));
    std::string value = equals == part.size() ? std::string() : decoded(part.substr(equals + 1));
    if (name.empty()) refuse("A part of the URL's query has no name");
    if (value == kMask) return;
    // Where one place holds the password, one place has to hide it.
    if (name != "password") return static_cast<void>(m_url.query.emplace_back(std::move(name), std::move(value)));
    if (m_url.password.isEmpty()) m_url.password = Secret(std::move(value));
  });
}

}  // namespace joinery
