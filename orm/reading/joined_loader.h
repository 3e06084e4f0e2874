// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "orm/query/join_path.h"
#include "orm/reading/load_context.h"
#include "orm/reading/loaded_record.h"

namespace joinery {

/// One SELECT's rows: a model's, with the scalars that come along joined in (LEFT JOIN, also chains of them). What a row
/// has many of is left to SelectinLoader, level by level.
class JoinedLoader {
 public:
  /// A collection to load next, and the records that it is loaded for.
  struct Collection {
    const JoinTree* tree = nullptr;
    std::string path;
    std::vector<std::shared_ptr<LoadedRecord>> parents;
  };

  /// @param tree what to load: its root is the model of this SELECT
  /// @param path of the root, empty for the query's own
  /// @param attributes of the root; empty: all. Its key and what joins need come along
  JoinedLoader(const LoadContext& context, const JoinTree& tree, std::string path, std::string alias,
               const std::vector<std::string>& attributes = {});

  /// FROM with the joins.
  sql::FromItem from(sql::FromItem root) const;
  std::vector<sql::Expression> columns() const;
  /// By the root's key.
  std::vector<sql::OrderBy> keyOrder() const;
  /// Makes records of a batch whose columns begin with columns(): the root's, row by row. A row that came before, in this batch
  /// or an earlier one, gives the same record.
  std::vector<std::shared_ptr<LoadedRecord>> read(const std::shared_ptr<const RowBatch>& batch);
  /// After all batches.
  const std::vector<Collection>& collections() const { return m_collections; }

 private:
  struct Node {
    const JoinTree* tree = nullptr;
    std::string path;
    std::string alias;
    std::size_t parent = 0;
    std::shared_ptr<LoadedRecord::Columns> columns;
    std::vector<std::size_t> keyAttributes;
    std::vector<int> presence;              ///< batch columns that are NULL where nothing was joined
    std::vector<std::size_t> collections;   ///< in m_collections
    std::unordered_map<std::string, std::shared_ptr<LoadedRecord>> records;
  };

  void addNode(const JoinTree& tree, std::string path, std::string alias, std::size_t parent, const std::vector<std::string>& attributes);
  void addColumns(Node& node, const std::vector<std::string>& attributes);
  int addColumn(const Node& node, const Attribute& attribute);
  void addChildren(std::size_t node);
  sql::Expression joinCondition(const Node& node) const;
  std::shared_ptr<LoadedRecord> record(Node& node, const std::shared_ptr<const RowBatch>& batch, std::size_t row);

  const LoadContext& m_context;
  std::vector<Node> m_nodes;
  std::vector<sql::Expression> m_columns;
  std::vector<Collection> m_collections;
};

/// Whether a relationship leads to one row at most, by a unique key: only such are joined.
bool isJoinable(const Relationship& relationship, const Registry& registry);
/// The filter that "prune" puts on a path, as a condition on `alias`; empty for none.
sql::Expression pruneCondition(const LoadContext& context, const std::string& path, const Model& model, const std::string& alias);
std::string joinedPath(const std::string& path, const Relationship& relationship);

}  // namespace joinery
