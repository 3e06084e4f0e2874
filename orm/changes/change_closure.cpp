// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_closure.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "orm/changes/change_expander.h"
#include "orm/changes/row_keys.h"
#include "orm/changes/table_dependencies.h"

namespace joinery {

namespace {

using Verb = PlannedStatement::Verb;

/// Which operation of a unit needs which other one first.
class ClosureGraph {
 public:
  explicit ClosureGraph(const Registry& registry, const ChangeSet& changes)
      : m_operations(ChangeExpander(registry, UnitOfWork::Locking::None).expand(changes)), m_needs(m_operations.size()) {
    std::vector<const schema::Table*> tables;
    for (const WriteOperation& operation : m_operations) tables.push_back(operation.table);
    const TableDependencies graph(registry, tables);
    const RowKeys written(m_operations, RowKeys::Time::After), there(m_operations, RowKeys::Time::Before);
    for (std::size_t i = 0; i < m_operations.size(); ++i) {
      if (!m_operations[i].ref.empty()) m_byRef.emplace(m_operations[i].ref, i);
      for (const std::uint64_t change : m_operations[i].changes) m_byChange[change].push_back(i);
    }
    for (std::size_t i = 0; i < m_operations.size(); ++i) {
      connectReferences(i);
      for (const ForeignKeyLink& link : graph.of(*m_operations[i].table)) connectForeignKey(i, link, written, there);
      connectUniqueKeys(i, there);
    }
  }

  /// @return ids of changes
  std::vector<NeededChange> neededBy(std::set<std::uint64_t>& chosen) const {
    std::vector<NeededChange> taken;
    std::vector<std::uint64_t> waiting(chosen.begin(), chosen.end());
    for (std::size_t next = 0; next < waiting.size(); ++next) {
      const std::uint64_t change = waiting[next];
      const auto operations = m_byChange.find(change);
      if (operations == m_byChange.end()) continue;
      const auto take = [&](std::uint64_t needed, const std::string& reason) {
        if (!chosen.insert(needed).second) return;
        taken.push_back({needed, change, reason});
        waiting.push_back(needed);
      };
      for (const std::size_t operation : operations->second) {
        for (const std::uint64_t other : m_operations[operation].changes) take(other, "it changes the same row");
        for (const Need& need : m_needs[operation])
          for (const std::uint64_t other : m_operations[need.operation].changes) take(other, need.reason);
      }
    }
    return taken;
  }

 private:
  struct Need { std::size_t operation; std::string reason; };

  void connect(std::size_t from, std::size_t to, std::string reason) {
    if (from != to) m_needs[from].push_back({to, std::move(reason)});
  }

  void connectReferences(std::size_t row) {
    const WriteOperation& operation = m_operations[row];
    for (const auto* columns : {&operation.values, &operation.key, &operation.match})
      for (const ColumnValue& value : *columns) {
        if (!value.lookup.isEmpty() || !value.operand.isReference()) continue;
        if (const auto insert = m_byRef.find(value.operand.reference().ref); insert != m_byRef.end())
          connect(row, insert->second, "its " + value.column + " refers to that new row");
      }
  }

  void connectForeignKey(std::size_t row, const ForeignKeyLink& link, const RowKeys& written, const RowKeys& there) {
    const WriteOperation& child = m_operations[row];
    const std::string by = link.childColumns.front();
    if (child.verb != Verb::Delete)
      if (const auto now = cellsIdentity(child, link.childColumns))
        for (const std::size_t parent : written.find(*link.parent, link.parentColumns, *now)) connect(row, parent, "its " + by + " refers to that row");
    // The row that goes, or changes its key, needs those that refer to it to let go.
    const auto before = cellsIdentityBefore(child, link.childColumns);
    if (!before || (child.verb != Verb::Delete && cellsIdentity(child, link.childColumns) == before)) return;
    for (const std::size_t parent : there.find(*link.parent, link.parentColumns, *before)) connect(parent, row, by + " refers to the row until then");
  }

  void connectUniqueKeys(std::size_t row, const RowKeys& there) {
    const WriteOperation& operation = m_operations[row];
    if (operation.verb == Verb::Delete) return;
    for (const std::vector<std::string>& key : uniqueKeysOf(*operation.table)) {
      const auto taken = cellsIdentity(operation, key);
      if (!taken || cellsIdentityBefore(operation, key) == taken) continue;
      for (const std::size_t other : there.find(*operation.table, key, *taken)) connect(row, other, "it gives up the " + key.front() + " that is taken here");
    }
  }

  std::vector<WriteOperation> m_operations;
  std::vector<std::vector<Need>> m_needs;
  std::unordered_map<std::string, std::size_t> m_byRef;
  std::unordered_map<std::uint64_t, std::vector<std::size_t>> m_byChange;
};

}  // namespace

ClosedPart closedPart(const Registry& registry, const ChangeSet& changes, const std::set<std::uint64_t>& chosen) {
  ClosedPart part;
  std::set<std::uint64_t> all = chosen;
  part.taken = ClosureGraph(registry, changes).neededBy(all);
  for (const Change& change : changes.changes())
    if (all.contains(change.id)) part.changes.add(change);
  return part;
}

}  // namespace joinery
