// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/core/json.h"
#include "orm/core/url.h"
#include "orm/model/model_declarations.h"
#include "orm/workspace/diagram.h"

namespace joinery {

/// How a table is looked at, under a name. What is left out leaves the table as it is shown: a view that has a filter alone is a saved
/// filter. Names of columns and relationships are checked where the view is used, since the tables may change meanwhile.
struct SavedView {
  struct Column {
    std::string name;
    std::optional<int> width = {};  ///< pixels; none: as its contents need
    Json source = nullptr;          ///< as it was read
    bool operator==(const Column&) const = default;
  };

  std::string name;
  std::string model;
  std::optional<Json> filter = {};                    ///< a filter document
  std::optional<std::vector<std::string>> sorts = {};  ///< "+Name"; empty: the key's order
  std::optional<std::vector<Column>> columns = {};     ///< those that are shown, from left to right; all others are hidden
  int frozen = 0;                                      ///< how many of the first columns stay in their place
  std::vector<std::string> joins = {};                 ///< dotted paths of what is loaded along
  Json prune = Json::object();                         ///< path → filter that its related rows have to pass to be shown
  std::vector<std::string> treePaths = {};             ///< dotted paths that the tree of a row follows; empty: every relationship
  std::optional<int> treeDepth = {};
  Json source = Json::object();  ///< as it was read: keys that are not known here are kept

  bool operator==(const SavedView&) const = default;
};

/// A database with what is saved for it. No secrets; nothing connects by itself.
struct SavedConnection {
  std::string name;
  Url url;
  std::vector<SavedView> views = {};  ///< each name once
  ModelDeclarations declarations = {};
  std::vector<Diagram> diagrams = {};  ///< likewise
  Json source = Json::object();
};

/// What a `*.joinery` file holds. Plain data; nothing in it runs, connects or loads by itself.
struct Workspace {
  static constexpr int kVersion = 1;
  std::vector<SavedConnection> connections = {};  ///< each name once
  Json source = Json::object();

  /// The first connection to that database, whatever the password. nullptr for none.
  const SavedConnection* connectionTo(const Url& url) const;
  /// The same, added where there is none, under the database's own name.
  SavedConnection& connectionTo(const Url& url);
};

/// The view of that name; nullptr for none.
const SavedView* findView(const SavedConnection& connection, const std::string& name);
/// The diagram of that name; nullptr for none.
const Diagram* findDiagram(const SavedConnection& connection, const std::string& name);
/// The same place spelled the same way: no secrets, a file by its absolute path.
Url savedUrl(const Url& url);

/// @throws DbError Argument: the JSON pointer of the place and what is wrong there
Workspace workspaceFromJson(const Json& json);
/// What was read with what is known here changed; keys that are not known stay where they were.
Json workspaceToJson(const Workspace& workspace);

}  // namespace joinery
