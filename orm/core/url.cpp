// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/url.h"

#include <algorithm>
#include <array>

#include "orm/core/percent_encoding.h"
#include "orm/core/url_parser.h"
#include "orm/core/url_without_secrets.h"

namespace joinery {

namespace {

bool isSecretOption(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  constexpr std::array<std::string_view, 5> kParts{"password", "passwd", "pwd", "secret", "token"};
  return std::ranges::any_of(kParts, [&lower](std::string_view part) { return lower.find(part) != std::string::npos; });
}

std::string hostText(const Url::Host& host) {
  const bool isAddress = host.name.find(':') != std::string::npos;
  std::string text = isAddress ? "[" + percentEncode(host.name, ":") + "]" : percentEncode(host.name);
  if (host.port) text += ":" + std::to_string(*host.port);
  return text;
}

std::string authorityText(const Url& url) {
  std::string text;
  const std::string mask(url.password.isEmpty() ? std::string_view() : kMask);
  if (!url.user.empty() || !mask.empty()) text = percentEncode(url.user) + (mask.empty() ? "" : ":" + mask) + "@";
  for (std::size_t i = 0; i < url.hosts.size(); ++i) text += (i == 0 ? "" : ",") + hostText(url.hosts[i]);
  return text;
}

std::string queryText(const Url& url) {
  std::string text;
  for (const auto& [name, value] : url.query) {
    text += (text.empty() ? "?" : "&") + percentEncode(name) + "=";
    text += isSecretOption(name) ? std::string(kMask) : percentEncode(value, "/:,");
  }
  return text;
}

}  // namespace

Url Url::parse(std::string_view text) { return UrlParser().parse(text); }

Url Url::sqliteFile(std::string path) {
  Url url;
  url.backend = "sqlite";
  if (path != ":memory:") url.database = std::move(path);
  return url;
}

bool Url::isMemory() const { return isSqlite() && database.empty(); }

std::optional<std::string> Url::option(std::string_view name) const {
  const auto found = std::find_if(query.rbegin(), query.rend(), [name](const auto& entry) { return entry.first == name; });
  return found == query.rend() ? std::nullopt : std::optional(found->second);
}

std::string Url::toString() const {
  std::string text = backend + (driver.empty() ? "" : "+" + driver) + "://";
  if (!isSqlite()) text += authorityText(*this);
  if (!database.empty()) text += "/" + percentEncode(database, isSqlite() ? "/:,@+=&()" : "");
  return text + queryText(*this);
}

std::string Url::displayName() const {
  if (isMemory()) return "memory";
  if (isSqlite()) return database.substr(database.find_last_of('/') + 1);
  const std::string host = hosts.empty() ? option("host").value_or("") : hosts.front().name;
  if (!database.empty()) return host.empty() ? database : database + " at " + host;
  return host.empty() ? option("service").value_or(backend) : backend + " at " + host;
}

Url withoutSecrets(Url url) {
  url.password = Secret();
  std::erase_if(url.query, [](const auto& entry) { return isSecretOption(entry.first); });
  return url;
}

}  // namespace joinery
