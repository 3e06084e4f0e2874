// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/workspace/workspace.h"

#include <algorithm>
#include <filesystem>

#include "orm/core/url_without_secrets.h"

namespace joinery {

namespace {

std::string spelled(const Url& url) { return savedUrl(url).toString(); }

}  // namespace

Url savedUrl(const Url& url) {
  Url saved = withoutSecrets(url);
  if (!saved.isSqlite() || saved.isMemory()) return saved;
  std::error_code error;
  const auto absolute = std::filesystem::absolute(saved.database, error);
  if (!error) saved.database = absolute.lexically_normal().string();
  return saved;
}

const SavedView* findView(const SavedConnection& connection, const std::string& name) {
  const auto found = std::ranges::find(connection.views, name, &SavedView::name);
  return found == connection.views.end() ? nullptr : &*found;
}

const Diagram* findDiagram(const SavedConnection& connection, const std::string& name) {
  const auto found = std::ranges::find(connection.diagrams, name, &Diagram::name);
  return found == connection.diagrams.end() ? nullptr : &*found;
}

const SavedConnection* Workspace::connectionTo(const Url& url) const {
  const auto found = std::ranges::find(connections, spelled(url), [](const SavedConnection& each) { return spelled(each.url); });
  return found == connections.end() ? nullptr : &*found;
}

SavedConnection& Workspace::connectionTo(const Url& url) {
  if (const auto* found = std::as_const(*this).connectionTo(url)) return const_cast<SavedConnection&>(*found);
  const auto isTaken = [this](const std::string& name) { return std::ranges::find(connections, name, &SavedConnection::name) != connections.end(); };
  const std::string plain = url.displayName();
  std::string name = plain;
  for (int number = 2; isTaken(name); ++number) name = plain + " " + std::to_string(number);
  connections.push_back({name, savedUrl(url)});
  return connections.back();
}

}  // namespace joinery
