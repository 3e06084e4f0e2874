// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/foreign_key_graph.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "orm/model/names.h"
#include "orm/model/unique_columns.h"

namespace joinery {

namespace {

using Tables = std::vector<std::shared_ptr<const schema::Table>>;

/// Where a column stands in its table; -1 where the table has none of that name.
int columnPosition(const schema::Table& table, std::string_view name, bool ignoreCase) {
  int folded = -1;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == name) return static_cast<int>(i);
    if (folded < 0 && sameName(table.columns[i].name, name, ignoreCase)) folded = static_cast<int>(i);
  }
  return folded;
}

/// The columns' positions; empty when one of them is missing.
std::vector<int> columnPositions(const schema::Table& table, const std::vector<std::string>& names, bool ignoreCase) {
  std::vector<int> positions;
  for (const std::string& name : names) {
    positions.push_back(columnPosition(table, name, ignoreCase));
    if (positions.back() < 0) return {};
  }
  return positions;
}

std::vector<std::string> columnNames(const schema::Table& table, const std::vector<int>& positions) {
  std::vector<std::string> names;
  for (const int position : positions) names.push_back(table.columns[static_cast<std::size_t>(position)].name);
  return names;
}

/// Whether some key of the table lies within these columns.
bool coverUniqueKey(const schema::Table& table, const std::vector<int>& positions, bool ignoreCase) {
  return std::ranges::any_of(uniqueColumnSets(table), [&](const std::vector<std::string>& key) {
    return std::ranges::all_of(key, [&](const std::string& column) {
      return std::ranges::find(positions, columnPosition(table, column, ignoreCase)) != positions.end();
    });
  });
}

bool takesNull(const schema::Table& table, int position) {
  const schema::Column& column = table.columns[static_cast<std::size_t>(position)];
  return column.nullable && column.isWritable() && !table.isPrimaryKeyColumn(column.name);
}

/// Marks the edges whose tables reach each other: Tarjan's strongly connected components.
class CycleFinder {
 public:
  CycleFinder(std::size_t tables, std::vector<ForeignKeyEdge>& edges) : m_edges(edges), m_nodes(tables) {
    for (const ForeignKeyEdge& edge : edges) m_nodes[edge.table].targets.push_back(edge.referredTable);
  }

  void mark() {
    for (std::size_t node = 0; node < m_nodes.size(); ++node)
      if (m_nodes[node].index == 0) visit(node);
    for (ForeignKeyEdge& edge : m_edges)
      edge.isInCycle = m_nodes[edge.table].component == m_nodes[edge.referredTable].component;
  }

 private:
  struct Node {
    std::vector<std::size_t> targets;
    std::size_t index = 0;  // 0: not seen yet
    std::size_t low = 0;
    std::size_t component = 0;
    bool isOpen = false;
    std::size_t next = 0;
  };

  /// Its own stack: a chain of tables may be longer than a thread's.
  void visit(std::size_t root) {
    std::vector<std::size_t> path{root};
    open(root);
    while (!path.empty()) {
      Node& node = m_nodes[path.back()];
      if (node.next < node.targets.size()) {
        const std::size_t target = node.targets[node.next++];
        if (m_nodes[target].index == 0) {
          open(target);
          path.push_back(target);
        } else if (m_nodes[target].isOpen) {
          node.low = std::min(node.low, m_nodes[target].index);
        }
        continue;
      }
      const std::size_t done = path.back();
      path.pop_back();
      if (!path.empty()) m_nodes[path.back()].low = std::min(m_nodes[path.back()].low, node.low);
      if (node.low == node.index) close(done);
    }
  }

  void open(std::size_t node) {
    m_nodes[node].index = m_nodes[node].low = ++m_count;
    m_nodes[node].isOpen = true;
    m_open.push_back(node);
  }

  void close(std::size_t root) {
    ++m_components;
    for (bool isRoot = false; !isRoot; m_open.pop_back()) {
      const std::size_t node = m_open.back();
      m_nodes[node].isOpen = false;
      m_nodes[node].component = m_components;
      isRoot = node == root;
    }
  }

  std::vector<ForeignKeyEdge>& m_edges;
  std::vector<Node> m_nodes;
  std::vector<std::size_t> m_open;
  std::size_t m_count = 0;
  std::size_t m_components = 0;
};

class GraphBuilder {
 public:
  GraphBuilder(const schema::MetaData& metadata, bool ignoreCase)
      : m_metadata(metadata), m_tables(metadata.tables()), m_ignoreCase(ignoreCase) {
    for (std::size_t i = 0; i < m_tables.size(); ++i) m_positions.emplace(tableKey(m_tables[i]->name), i);
  }

  std::vector<ForeignKeyEdge> build() const {
    std::vector<ForeignKeyEdge> edges;
    for (const std::size_t table : tablesByName()) addEdges(table, edges);
    CycleFinder(m_tables.size(), edges).mark();
    return edges;
  }

 private:
  struct Placed {
    std::vector<int> positions;  // of the referring columns
    ForeignKeyEdge edge;
    auto order() const { return std::tie(positions, edge.referredTable, edge.referredColumns); }
  };

  std::string schemaOf(const QualifiedName& name) const {
    return name.schema.empty() ? m_metadata.defaultSchema : name.schema;
  }

  // A NUL can be part of neither name.
  std::string tableKey(const QualifiedName& name) const {
    return foldName(schemaOf(name) + '\0' + name.name, m_ignoreCase);
  }

  std::vector<std::size_t> tablesByName() const {
    std::vector<std::size_t> order(m_tables.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t table) {
      const QualifiedName& name = m_tables[table]->name;
      const bool isElsewhere = schemaOf(name) != m_metadata.defaultSchema;
      return std::tuple(isElsewhere, isElsewhere ? name.schema : std::string(), foldName(name.name, m_ignoreCase));
    });
    return order;
  }

  void addEdges(std::size_t table, std::vector<ForeignKeyEdge>& edges) const {
    std::vector<Placed> placed;
    for (const schema::ForeignKey& key : m_tables[table]->foreignKeys)
      if (auto edge = follow(table, key)) placed.push_back(std::move(*edge));
    std::ranges::stable_sort(placed, {}, &Placed::order);
    const auto repeated = std::ranges::unique(placed, {}, &Placed::order);
    placed.erase(repeated.begin(), repeated.end());
    for (Placed& each : placed) edges.push_back(std::move(each.edge));
  }

  std::optional<Placed> follow(std::size_t tablePosition, const schema::ForeignKey& key) const {
    const schema::Table& table = *m_tables[tablePosition];
    const auto referredPosition = m_positions.find(tableKey(key.referredTable));
    if (referredPosition == m_positions.end()) return {};
    const schema::Table& referred = *m_tables[referredPosition->second];
    // A key that names no columns means the primary key.
    const bool meansKey = key.referredColumns.empty() && referred.primaryKey.has_value();
    const auto there = columnPositions(referred, meansKey ? referred.primaryKey->columns : key.referredColumns, m_ignoreCase);
    std::vector<int> here = columnPositions(table, key.columns, m_ignoreCase);
    if (here.empty() || here.size() != there.size()) return {};

    ForeignKeyEdge edge{tablePosition, referredPosition->second, columnNames(table, here), columnNames(referred, there)};
    edge.isUnique = coverUniqueKey(table, here, m_ignoreCase);
    edge.onDelete = key.onDelete;
    edge.isNullable = std::ranges::all_of(here, [&](int column) { return takesNull(table, column); });
    return Placed{std::move(here), std::move(edge)};
  }

  const schema::MetaData& m_metadata;
  const Tables& m_tables;
  bool m_ignoreCase;
  std::unordered_map<std::string, std::size_t> m_positions;
};

}  // namespace

std::vector<ForeignKeyEdge> foreignKeyGraph(const schema::MetaData& metadata, bool namesIgnoreCase) {
  return GraphBuilder(metadata, namesIgnoreCase).build();
}

}  // namespace joinery
