// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/write_order.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <unordered_map>

#include "orm/changes/row_sorter.h"
#include "orm/changes/unique_values.h"
#include "orm/core/db_error.h"
#include "orm/core/value_fit.h"

namespace joinery {

namespace {

using Verb = PlannedStatement::Verb;
using Origin = WriteOperation::Origin;
using Edge = RowSorter::Edge;

bool refersIn(const WriteOperation& operation, const std::vector<std::string>& columns) {
  return std::ranges::any_of(columns, [&](const std::string& column) {
    const ColumnValue* value = operation.value(column);
    return value != nullptr && value->operand.isReference();
  });
}

/// Rows of one phase by the cells that foreign keys refer to.
class RowLookup {
 public:
  explicit RowLookup(const std::vector<WriteOperation>& rows) : m_rows(rows) {}

  std::optional<std::size_t> parentOf(const WriteOperation& child, const ForeignKeyLink& link, Verb parentVerb) {
    return parentOf(cellsIdentity(child, link.childColumns), link, parentVerb);
  }

  /// @param wanted what stands in the child's columns
  std::optional<std::size_t> parentOf(const std::optional<std::string>& wanted, const ForeignKeyLink& link, Verb parentVerb) {
    if (!wanted) return {};
    auto [table, isNew] = m_tables.try_emplace({link.parent, link.parentColumns});
    if (isNew) fill(table->second, link, parentVerb);
    const auto found = table->second.find(*wanted);
    return found == table->second.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  using Index = std::unordered_map<std::string, std::size_t>;

  void fill(Index& index, const ForeignKeyLink& link, Verb verb) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      if (m_rows[i].table != link.parent || m_rows[i].verb != verb) continue;
      if (const auto cells = cellsIdentity(m_rows[i], link.parentColumns)) index.emplace(*cells, i);
    }
  }

  const std::vector<WriteOperation>& m_rows;
  std::map<std::pair<const schema::Table*, std::vector<std::string>>, Index> m_tables;
};

/// What a new row is known by, as far as it is given: ` (Title "Rock")`.
std::string labelOf(const WriteOperation& operation) {
  std::string text;
  if (operation.verb != Verb::Insert || operation.model == nullptr) return text;
  for (const std::string& name : operation.model->labelAttributes()) {
    const ColumnValue* given = operation.value(operation.model->attribute(name)->column.name);
    if (given && given->lookup.isEmpty() && given->operand.isValue() && !given->operand.value().isNull())
      text += (text.empty() ? " (" : ", ") + name + " " + shownValue(given->operand.value());
  }
  return text.empty() ? text : text + ")";
}

/// The foreign key that makes a row wait: ` by Album.ArtistId`.
std::string reasonOf(const WriteOperation& child, const ForeignKeyLink* link) {
  std::string text;
  if (link == nullptr || child.model == nullptr) return text;
  for (const std::string& column : link->childColumns)
    if (const Attribute* attribute = child.model->attributeOfColumn(column)) text += (text.empty() ? " by " : ", ") + child.model->name + "." + attribute->name;
  return text;
}

[[noreturn]] void throwCircular(const std::vector<Edge>& circle, const std::vector<WriteOperation>& rows) {
  std::string names;
  for (const Edge& edge : circle) {
    const WriteOperation& row = rows[edge.after];
    names += (names.empty() ? "" : "; ") + row.description() + labelOf(row) + reasonOf(row.verb == Verb::Delete ? rows[edge.before] : row, edge.link);
  }
  DbError error(ErrorKind::CircularDependency, "these changes need each other first: " + names);
  error.hint = "Leave one of the references NULL and set it with a second change set, or allow its relationship to be written "
               "afterwards (post-update).";
  throw error;
}

int verbOrder(const WriteOperation& operation) {
  if (operation.verb == Verb::Delete) return 0;
  return operation.verb == Verb::Update ? 1 : 2;
}

bool keyLess(const WriteOperation& left, const WriteOperation& right) {
  return std::ranges::lexicographical_compare(left.key, right.key, [](const ColumnValue& a, const ColumnValue& b) {
    if (a.operand.isReference() || b.operand.isReference()) return !a.operand.isReference() && b.operand.isReference();
    return a.operand.value() < b.operand.value();
  });
}

/// INSERTs and UPDATEs, the rows of link tables that are taken away, and the deletions that give up what is taken here.
class WriteSorter {
 public:
  WriteSorter(std::vector<WriteOperation> rows, const TableDependencies& graph, Handovers handovers)
      : m_rows(std::move(rows)), m_graph(graph), m_handovers(handovers), m_sorter(m_rows.size()) {}

  std::vector<WriteOperation> sorted() {
    group();
    connect();
    const auto order = m_sorter.sort([this](const std::vector<Edge>& circle) { return cut(circle); });
    std::vector<WriteOperation> result;
    for (const std::size_t row : order) result.push_back(std::move(m_rows[row]));
    return result;
  }

 private:
  /// The new rows of a table are a group; everything else stays where it is.
  void group() {
    std::vector<std::size_t> groups;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      const bool isNext = i > 0 && m_rows[i].verb == Verb::Insert && m_rows[i - 1].verb == Verb::Insert && m_rows[i].table == m_rows[i - 1].table;
      groups.push_back(isNext ? groups.back() : i);
    }
    m_sorter.setGroups(std::move(groups));
  }

  void connect() {
    for (std::size_t i = 0; i < m_rows.size(); ++i)
      if (m_rows[i].verb == Verb::Insert && !m_rows[i].ref.empty()) m_byRef.emplace(m_rows[i].ref, i);
    RowLookup lookup(m_rows);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      for (const ForeignKeyLink& link : m_graph.of(*m_rows[i].table)) connectParent(i, link, lookup);
      connectReferences(i);
    }
    if (m_handovers == Handovers::AsTheyCome) return;
    connectDeletions();
    for (const ValueHandover& handover : valueHandovers(m_rows)) m_sorter.addEdge({handover.giver, handover.taker, nullptr, false, true});
  }

  /// Those that refer to a row let go of it before it is deleted.
  void connectDeletions() {
    if (std::ranges::find(m_rows, Verb::Delete, &WriteOperation::verb) == m_rows.end()) return;
    RowLookup lookup(m_rows);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      for (const ForeignKeyLink& link : m_graph.of(*m_rows[i].table)) {
        const auto before = cellsIdentityBefore(m_rows[i], link.childColumns);
        const bool letsGo = m_rows[i].verb == Verb::Delete || (m_rows[i].verb == Verb::Update && before != cellsIdentity(m_rows[i], link.childColumns));
        const auto parent = letsGo ? lookup.parentOf(before, link, Verb::Delete) : std::nullopt;
        if (parent && *parent != i) m_sorter.addEdge({i, *parent, &link, link.deferred});
      }
    }
  }

  void connectParent(std::size_t row, const ForeignKeyLink& link, RowLookup& lookup) {
    const WriteOperation& child = m_rows[row];
    if (child.verb == Verb::Delete || !child.writesAny(link.childColumns)) return;
    const std::optional<std::size_t> parent = lookup.parentOf(child, link, Verb::Insert);
    const bool refers = refersIn(child, link.childColumns);
    // A row may refer to itself by a key that is known: the engine looks at the end of the statement.
    if (!parent || (*parent == row && !refers)) return;
    m_sorter.addEdge({*parent, row, &link, link.deferred && !refers});
  }

  /// Generated values have to be there, foreign key or not.
  void connectReferences(std::size_t row) {
    const auto connectTo = [&](const ColumnValue& value) {
      if (!value.operand.isReference()) return;
      const auto insert = m_byRef.find(value.operand.reference().ref);
      if (insert == m_byRef.end() || isCoveredByForeignKey(m_rows[row], value)) return;
      m_sorter.addEdge({insert->second, row, nullptr, false});
    };
    for (const auto* columns : {&m_rows[row].values, &m_rows[row].key, &m_rows[row].match})
      for (const ColumnValue& value : *columns) connectTo(value);
  }

  bool isCoveredByForeignKey(const WriteOperation& operation, const ColumnValue& value) const {
    return std::ranges::any_of(m_graph.of(*operation.table), [&](const ForeignKeyLink& link) {
      const auto column = std::ranges::find(link.childColumns, value.column);
      if (column == link.childColumns.end() || operation.value(value.column) == nullptr) return false;
      const auto parent = m_byRef.find(value.operand.reference().ref);
      const std::string& referred = link.parentColumns[static_cast<std::size_t>(column - link.childColumns.begin())];
      const auto wanted = m_rows[parent->second].cell(referred);
      return m_rows[parent->second].table == link.parent && wanted && *wanted == value.operand &&
             cellsIdentity(operation, link.childColumns) == cellsIdentity(m_rows[parent->second], link.parentColumns);
    });
  }

  const Edge* cut(const std::vector<Edge>& circle) {
    for (const Edge& edge : circle) {
      const bool canWait = edge.link != nullptr && edge.link->postUpdate && !edge.link->nullableColumns.empty();
      if (canWait && split(edge)) return &edge;
    }
    const auto handover = std::ranges::find_if(circle, &Edge::isHandover);
    if (handover != circle.end()) return &*handover;
    throwCircular(circle, m_rows);
  }

  /// INSERT with NULL now, UPDATE when both rows are there.
  bool split(const Edge& edge) {
    WriteOperation update;
    WriteOperation& insert = m_rows[edge.after];
    if (insert.verb != Verb::Insert || !insert.model) return false;
    update.verb = Verb::Update;
    update.origin = Origin::PostUpdate;
    update.table = insert.table;
    update.model = insert.model;
    update.changes = insert.changes;
    if (insert.ref.empty()) insert.ref = freeRef(insert);
    for (const std::string& name : insert.model->keyAttributes()) {
      const std::string& column = insert.model->attribute(name)->column.name;
      const auto cell = insert.cell(column);
      if (!cell) return false;
      update.key.push_back({column, *cell, {}});
    }
    if (update.key.empty()) return false;
    for (const std::string& column : edge.link->nullableColumns)
      if (const ColumnValue* value = insert.value(column)) update.values.push_back(*value);
    std::erase_if(insert.values, [&](const ColumnValue& value) {
      return std::ranges::find(edge.link->nullableColumns, value.column) != edge.link->nullableColumns.end();
    });
    m_rows.push_back(std::move(update));
    const std::size_t row = m_sorter.addRow();
    m_sorter.addEdge({edge.after, row, nullptr, false});
    if (edge.before != edge.after) m_sorter.addEdge({edge.before, row, nullptr, false});
    // Of a composite key the columns that take no NULL stay: what they refer to is needed now.
    if (refersIn(m_rows[edge.after], edge.link->childColumns)) m_sorter.addEdge({edge.before, edge.after, nullptr, false});
    return true;
  }

  std::string freeRef(const WriteOperation& insert) const {
    std::string name = "change" + std::to_string(insert.changes.empty() ? 0 : insert.changes.front());
    while (m_byRef.contains(name)) name += "_";
    return name;
  }

  std::vector<WriteOperation> m_rows;
  const TableDependencies& m_graph;
  Handovers m_handovers;
  RowSorter m_sorter;
  std::unordered_map<std::string, std::size_t> m_byRef;
};

/// DELETEs, and the UPDATEs to NULL that have to come before them.
class DeleteSorter {
 public:
  DeleteSorter(std::vector<WriteOperation> rows, const TableDependencies& graph) : m_rows(std::move(rows)), m_graph(graph), m_sorter(m_rows.size()) {}

  std::vector<WriteOperation> sorted() {
    RowLookup lookup(m_rows);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
      for (const ForeignKeyLink& link : m_graph.of(*m_rows[i].table)) {
        const auto parent = lookup.parentOf(m_rows[i], link, Verb::Delete);
        if (parent && *parent != i) m_sorter.addEdge({i, *parent, &link, link.deferred});
      }
    }
    const auto order = m_sorter.sort([this](const std::vector<Edge>& circle) { return cut(circle); });
    std::vector<WriteOperation> result;
    for (const std::size_t row : order) result.push_back(std::move(m_rows[row]));
    return result;
  }

  /// After sorted(): the UPDATEs.
  std::vector<WriteOperation> takeReleases() { return std::move(m_releases); }

 private:
  const Edge* cut(const std::vector<Edge>& circle) {
    for (const Edge& edge : circle) {
      if (edge.link == nullptr || !edge.link->postUpdate || edge.link->nullableColumns.empty()) continue;
      release(m_rows[edge.before], *edge.link);
      return &edge;
    }
    throwCircular(circle, m_rows);
  }

  void release(WriteOperation& removal, const ForeignKeyLink& link) {
    WriteOperation update = removal;
    update.verb = Verb::Update;
    update.origin = Origin::PostUpdate;
    update.image.clear();
    for (const std::string& column : link.nullableColumns) {
      update.values.push_back({column, Operand(Value()), {}});
      const auto cell = std::ranges::find(removal.image, column, &std::pair<std::string, Value>::first);
      if (cell == removal.image.end()) continue;
      update.image.push_back(*cell);
      cell->second = Value();
    }
    m_releases.push_back(std::move(update));
  }

  std::vector<WriteOperation> m_rows;
  const TableDependencies& m_graph;
  RowSorter m_sorter;
  std::vector<WriteOperation> m_releases;
};

std::vector<WriteOperation> sortedWrites(std::vector<WriteOperation> writes, const TableDependencies& graph, Handovers handovers) {
  std::ranges::stable_sort(writes, [&](const WriteOperation& left, const WriteOperation& right) {
    const auto place = [&](const WriteOperation& each) { return std::pair(graph.rank(*each.table), verbOrder(each)); };
    if (place(left) != place(right)) return place(left) < place(right);
    return left.verb == Verb::Update && keyLess(left, right);
  });
  return WriteSorter(std::move(writes), graph, handovers).sorted();
}

/// @return what has to come before them
std::vector<WriteOperation> sortDeletions(std::vector<WriteOperation>& deletions, const TableDependencies& graph) {
  std::ranges::stable_sort(deletions, [&](const WriteOperation& left, const WriteOperation& right) {
    if (left.table != right.table) return graph.rank(*left.table) > graph.rank(*right.table);
    return keyLess(left, right);
  });
  DeleteSorter sorter(std::move(deletions), graph);
  deletions = sorter.sorted();
  return sorter.takeReleases();
}

}  // namespace

std::vector<WriteOperation> inWriteOrder(std::vector<WriteOperation> operations, const TableDependencies& graph, Handovers handovers) {
  std::vector<WriteOperation> writes, deletions;
  for (WriteOperation& operation : operations) {
    const bool last = operation.verb == Verb::Delete && (operation.origin != Origin::Unlink || graph.isReferred(*operation.table));
    (last ? deletions : writes).push_back(std::move(operation));
  }
  std::vector<WriteOperation> releases = sortDeletions(deletions, graph);
  // Rows of a circle stay together.
  if (handovers == Handovers::First && releases.empty()) std::ranges::move(takeEarlyDeletions(deletions, writes, graph), std::back_inserter(writes));
  std::vector<WriteOperation> result = sortedWrites(std::move(writes), graph, handovers);
  for (auto* rest : {&releases, &deletions}) std::ranges::move(*rest, std::back_inserter(result));
  return result;
}

}  // namespace joinery
