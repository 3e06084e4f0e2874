// SPDX-License-Identifier: GPL-3.0-or-later
// How the relation tree's model grows: what is asked of the reader, and what becomes of the answers.
#include <algorithm>

#include "orm/model/shown_relationships.h"
#include "ui/relations/relation_text.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

using Kind = RelationNode::Kind;
using State = RelationNode::State;
using Lane = RelationReader::Lane;

/// How many rows that may leave a branch are looked for in it.
constexpr std::size_t kMostLeaving = 1'000;

bool isOwnAncestor(const RelationNode& row) {
  if (row.row.key.empty() && row.ref.empty()) return false;
  for (const RelationNode* above = row.parent; above; above = above->parent)
    if (above->kind == Kind::Row && above->shape->model == row.shape->model && above->row.key == row.row.key && above->ref == row.ref) return true;
  return false;
}

QString nameOf(const RelationNode& node) { return toQString(node.shape->model->name); }

std::vector<const Relationship*> relationshipsBelow(const RelationNode& row, bool isToMany) {
  std::vector<const Relationship*> found;
  for (const auto& child : row.children)
    if (child->relationship && child->relationship->isToMany() == isToMany) found.push_back(child->relationship);
  return found;
}

}  // namespace

const Model* RelationTreeModel::beginTop(const std::string& model) {
  m_reader.cancel();
  beginResetModel();
  m_top.reset();
  m_shapes.clear();
  m_cellColumns = 0;
  m_registry = m_database ? m_database->registry() : nullptr;
  m_overlay = RelationOverlay(m_changes, m_registry);
  m_edits = RelationEdits(m_changes, m_registry, m_overlay);
  const Model* mapped = m_registry ? m_registry->find(model) : nullptr;
  if (!mapped) return nullptr;
  m_top = makeNode(Kind::Table);
  m_top->shape = shapeOf(*mapped);
  return mapped;
}

void RelationTreeModel::endTop() {
  for (std::size_t i = 0; m_top && i < m_top->children.size(); ++i) {
    RelationNode& row = *m_top->children[i];
    row.parent = m_top.get();
    describe(row, m_overlay);
  }
  endResetModel();
  Q_EMIT cellColumnsChanged();
}

void RelationTreeModel::setRoot(const std::string& model, const std::vector<Value>& key) {
  if (const Model* mapped = beginTop(key.empty() ? std::string() : model)) m_top->children.push_back(makeRow(shapeOf(*mapped), {{}, key}));
  endTop();
  if (m_top) listBranches(m_top->children.front().get());
}

void RelationTreeModel::setInsertedRoot(const std::string& model, const std::string& ref) {
  if (const Model* mapped = beginTop(model)) {
    m_top->children.push_back(makeRow(shapeOf(*mapped), {}));
    m_top->children.front()->ref = ref;
  }
  endTop();
  if (m_top) listBranches(m_top->children.front().get());
}

void RelationTreeModel::setRows(const RowsOfModel& rows) {
  m_rows = rows;
  if (beginTop(rows.model)) m_top->isPaged = true;
  endTop();
  if (!m_top) return;
  m_top->pending = pendingOf(*m_top);
  openBranch(m_top.get());
}

std::shared_ptr<const RowShape> RelationTreeModel::shapeOf(const Model& model) {
  auto& shape = m_shapes[&model];
  if (shape) return shape;
  shape = std::make_shared<const RowShape>(model);
  const int columns = static_cast<int>(shape->cells.size());
  if (columns > m_cellColumns) {
    m_cellColumns = columns;
    Q_EMIT cellColumnsChanged();
  }
  return shape;
}

Json RelationTreeModel::pruneOf(const RelationNode& row, const Relationship& relationship) const {
  std::string path = relationship.name;
  for (const RelationNode* node = &row; node; node = node->parent)
    if (node->relationship) path = node->relationship->name + "." + path;
  const auto found = m_prune.find(path);
  const bool isApplied = found != m_prune.end() && !(found->size() == 1 && found->contains("$off"));
  return isApplied ? *found : Json::object();
}

RelationQuery RelationTreeModel::queryOf(const RelationNode& row) const {
  RelationQuery query(m_registry, *row.shape->model, row.row.key);
  std::map<std::string, Json> filters;
  for (const Relationship& relationship : row.shape->model->relationships)
    if (const Json filter = pruneOf(row, relationship); relationship.isToMany() && !filter.empty()) filters.emplace(relationship.name, filter);
  query.setPrune(std::move(filters));
  return query;
}

RelationTreeModel::NodePointer RelationTreeModel::makeNode(Kind kind) const {
  auto node = std::make_shared<RelationNode>();
  node->kind = kind;
  return node;
}

RelationTreeModel::NodePointer RelationTreeModel::makeRow(const std::shared_ptr<const RowShape>& shape, RelatedRow row) const {
  auto node = makeNode(Kind::Row);
  node->shape = shape;
  node->row = std::move(row);
  return node;
}

void RelationTreeModel::listBranches(RelationNode* row) {
  row->isListed = true;
  auto branches = makeBranches(row);
  insertChildren(row, 0, std::move(branches));
  if (!row->ref.empty()) return listNothingRead(row);
  readRow(row);
  readCounts(row);
  for (const NodePointer& child : row->children)
    if (child->kind == Kind::Branch) updateLeaving(child.get());
}

std::vector<RelationTreeModel::NodePointer> RelationTreeModel::makeBranches(RelationNode* row) {
  std::vector<NodePointer> branches;
  for (const Relationship* relationship : shownRelationships(*m_registry, *row->shape->model)) {
    auto branch = makeNode(relationship->isToMany() ? Kind::Branch : Kind::NoRow);
    branch->relationship = relationship;
    branch->shape = shapeOf(m_registry->target(*relationship));
    branch->parent = row;
    if (branch->kind == Kind::Branch) {
      branch->pending = pendingOf(*branch);
      branch->isPruned = !pruneOf(*row, *relationship).empty();
    }
    branches.push_back(std::move(branch));
  }
  return branches;
}

/// The database knows nothing of a row that is still to be added.
void RelationTreeModel::listNothingRead(RelationNode* row) {
  row->state = State::Read;
  row->counting = State::Read;
  for (const NodePointer& child : row->children) {
    child->state = child->kind == Kind::NoRow ? State::Read : State::Unread;
    if (child->kind == Kind::Branch) child->count = 0;
    describeAgain(child.get());
  }
  followNew(row);
  relayout(row);
}

/// The key that a row will lead to by a relationship, if its own pending values tell it: a ref, or what the row there has.
void RelationTreeModel::followNew(RelationNode* row) {
  for (const NodePointer& child : row->children) {
    const Relationship* relationship = child->relationship;
    if (!relationship || !relationship->ownsForeignKey()) continue;
    std::string ref;
    std::vector<Value> key;
    for (const std::size_t position : child->shape->key) {
      const auto remote = std::ranges::find(relationship->remoteColumns, child->shape->attributes[position]->column.name);
      if (remote == relationship->remoteColumns.end()) break;
      const Attribute* own = row->shape->model->attributeOfColumn(relationship->localColumns[static_cast<std::size_t>(remote - relationship->remoteColumns.begin())]);
      const Operand* operand = own ? m_overlay.pendingValue(*row, *own) : nullptr;
      if (operand && operand->isReference()) ref = operand->reference().ref;
      else if (operand && operand->isValue() && !operand->value().isNull()) key.push_back(operand->value());
    }
    const bool isWhole = key.size() == child->shape->key.size() && key.size() == relationship->localColumns.size();
    if (!m_overlay.meets(*row, *relationship)) follow(child.get(), {}, {});
    else follow(child.get(), ref, ref.empty() && isWhole ? key : std::vector<Value>());
  }
}

void RelationTreeModel::follow(RelationNode* child, const std::string& ref, const std::vector<Value>& key) {
  if (child->ref == ref && child->row.key == key) return;
  removeChildren(child, 0, child->children.size());
  const bool leadsNowhere = ref.empty() && key.empty();
  child->kind = leadsNowhere ? Kind::NoRow : Kind::Row;
  child->state = leadsNowhere ? State::Read : State::Unread;
  child->ref = ref;
  child->row = {{}, key};
  child->isListed = false;
  child->isGone = false;
  child->isAbove = isOwnAncestor(*child);
  describeAgain(child);
  readByKeys({child->shared_from_this()});
}

void RelationTreeModel::readRow(RelationNode* row) {
  row->state = State::Reading;
  const auto toOne = relationshipsBelow(*row, false);
  m_reader.read(
      Lane::Rows, tr("Reading a row of %1").arg(nameOf(*row)), [query = queryOf(*row), toOne](Worker::Context& context) { return query.row(context, toOne); },
      [this, weak = row->weak_from_this()](const Result<RowWithRelated>& result) {
        if (const auto node = weak.lock()) rowArrived(node.get(), result);
      });
}

void RelationTreeModel::rowArrived(RelationNode* row, const Result<RowWithRelated>& result) {
  row->state = result ? State::Read : State::Failed;
  if (result && !result->row) return markGone(row);
  if (result) row->row.values = result->row->values;
  if (result) row->row.cut = result->row->cut;
  std::size_t next = 0;
  for (const NodePointer& child : row->children) {
    if (child->kind == Kind::Branch || !child->relationship) continue;
    const std::size_t asked = next++;
    child->state = row->state;
    if (!result || !result->related[asked]) continue;
    child->kind = Kind::Row;
    child->state = State::Unread;
    child->row = *result->related[asked];
    child->isAbove = isOwnAncestor(*child);
  }
  describeAgain(row);
  updatePendingBelow(row);
  for (const NodePointer& child : row->children) describeAgain(child.get());
  relayout(row);
  if (!result) appendError(row, result.error());
}

void RelationTreeModel::markGone(RelationNode* row) {
  row->isGone = true;
  removeChildren(row, 0, row->children.size());
  describeAgain(row);
  relayout(row->parent);
}

void RelationTreeModel::readCounts(RelationNode* row) {
  const auto toMany = relationshipsBelow(*row, true);
  row->counting = toMany.empty() ? State::Read : State::Reading;
  if (toMany.empty()) return;
  m_reader.read(
      Lane::Counts, tr("Counting the rows that belong to one of %1").arg(nameOf(*row)), [query = queryOf(*row), toMany](Worker::Context& context) { return query.counts(context, toMany); },
      [this, weak = row->weak_from_this()](const Result<std::vector<std::int64_t>>& result) {
        if (const auto node = weak.lock()) countsArrived(node.get(), result);
      });
}

void RelationTreeModel::countsArrived(RelationNode* row, const Result<std::vector<std::int64_t>>& result) {
  row->counting = result ? State::Read : State::Failed;
  std::size_t next = 0;
  for (const NodePointer& child : row->children) {
    if (child->kind != Kind::Branch) continue;
    if (result) child->count = (*result)[next++];
    describeAgain(child.get());
  }
  relayout(row);
  if (!result && !row->isGone) appendError(row, result.error());
}

void RelationTreeModel::openBranch(RelationNode* branch) {
  std::vector<NodePointer> nodes;
  for (const PendingLink& link : branch->pending) nodes.push_back(makePending(*branch, link));
  branch->pendingShown = nodes.size();
  const RelationNode* owner = branch->owner();
  const bool isStored = !owner || owner->ref.empty();
  if (isStored) nodes.push_back(makeNode(Kind::Loading));
  branch->state = isStored ? State::Reading : State::Read;
  insertChildren(branch, 0, nodes);
  readByKeys(nodes);
  if (isStored) readPage(branch);
}

void RelationTreeModel::readTopPage(RelationNode* top) {
  top->state = State::Reading;
  m_reader.read(
      Lane::Rows, tr("Reading rows of %1").arg(nameOf(*top)),
      [registry = m_registry, rows = m_rows, start = top->next.value_or(RelatedPage::Start{})](Worker::Context& context) { return RelationQuery::rows(context, *registry, rows, start); },
      [this, weak = top->weak_from_this()](const Result<RelatedPage>& result) {
        if (const auto node = weak.lock()) pageArrived(node.get(), result);
      });
}

void RelationTreeModel::readPage(RelationNode* branch) {
  if (branch->kind == Kind::Table) return readTopPage(branch);
  branch->state = State::Reading;
  m_reader.read(
      Lane::Rows, tr("Reading related rows of %1").arg(nameOf(*branch)),
      [query = queryOf(*branch->owner()), relationship = branch->relationship, start = branch->next.value_or(RelatedPage::Start{})](
          Worker::Context& context) { return query.page(context, *relationship, start); },
      [this, weak = branch->weak_from_this()](const Result<RelatedPage>& result) {
        if (const auto node = weak.lock()) pageArrived(node.get(), result);
      });
}

void RelationTreeModel::pageArrived(RelationNode* branch, const Result<RelatedPage>& result) {
  branch->state = result ? State::Read : State::Failed;
  // The new rows come before the placeholder goes: a view closes a place that is empty for a moment.
  const std::size_t placeholder = branch->children.size() - 1;
  if (result) {
    branch->next = result->next;
    std::vector<NodePointer> nodes;
    for (const RelatedRow& row : result->rows) {
      nodes.push_back(makeRow(branch->shape, row));
      nodes.back()->parent = branch;
      nodes.back()->isAbove = isOwnAncestor(*nodes.back());
    }
    if (result->next) nodes.push_back(makeNode(Kind::More));
    insertChildren(branch, branch->children.size(), std::move(nodes));
  } else {
    appendError(branch, result.error());
  }
  removeChildren(branch, placeholder, 1);
  if (branch->children.empty() && branch->kind == Kind::Branch) {
    // Counted before the last of them went.
    branch->count = 0;
    describeAgain(branch);
    relayout(branch->parent);
  }
}

void RelationTreeModel::appendError(RelationNode* parent, const DbError& error) {
  if (!parent->children.empty() && parent->children.back()->kind == Kind::Error) return;
  auto node = makeNode(Kind::Error);
  node->error = error;
  insertChildren(parent, parent->children.size(), {node});
}

bool RelationTreeModel::activate(const QModelIndex& index) {
  RelationNode* node = nodeAt(index);
  if (!node || (node->kind != Kind::More && node->kind != Kind::Error)) return false;
  retry(node->parent);
  return true;
}

void RelationTreeModel::retry(RelationNode* parent) {
  if (parent->holdsRows()) {
    const std::size_t placeholder = parent->children.size() - 1;
    insertChildren(parent, parent->children.size(), {makeNode(Kind::Loading)});
    removeChildren(parent, placeholder, 1);
    return readPage(parent);
  }
  removePlaceholder(parent);
  if (parent->state == State::Failed) readRow(parent);
  if (parent->counting == State::Failed) readCounts(parent);
  for (const NodePointer& child : parent->children) {
    if (child->leaving && !child->removed) countLeaving(child.get());
    if (child->kind == Kind::NoRow) child->state = State::Reading;
    describeAgain(child.get());
  }
}

RelationTreeModel::NodePointer RelationTreeModel::makePending(const RelationNode& branch, const PendingLink& link) {
  auto node = makeRow(branch.shape, {{}, link.key});
  node->ref = link.ref;
  node->isPending = true;
  node->parent = const_cast<RelationNode*>(&branch);
  node->isAbove = isOwnAncestor(*node);
  return node;
}

void RelationTreeModel::readByKeys(const std::vector<NodePointer>& rows) {
  std::vector<NodePointer> stored;
  std::ranges::copy_if(rows, std::back_inserter(stored), [](const NodePointer& row) { return row->kind == Kind::Row && row->ref.empty() && !row->row.key.empty(); });
  for (std::size_t first = 0; first < stored.size(); first += RelatedPage::kRows) {
    const std::size_t end = std::min(first + RelatedPage::kRows, stored.size());
    std::vector<PlaceOfKey> places;
    std::vector<std::vector<Value>> keys;
    for (std::size_t i = first; i < end; ++i) {
      places.push_back({stored[i], stored[i]->row.key});
      keys.push_back(stored[i]->row.key);
    }
    m_reader.read(
        Lane::Rows, tr("Reading rows of %1").arg(nameOf(*stored[first])),
        [registry = m_registry, model = stored[first]->shape->model, keys = std::move(keys)](Worker::Context& context) { return RelationQuery::rowsByKeys(context, registry, *model, keys); },
        [this, places = std::move(places)](const Result<std::vector<std::optional<RelatedRow>>>& result) {
          if (result) rowsArrived(places, *result);  // Else their keys are shown all the same.
        });
  }
}

void RelationTreeModel::rowsArrived(const std::vector<PlaceOfKey>& places, const std::vector<std::optional<RelatedRow>>& read) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto node = places[i].node.lock();
    // A place may lead to another row by now.
    if (!node || node->row.key != places[i].key) continue;
    if (read[i]) node->row.values = read[i]->values;
    if (read[i]) node->row.cut = read[i]->cut;
    node->isGone = !read[i];
    describeAgain(node.get());
  }
}

void RelationTreeModel::applyChanges() {
  if (!m_top) return;
  updatePendingBelow(m_top.get());
  describeBelow(m_top.get());
}

void RelationTreeModel::updatePendingBelow(RelationNode* node) {
  if (node->holdsRows()) updatePending(node);
  if (node->kind == Kind::Row && node->isListed && !node->ref.empty()) followNew(node);
  for (const NodePointer& child : node->children) updatePendingBelow(child.get());
}

std::vector<PendingLink> RelationTreeModel::pendingOf(RelationNode& branch) const {
  auto links = m_overlay.linksOf(branch);
  branch.hasMorePending = links.size() > RelationOverlay::kMostLinks;
  if (branch.hasMorePending) links.erase(links.begin(), links.end() - static_cast<std::ptrdiff_t>(RelationOverlay::kMostLinks));
  branch.pendingGone = static_cast<std::size_t>(std::ranges::count_if(links, [&](const PendingLink& link) { return link.ref.empty() && m_overlay.isDeleted(*branch.shape->model, link.key); }));
  return links;
}

void RelationTreeModel::updateLeaving(RelationNode* branch) {
  auto keys = m_overlay.leaving(*branch, kMostLeaving + 1);
  if (branch->leaving ? keys == *branch->leaving : keys.empty()) return;
  branch->removed.reset();
  branch->hasMoreLeaving = keys.size() > kMostLeaving;
  branch->leaving = keys.empty() ? nullptr : std::make_shared<const std::vector<std::vector<Value>>>(std::move(keys));
  if (branch->leaving) countLeaving(branch);
}

void RelationTreeModel::countLeaving(RelationNode* branch) {
  m_reader.read(
      Lane::Counts, tr("Counting the rows that %1 loses by the pending changes").arg(toQString(branch->relationship->name)),
      [query = queryOf(*branch->owner()), relationship = branch->relationship, keys = branch->leaving](Worker::Context& context) { return query.countAmong(context, *relationship, *keys); },
      [this, weak = branch->weak_from_this(), keys = branch->leaving](const Result<std::int64_t>& result) {
        const auto node = weak.lock();
        if (!node || node->leaving != keys) return;  // Others are counted by now.
        if (result) node->removed = *result;
        describeAgain(node.get());
        if (!result && !node->owner()->isGone) appendError(node->parent, result.error());
      });
}

void RelationTreeModel::updatePending(RelationNode* branch) {
  if (branch->kind == Kind::Branch) updateLeaving(branch);
  auto links = pendingOf(*branch);
  if (links == branch->pending) return;
  const bool couldOpen = hasChildren(indexOf(branch));
  branch->pending = std::move(links);
  if (branch->state != State::Unread) showPending(branch);
  if (couldOpen != hasChildren(indexOf(branch)) && branch->parent) relayout(branch->parent);
}

/// Rows that stay keep their places, with what is open below them.
void RelationTreeModel::showPending(RelationNode* branch) {
  const auto linkAt = [branch](std::size_t i) { return PendingLink{branch->children[i]->row.key, branch->children[i]->ref}; };
  const auto& links = branch->pending;
  const auto remove = [&](std::size_t first, std::size_t count) {
    removeChildren(branch, first, count);
    branch->pendingShown -= count;
  };
  for (std::size_t end = branch->pendingShown; end > 0;) {
    std::size_t first = end;
    while (first > 0 && std::ranges::find(links, linkAt(first - 1)) == links.end()) --first;
    if (first < end) remove(first, end - first);
    end = first > 0 ? first - 1 : 0;
  }
  std::vector<NodePointer> added;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (i < branch->pendingShown && linkAt(i) == links[i]) continue;
    for (std::size_t later = i + 1; later < branch->pendingShown; ++later) {
      if (linkAt(later) != links[i]) continue;
      remove(later, 1);
      break;
    }
    // All that come after the last at once.
    const std::size_t end = i < branch->pendingShown ? i + 1 : links.size();
    std::vector<NodePointer> nodes;
    for (std::size_t j = i; j < end; ++j) nodes.push_back(makePending(*branch, links[j]));
    insertChildren(branch, i, nodes);
    branch->pendingShown += nodes.size();
    added.insert(added.end(), nodes.begin(), nodes.end());
    i = end - 1;
  }
  readByKeys(added);
}

}  // namespace joinery::ui
