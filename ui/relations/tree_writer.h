// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orm/query/join_path.h"
#include "orm/reading/record_reader.h"
#include "orm/repository/tree.h"
#include "ui/relations/relation_overlay.h"
#include "ui/relations/relation_query.h"

namespace joinery::ui {

/// Writes trees of related rows as JSON, as a relation tree shows them: what is pending is applied. Of a row that is still to be added, its
/// key is {"$ref": "new1"}, as in change documents, and what nobody gave is left out. Some rows are read at a time, however large a branch is (but for
/// one whose rows have no key), and nothing is kept of what was written. For a worker's thread.
class TreeWriter {
 public:
  using Write = std::function<void(std::string_view)>;
  TreeWriter(Worker::Context& context, std::shared_ptr<const Registry> registry, RelationOverlay overlay, const TreeOptions& options, Write write);

  /// @throws DbError NoResult where there is no such row, or will not be
  void writeTree(const std::string& model, const std::vector<Value>& key);
  /// That of a row that is still to be added. @throws DbError NoResult
  void writeInserted(const std::string& ref);
  /// An array of those of the rows that pass a filter, after those that are still to be added. @return how many
  std::int64_t writeTrees(const RowsOfModel& rows);

 private:
  /// A row with its place among the others: by that the overlay tells what is pending of it.
  struct Row {
    std::shared_ptr<RelationNode> node;
    std::shared_ptr<LoadedRecord> record;  ///< null: it is still to be added
  };
  using Rows = std::vector<Row>;
  /// How the tree goes on below a row.
  struct Way {
    const JoinTree* paths = nullptr;  ///< null: by every relationship
    std::string path = {};
    int level = 1;
    bool isRepeated = false;
  };
  struct Step {
    const Relationship* relationship;
    Way below;
  };
  /// The rows of one branch, as they are written.
  struct Branch {
    std::shared_ptr<RelationNode> node;
    std::size_t written = 0;
    bool hasMore = false;
  };

  std::vector<Step> steps(const Model& model, const Way& way) const;
  Row stored(std::shared_ptr<LoadedRecord> record, RelationNode* parent);
  Row inserted(const std::string& ref, RelationNode* parent);
  bool isGone(const Row& row) const;
  void load(const Rows& rows, const std::vector<Step>& steps);
  std::size_t mostPreloaded() const;
  void writeRow(const Row& row, const Way& way, const std::vector<Step>& steps);
  void writeAttributes(const Row& row);
  void writeRelated(const Row& row, const Step& step);
  void writeToOne(const Row& row, const Step& step, Branch& branch);
  Rows target(const Row& row, const Relationship& relationship, const Branch& branch);
  void writePending(Branch& branch, const Way& below);
  void writeStored(const Row& row, const Step& step, Branch& branch);
  void writePages(const Row& row, const Step& step, Branch& branch);
  /// Those of one batch that are there and fit, each with what belongs to it.
  void writeElements(Rows rows, const Way& below, Branch& branch);
  Rows byKeys(const Model& model, const std::vector<std::vector<Value>>& keys, RelationNode* parent);
  std::int64_t writeTop(const RowsOfModel& rows, Branch& top);
  Json pruneOf(const std::string& path) const;
  const std::shared_ptr<const RowShape>& shapeOf(const Model& model);
  void line();
  void member(const std::string& name);
  /// Over as many lines as it takes, at the depth of the place.
  void writeValue(const Json& json);

  Worker::Context& m_context;
  std::shared_ptr<const Registry> m_registry;
  RecordReader m_reader;
  RelationOverlay m_overlay;
  const TreeOptions m_options;
  Write m_write;
  JoinTree m_paths;
  std::map<const Model*, std::shared_ptr<const RowShape>> m_shapes;
  std::size_t m_depth = 0;
  bool m_isFirst = true;
};

}  // namespace joinery::ui
