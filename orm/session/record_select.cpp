// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/record_select.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"
#include "orm/query/sort_order.h"
#include "orm/records/label_check.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr std::size_t kRowsPerBatch = 4'096;

/// A record is the row of its key.
void requireKey(const Model& model) {
  if (!model.keyIndexes.empty()) return;
  DbError error(ErrorKind::InvalidRequest, "rows of " + model.name + " can't be loaded as records: " + model.readOnlyReason());
  error.hint = "Name the columns that tell its rows apart in the mapping, or read it with a RecordReader.";
  throw error;
}

}  // namespace

sql::Expression columnsEqual(const std::string& left, const std::vector<std::string>& leftColumns, const std::string& right, const std::vector<std::string>& rightColumns) {
  std::vector<sql::Expression> conditions;
  for (std::size_t i = 0; i < leftColumns.size(); ++i) conditions.push_back(sql::eq(sql::column(left, leftColumns[i]), sql::column(right, rightColumns[i])));
  return sql::and_(std::move(conditions));
}

RecordSelect::RecordSelect(const Registry& registry, RecordStore& store, RecordHeap& heap, const LoadPlan& plan, bool populateExisting)
    : m_registry(registry), m_store(store), m_heap(heap), m_populateExisting(populateExisting), m_stamp(heap.nextStamp()) {
  addNode(plan, 0);
}

void RecordSelect::addNode(const LoadPlan& plan, std::size_t parent) {
  requireKey(*plan.model);
  Node node;
  node.plan = &plan;
  const std::string number = std::to_string(m_nodes.size());
  node.alias = m_nodes.empty() ? plan.model->table->name.name : "joined_" + number;
  node.linkAlias = "link_" + number;
  node.parent = parent;
  auto columns = std::make_shared<Record::Columns>(plan.model->attributes.size(), Record::kNotLoaded);
  for (std::size_t i = 0; i < plan.model->attributes.size(); ++i) {
    const Attribute& attribute = plan.model->attributes[i];
    if (attribute.onRecord || (!plan.attributes.empty() && !plan.attributes.contains(i))) continue;
    (*columns)[i] = static_cast<int>(m_columns.size());
    m_columns.push_back(attributeExpression(attribute, node.alias).as(m_nodes.empty() ? attribute.column.name : node.alias + "." + attribute.column.name));
  }
  node.layout = {plan.model, columns, {}};
  for (const std::string& name : plan.model->keyAttributes())
    node.layout.keyColumns.push_back(static_cast<std::size_t>((*columns)[static_cast<std::size_t>(plan.model->attributeIndex(name))]));
  addFamily(node);
  if (m_nodes.empty()) m_rootColumns = m_columns.size();
  m_nodes.push_back(std::move(node));
  const std::size_t index = m_nodes.size() - 1;
  for (const LoadPlan& child : plan.children)
    if (child.how != LoadPlan::How::Selectin) addNode(child, index);
}

/// Which model a row is of, by its discriminator. Models of a family have the base's attributes first; what has a table of its own
/// is read when it is asked for.
void RecordSelect::addFamily(Node& node) {
  const Model& model = *node.plan->model;
  if (model.discriminator.empty()) return;
  node.discriminatorColumn = static_cast<std::size_t>((*node.layout.columns)[static_cast<std::size_t>(model.attributeIndex(model.discriminator))]);
  for (const auto& each : m_registry.models()) {
    if (!each->isA(model.name) || each->identity.isNull()) continue;
    RecordStore::Layout layout = node.layout;
    layout.model = each.get();
    if (each->attributes.size() > model.attributes.size()) {
      auto columns = std::make_shared<Record::Columns>(*node.layout.columns);
      columns->resize(each->attributes.size(), Record::kNotLoaded);
      layout.columns = std::move(columns);
    }
    node.family.emplace_back(each->identity, std::move(layout));
  }
}

std::size_t RecordSelect::addColumn(const sql::Expression& column) {
  m_columns.push_back(column.as("extra_" + std::to_string(m_columns.size())));
  return m_columns.size() - 1;
}

const RecordStore::Layout* RecordSelect::plainLayout() const {
  const Node& root = m_nodes.front();
  const bool isPlain = m_nodes.size() == 1 && root.plan->model->discriminator.empty() && !hasLabels(*root.plan->model);
  return isPlain ? &root.layout : nullptr;
}

bool RecordSelect::isMultiplied() const {
  return std::ranges::any_of(m_nodes, [](const Node& node) { return node.plan->how == LoadPlan::How::Joined && node.plan->relationship->isToMany(); });
}

sql::FromItem RecordSelect::joined(sql::FromItem root) const {
  for (std::size_t i = 1; i < m_nodes.size(); ++i) {
    const Node& node = m_nodes[i];
    const Relationship& relationship = *node.plan->relationship;
    const std::string& parent = m_nodes[node.parent].alias;
    const bool isInner = node.plan->how == LoadPlan::How::ContainsEager;
    const auto add = [&](const sql::FromItem& table, const sql::Expression& on) { root = isInner ? root.join(table, on) : root.leftJoin(table, on); };
    const sql::FromItem table = modelSource(*node.plan->model, node.alias);
    if (relationship.kind == Relationship::Kind::ManyToMany) {
      add(sql::table(relationship.linkTable, node.linkAlias), columnsEqual(parent, relationship.localColumns, node.linkAlias, relationship.linkLocalColumns));
      add(table, restricted(node, columnsEqual(node.linkAlias, relationship.linkRemoteColumns, node.alias, relationship.remoteColumns)));
    } else {
      add(table, restricted(node, sql::and_({columnsEqual(parent, relationship.localColumns, node.alias, relationship.remoteColumns), criterionOf(relationship, parent, node.alias)})));
    }
  }
  return root;
}

/// A row that the criteria leave out is not joined; what it was to be joined to stays.
sql::Expression RecordSelect::restricted(const Node& node, const sql::Expression& on) {
  const sql::Expression restriction = node.plan->restriction(node.alias);
  return restriction.isEmpty() ? on : sql::and_({on, restriction});
}

/// The rows of the root's model, and of them what the criteria leave.
sql::Select RecordSelect::ownRows(const sql::Select& select) const {
  const Node& root = m_nodes.front();
  return select.where(familyCondition(m_registry, *root.plan->model, root.alias)).where(root.plan->restriction(root.alias));
}

std::vector<sql::OrderBy> RecordSelect::joinedOrder() const {
  std::vector<sql::OrderBy> order;
  for (std::size_t i = 1; i < m_nodes.size(); ++i) {
    const Node& node = m_nodes[i];
    std::vector<SortKey> keys;
    for (const std::string& sort : node.plan->relationship->orderBy) keys.push_back(parseSortKey(sort, m_registry, *node.plan->model));
    const CompiledSort sort = compileSort(keys, m_registry, *node.plan->model, modelSource(*node.plan->model, node.alias));
    order.insert(order.end(), sort.orderBy.begin(), sort.orderBy.end());
  }
  return order;
}

sql::FromItem RecordSelect::source() const { return m_source.isEmpty() ? modelSource(*m_nodes.front().plan->model) : m_source; }

sql::Select RecordSelect::statement() const {
  // The outer side of a join can't be locked.
  const bool isLockedAlone = m_lock != sql::Select::Lock::None && std::ranges::any_of(m_nodes, [](const Node& node) { return node.plan->how == LoadPlan::How::Joined; });
  if (isLockedAlone || (isMultiplied() && (m_limit || m_offset > 0))) return wrapped();
  std::vector<sql::OrderBy> order = m_order;
  std::ranges::move(joinedOrder(), std::back_inserter(order));
  sql::Select select = ownRows(sql::Select(m_columns).from(joined(source()))).orderBy(order).limit(m_limit).offset(m_offset).forUpdate(m_lock);
  for (const sql::Expression& condition : m_conditions) select = select.where(condition);
  for (const Node& node : m_nodes)
    if (!node.plan->filter.empty()) select = select.where(compileFilter(node.plan->filter, m_registry, *node.plan->model, node.alias, node.plan->criteria));
  return select;
}

/// Limit and offset count records, not the rows that a joined collection multiplies them to: they go into a subquery.
sql::Select RecordSelect::wrapped() const {
  for (const Node& node : m_nodes) {
    if (node.plan->how != LoadPlan::How::ContainsEager) continue;
    DbError error(ErrorKind::InvalidRequest, m_nodes.front().plan->model->name + ": a limit can't count records where " + node.plan->relationship->name + " restricts them by its join and another collection is joined");
    error.hint = "Load the other collection by selectin.";
    throw error;
  }
  const Node& root = m_nodes.front();
  std::vector<sql::Expression> columns(m_columns.begin(), m_columns.begin() + static_cast<std::ptrdiff_t>(m_rootColumns));
  std::vector<sql::OrderBy> order;
  for (std::size_t i = 0; i < m_order.size(); ++i) {
    const std::string label = "order_" + std::to_string(i);
    columns.push_back(m_order[i].expression.as(label));
    order.push_back({sql::column(root.alias, label), m_order[i].direction, m_order[i].nulls});
  }
  sql::Select inner = ownRows(sql::Select(columns).from(source())).orderBy(m_order).limit(m_limit).offset(m_offset).forUpdate(m_lock);
  for (const sql::Expression& condition : m_conditions) inner = inner.where(condition);
  std::ranges::move(joinedOrder(), std::back_inserter(order));
  return sql::Select(m_columns).from(joined(sql::subqueryAs(inner, root.alias))).orderBy(order);
}

std::vector<Record*> RecordSelect::read(const std::shared_ptr<const RowBatch>& batch) {
  for (const Node& node : m_nodes) requireLabels(*node.plan->model, *node.layout.columns, *batch);
  std::vector<Record*> roots;
  roots.reserve(batch->rows());
  std::vector<Record*> ofRow(m_nodes.size());
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
      Node& node = m_nodes[i];
      Record* parent = i == 0 ? nullptr : ofRow[node.parent];
      ofRow[i] = i == 0 || parent ? record(node, batch, row) : nullptr;
      if (!parent) continue;
      std::vector<Record*>& related = node.related[parent];
      if (ofRow[i] && std::ranges::find(related, ofRow[i]) == related.end()) related.push_back(ofRow[i]);
    }
    roots.push_back(ofRow.front());
  }
  return roots;
}

/// Whether this statement brings the record to this place for the first time.
bool RecordSelect::isNew(Node& node, Record& record) { return m_nodes.size() == 1 ? m_heap.stamp(record, m_stamp) : node.seen.emplace(&record, true).second; }

Record* RecordSelect::record(Node& node, const std::shared_ptr<const RowBatch>& batch, std::size_t row) {
  if (std::ranges::any_of(node.layout.keyColumns, [&](std::size_t column) { return batch->at(row, column).isNull(); })) return nullptr;
  const RecordStore::Layout* layout = &node.layout;
  if (!node.family.empty()) {
    const auto kind = batch->at(row, node.discriminatorColumn);
    const auto found = std::ranges::find_if(node.family, [&](const auto& each) { return each.first.view() == kind; });
    if (found != node.family.end()) layout = &found->second;
  }
  // Within one statement a record is overwritten once: by the row that brings it first.
  const auto place = &m_store.take(*layout, batch, row, false);
  if (!isNew(node, *place)) return place;
  if (m_populateExisting) m_store.take(*layout, batch, row, true);
  node.records.push_back(place);
  return place;
}

void RecordSelect::readAll(Cursor& cursor, const Each& each) {
  for (std::size_t rows = kRowsPerBatch; rows == kRowsPerBatch;) {
    const auto batch = cursor.fetch(kRowsPerBatch);
    rows = batch->rows();
    const std::vector<Record*> records = read(batch);
    if (each) each(*batch, records);
  }
}

void RecordSelect::restart() {
  m_stamp = m_heap.nextStamp();
  for (Node& node : m_nodes) {
    node.records.clear();
    node.related.clear();
    node.seen.clear();
  }
}

void RecordSelect::link() {
  using Rows = RecordHeap::LoadedRows;
  for (std::size_t i = 1; i < m_nodes.size(); ++i) {
    for (auto& [parent, related] : m_nodes[i].related) {
      // A record of a family has relationships of its own model.
      const Relationship& relationship = *parent->model().relationship(m_nodes[i].plan->relationship->name);
      if (m_populateExisting || !parent->isLoaded(relationship)) m_heap.setLoaded(*parent, relationship, std::move(related), m_nodes[i].plan->isRestricted ? Rows::Some : Rows::All);
    }
  }
}

const std::vector<Record*>& RecordSelect::recordsOf(const LoadPlan& place) const {
  return std::ranges::find(m_nodes, &place, &Node::plan)->records;
}

}  // namespace joinery
