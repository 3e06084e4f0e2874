// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/query/join_path.h"
#include "orm/reading/joined_loader.h"
#include "orm/reading/load_context.h"
#include "orm/reading/loaded_record.h"

namespace joinery {

/// Loads a collection for many parents at once: `SELECT … WHERE key IN (…)`, one statement for each 500 parents, through the link
/// table in the same statement; then what hangs below it, level by level. No parents, no statement.
class SelectinLoader {
 public:
  static constexpr std::size_t kParentsPerStatement = 500;

  /// @param tree the collection's own node
  /// @param mostChildren of one parent
  SelectinLoader(const LoadContext& context, const JoinTree& tree, std::string path, std::optional<std::size_t> mostChildren = {});

  void load(const std::vector<std::shared_ptr<LoadedRecord>>& parents);
  /// Loads every collection that a SELECT's rows asked for.
  static void loadAll(const LoadContext& context, const std::vector<JoinedLoader::Collection>& collections);

 private:
  /// Parents with one key: their children are the same.
  struct Group {
    std::vector<Value> key;
    std::vector<std::shared_ptr<LoadedRecord>> parents, children;
  };

  void group(const std::vector<std::shared_ptr<LoadedRecord>>& parents);
  bool refersHere(const LoadedRecord& parent) const;
  void loadGroups(std::size_t first, std::size_t last, JoinedLoader& loader);
  /// The children of these groups, with the columns of the group's key at the end.
  sql::Select statement(std::size_t first, std::size_t last, const JoinedLoader& loader) const;
  sql::FromItem source(const JoinedLoader& loader, std::vector<sql::Expression>& groupColumns) const;
  sql::Expression groupCondition(std::size_t first, std::size_t last, const std::vector<sql::Expression>& groupColumns) const;
  sql::Select limited(const sql::Select& select, const std::vector<sql::Expression>& columns,
                      const std::vector<sql::Expression>& groupColumns, const std::vector<sql::OrderBy>& order) const;
  bool comparesByBytes() const;

  const LoadContext& m_context;
  const JoinTree& m_tree;
  const Relationship& m_relationship;
  const Model* m_parentModel = nullptr;
  std::string m_path;
  std::optional<std::size_t> m_mostChildren;
  std::vector<Group> m_groups;
  std::unordered_map<std::string, std::size_t> m_byKey;
};

}  // namespace joinery
