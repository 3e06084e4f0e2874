// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>
#include <limits>
#include <set>
#include <unordered_map>

#include "orm/schema/metadata.h"

namespace joinery::schema {
namespace {

using TableList = std::vector<std::shared_ptr<const Table>>;

/// The foreign keys between tables as numbers into the list of tables, which is sorted by name.
class ReferenceGraph {
 public:
  explicit ReferenceGraph(const MetaData& metadata) : m_parents(metadata.tables().size()) {
    const TableList& tables = metadata.tables();
    std::unordered_map<const Table*, std::size_t> numbers;
    for (std::size_t i = 0; i < tables.size(); ++i) numbers.emplace(tables[i].get(), i);
    for (std::size_t i = 0; i < tables.size(); ++i) addParents(metadata, *tables[i], i, numbers);
  }

  std::size_t size() const { return m_parents.size(); }
  const std::set<std::size_t>& parents(std::size_t table) const { return m_parents[table]; }

 private:
  // A schema left out is the referring table's own. A table may refer to itself: that orders nothing.
  void addParents(const MetaData& metadata, const Table& table, std::size_t number,
                  const std::unordered_map<const Table*, std::size_t>& numbers) {
    for (const ForeignKey& key : table.foreignKeys) {
      QualifiedName referred = key.referredTable;
      if (referred.schema.empty()) referred.schema = table.name.schema;
      const auto parent = metadata.find(referred);
      if (parent && parent.get() != &table) m_parents[number].insert(numbers.at(parent.get()));
    }
  }

  std::vector<std::set<std::size_t>> m_parents;
};

/// Tarjan's strongly connected components, with a stack of its own: a long chain of tables must not end the program's.
class Components {
 public:
  explicit Components(const ReferenceGraph& graph)
      : m_graph(graph), m_component(graph.size(), kNone), m_index(graph.size(), kNone), m_low(graph.size(), 0) {
    for (std::size_t table = 0; table < graph.size(); ++table)
      if (m_index[table] == kNone) visitFrom(table);
  }

  std::size_t of(std::size_t table) const { return m_component[table]; }
  std::size_t size(std::size_t component) const { return m_sizes[component]; }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  struct Visit {
    std::size_t table;
    std::set<std::size_t>::const_iterator next;
  };

  void enter(std::size_t table) {
    m_index[table] = m_low[table] = m_count++;
    m_open.push_back(table);
    m_visits.push_back({table, m_graph.parents(table).begin()});
  }

  void visitFrom(std::size_t root) {
    enter(root);
    while (!m_visits.empty()) {
      Visit& visit = m_visits.back();
      if (visit.next == m_graph.parents(visit.table).end())
        leave();
      else
        follow(visit.table, *visit.next++);
    }
  }

  void follow(std::size_t table, std::size_t parent) {
    if (m_index[parent] == kNone)
      enter(parent);
    else if (m_component[parent] == kNone)
      m_low[table] = std::min(m_low[table], m_index[parent]);
  }

  void leave() {
    const std::size_t table = m_visits.back().table;
    m_visits.pop_back();
    if (m_low[table] == m_index[table]) close(table);
    if (m_visits.empty()) return;
    const std::size_t child = m_visits.back().table;
    m_low[child] = std::min(m_low[child], m_low[table]);
  }

  void close(std::size_t root) {
    m_sizes.push_back(0);
    for (bool more = true; more;) {
      const std::size_t table = m_open.back();
      m_open.pop_back();
      m_component[table] = m_sizes.size() - 1;
      ++m_sizes.back();
      more = table != root;
    }
  }

  const ReferenceGraph& m_graph;
  std::vector<std::size_t> m_component, m_index, m_low, m_open, m_sizes;
  std::vector<Visit> m_visits;
  std::size_t m_count = 0;
};

/// Takes the table first by name whose parents are all done. The keys within a cycle don't count, so that what stands
/// around a cycle keeps its order.
std::vector<std::size_t> parentsFirst(const ReferenceGraph& graph, const Components& components) {
  std::vector<std::size_t> waitsFor(graph.size(), 0);
  std::vector<std::vector<std::size_t>> children(graph.size());
  for (std::size_t table = 0; table < graph.size(); ++table) {
    for (const std::size_t parent : graph.parents(table)) {
      if (components.of(parent) == components.of(table)) continue;
      children[parent].push_back(table);
      ++waitsFor[table];
    }
  }
  std::set<std::size_t> ready;
  for (std::size_t table = 0; table < graph.size(); ++table)
    if (waitsFor[table] == 0) ready.insert(table);
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const std::size_t table = ready.extract(ready.begin()).value();
    order.push_back(table);
    for (const std::size_t child : children[table])
      if (--waitsFor[child] == 0) ready.insert(child);
  }
  return order;
}

}  // namespace

SortedTables sortedTables(const MetaData& metadata) {
  const ReferenceGraph graph(metadata);
  const Components components(graph);
  SortedTables sorted;
  for (const std::size_t table : parentsFirst(graph, components)) sorted.tables.push_back(metadata.tables()[table]);
  for (std::size_t table = 0; table < graph.size(); ++table) {
    if (components.size(components.of(table)) < 2) continue;
    sorted.cyclic.push_back(metadata.tables()[table]);
    sorted.cycles.emplace(metadata.tables()[table].get(), components.of(table));
  }
  return sorted;
}

bool SortedTables::shareCycle(const Table& one, const Table& other) const {
  const auto first = cycles.find(&one), second = cycles.find(&other);
  return first != cycles.end() && second != cycles.end() && first->second == second->second;
}

}  // namespace joinery::schema
