// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/driver/postgresql/postgresql_parameters.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <utility>

#include "orm/core/db_error.h"
#include "orm/core/json.h"

namespace joinery {
namespace {

bool exists(const std::string& path) {
  struct stat file {};
  return !path.empty() && stat(path.c_str(), &file) == 0;
}

const std::set<std::string>& knownKeywords() {
  static const std::set<std::string> kKeywords = [] {
    std::set<std::string> keywords;
    const PostgresqlOptions options(PQconndefaults());
    for (const PQconninfoOption* option = options.get(); option && option->keyword; ++option) keywords.insert(option->keyword);
    return keywords;
  }();
  return kKeywords;
}

/// What other tools' `ssl=` means in this one's terms: a plain yes is the safe yes.
std::string sslModeOf(const std::string& ssl) {
  constexpr std::array kYes{"true", "on", "1", "yes"};
  constexpr std::array kNo{"false", "off", "0", "no"};
  if (std::ranges::find(kYes, ssl) != kYes.end()) return "verify-full";
  if (std::ranges::find(kNo, ssl) != kNo.end()) return "disable";
  return ssl;
}

[[noreturn]] void refuseOption(const std::string& name) {
  DbError error(ErrorKind::Argument, "\"" + name + "\" is no option of a PostgreSQL connection");
  const std::vector<std::string> near = nearestNames(name, {knownKeywords().begin(), knownKeywords().end()});
  error.hint = near.empty() ? "Options are those of libpq: sslmode, connect_timeout, options …" : "Did you mean " + near.front() + "?";
  throw error;
}

std::vector<std::string> parts(const std::string& list) {
  std::vector<std::string> found;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = list.find(',', begin);
    found.push_back(list.substr(begin, end == std::string::npos ? end : end - begin));
    if (end == std::string::npos) break;
  }
  return found;
}

/// libpq 16 knows where the system keeps them; before, the file is looked for where distributions put it.
std::string systemAuthorities() {
  constexpr int kKnowsSystem = 160000;
  if (PQlibVersion() >= kKnowsSystem) return "system";
  constexpr std::array kFiles{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                              "/etc/ssl/cert.pem"};
  const auto found = std::ranges::find_if(kFiles, [](const char* file) { return exists(file); });
  return found == kFiles.end() ? std::string() : *found;
}

bool hasOwnAuthorities() {
  const char* home = std::getenv("HOME");
  return std::getenv("PGSSLROOTCERT") != nullptr || (home && exists(std::string(home) + "/.postgresql/root.crt"));
}

}  // namespace

PostgresqlParameters::PostgresqlParameters(const Url& url, const ConnectOptions& options) {
  addHosts(url);
  add("user", url.user);
  add("password", url.password.reveal());
  add("dbname", url.database);
  addQuery(url);
  m_values["client_encoding"] = "UTF8";
  addDefault("fallback_application_name", "joinery");
  // A cut without a word is noticed within a quarter of a minute, whether data is under way or not.
  addDefault("keepalives_idle", "5");
  addDefault("keepalives_interval", "3");
  addDefault("keepalives_count", "3");
  addDefault("tcp_user_timeout", "12000");
  const bool writes = options.access != ConnectOptions::Access::ReadOnly;
  if (writes && !std::getenv("PGTARGETSESSIONATTRS")) addDefault("target_session_attrs", "read-write");
  if (value("sslmode").starts_with("verify-")) requireVerifiedHost({});
}

void PostgresqlParameters::add(const std::string& keyword, std::string value) {
  if (!value.empty()) m_values[keyword] = std::move(value);
}

void PostgresqlParameters::addDefault(const std::string& keyword, std::string value) {
  m_values.try_emplace(keyword, std::move(value));
}

void PostgresqlParameters::addHosts(const Url& url) {
  std::string hosts;
  std::string ports;
  bool hasPort = false;
  for (const Url::Host& host : url.hosts) {
    const char* comma = &host == &url.hosts.front() ? "" : ",";
    hosts += comma + host.name;
    ports += comma + (host.port ? std::to_string(*host.port) : std::string());
    hasPort = hasPort || host.port;
  }
  add("host", hosts);
  if (hasPort) add("port", ports);
}

void PostgresqlParameters::addQuery(const Url& url) {
  for (const auto& [name, text] : url.query) {
    if (name == "ssl") {
      addDefault("sslmode", sslModeOf(text));
    } else if (!knownKeywords().contains(name)) {
      refuseOption(name);
    }
  }
  for (const auto& [name, text] : url.query) {
    if (name != "ssl") m_values[name] = text;
  }
}

std::vector<PostgresqlParameters> PostgresqlParameters::byHost() const {
  const bool byAddress = has("hostaddr");
  const std::vector<std::string> hosts = parts(value(byAddress ? "hostaddr" : "host"));
  // Which of several is wanted most is the library's to find out.
  if (hosts.size() == 1 || value("target_session_attrs") == "prefer-standby") return {*this};
  std::vector<PostgresqlParameters> sets;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    PostgresqlParameters& set = sets.emplace_back(*this);
    for (const char* keyword : {"host", "hostaddr", "port"}) {
      if (!has(keyword)) continue;
      const std::vector<std::string> values = parts(value(keyword));
      set.m_values[keyword] = i < values.size() ? values[i] : values.size() == 1 ? values.front() : std::string();
    }
  }
  return sets;
}

std::string PostgresqlParameters::value(const std::string& keyword) const {
  const auto found = m_values.find(keyword);
  return found == m_values.end() ? std::string() : found->second;
}

PostgresqlHandle PostgresqlParameters::start() const {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, text] : m_values) {
    keywords.push_back(keyword.c_str());
    values.push_back(text.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  constexpr int kTakeNameLiterally = 0;
  PostgresqlHandle connection(PQconnectStartParams(keywords.data(), values.data(), kTakeNameLiterally));
  if (!connection) throw std::bad_alloc();
  return connection;
}

void PostgresqlParameters::requireVerifiedHost(std::string_view configuredAuthorities) {
  if (value("sslmode").empty()) m_values["sslmode"] = "verify-full";
  if (has("sslrootcert") || !configuredAuthorities.empty() || hasOwnAuthorities()) return;
  add("sslrootcert", systemAuthorities());
}

bool isLocalHost(std::string_view host) {
  const bool isSocket = host.empty() || host.starts_with('/') || host.starts_with('@');
  const bool isNumber = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return isSocket || host == "localhost" || host == "::1" || (isNumber && host.starts_with("127."));
}

bool areLocalHosts(const std::string& hosts) {
  return std::ranges::all_of(parts(hosts), [](const std::string& host) { return isLocalHost(host); });
}

std::string effectiveOption(PGconn* connection, std::string_view keyword) {
  const PostgresqlOptions options(PQconninfo(connection));
  for (const PQconninfoOption* option = options.get(); option && option->keyword; ++option) {
    if (keyword == option->keyword) return option->val ? option->val : "";
  }
  return {};
}

}  // namespace joinery
