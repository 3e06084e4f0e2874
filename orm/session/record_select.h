// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "orm/driver/cursor.h"
#include "orm/records/record_store.h"
#include "orm/session/load_plan.h"
#include "orm/sql/select.h"

namespace joinery {

/// One SELECT that brings records of a model, and in its joins what a plan wants in the same statement. A row of many joined ones
/// comes once for each; its record comes once.
class RecordSelect {
 public:
  /// @param plan of the model; outlives this
  RecordSelect(const Registry& registry, RecordStore& store, RecordHeap& heap, const LoadPlan& plan, bool populateExisting);

  /// The table's name, which qualifies its columns.
  const std::string& alias() const { return m_nodes.front().alias; }
  /// A row must meet this too.
  void where(sql::Expression condition) { m_conditions.push_back(std::move(condition)); }
  void orderBy(std::vector<sql::OrderBy> order) { m_order = std::move(order); }
  /// What the rows come from, where it is more than the table: joins of a sort, a link table.
  void setSource(sql::FromItem source) { m_source = std::move(source); }
  void limit(std::optional<std::int64_t> rows, std::int64_t offset) { m_limit = rows, m_offset = offset; }
  /// Of the model's own rows.
  void lock(sql::Select::Lock lock) { m_lock = lock; }
  /// A further column of the statement. @return its place in the batch
  std::size_t addColumn(const sql::Expression& column);

  /// How a row becomes a record, where each row is one and all are of one model; else null.
  const RecordStore::Layout* plainLayout() const;

  sql::Select statement() const;
  /// Whether a joined collection makes several rows of one record.
  bool isMultiplied() const;
  /// @return for each row of the batch its record
  std::vector<Record*> read(const std::shared_ptr<const RowBatch>& batch);
  /// Called with a batch and the record of each of its rows.
  using Each = std::function<void(const RowBatch& batch, const std::vector<Record*>& records)>;
  /// Takes a result some rows at a time, so that no block of memory grows with it.
  void readAll(Cursor& cursor, const Each& each = {});
  /// Forgets what was read, for the statement to run again.
  void restart();
  /// After all batches: fills the relationships that were joined.
  void link();
  /// The records of each place of the plan, once each, in the order they came.
  const std::vector<Record*>& recordsOf(const LoadPlan& place) const;

 private:
  struct Node {
    const LoadPlan* plan = nullptr;
    std::string alias;
    std::string linkAlias;
    std::size_t parent = 0;
    RecordStore::Layout layout;
    std::size_t discriminatorColumn = 0;
    std::vector<std::pair<Value, RecordStore::Layout>> family;  ///< of a model with a discriminator
    std::vector<Record*> records;
    std::unordered_map<Record*, std::vector<Record*>> related;  ///< by parent
    std::unordered_map<Record*, bool> seen;                     ///< of a statement with several places
  };

  void addNode(const LoadPlan& plan, std::size_t parent);
  void addFamily(Node& node);
  sql::FromItem joined(sql::FromItem root) const;
  static sql::Expression restricted(const Node& node, const sql::Expression& on);
  sql::Select ownRows(const sql::Select& select) const;
  std::vector<sql::OrderBy> joinedOrder() const;
  sql::Select wrapped() const;
  sql::FromItem source() const;
  bool isNew(Node& node, Record& record);
  Record* record(Node& node, const std::shared_ptr<const RowBatch>& batch, std::size_t row);

  const Registry& m_registry;
  RecordStore& m_store;
  RecordHeap& m_heap;
  bool m_populateExisting;
  std::vector<Node> m_nodes;
  std::vector<sql::Expression> m_columns;
  std::size_t m_rootColumns = 0;  ///< the first of them: the root's own
  std::vector<sql::Expression> m_conditions;
  std::vector<sql::OrderBy> m_order;
  sql::FromItem m_source;
  std::optional<std::int64_t> m_limit;
  std::int64_t m_offset = 0;
  sql::Select::Lock m_lock = sql::Select::Lock::None;
  std::uint32_t m_stamp;
};

/// `left.columns = right.columns`, pair by pair.
sql::Expression columnsEqual(const std::string& left, const std::vector<std::string>& leftColumns, const std::string& right, const std::vector<std::string>& rightColumns);

}  // namespace joinery
