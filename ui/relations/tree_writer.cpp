// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/tree_writer.h"

#include <algorithm>
#include <map>

#include "orm/changes/change_set_document.h"
#include "orm/core/value_identity.h"
#include "orm/model/names.h"
#include "orm/model/shown_relationships.h"
#include "orm/repository/serializer.h"
#include "orm/sql/operators.h"

namespace joinery::ui {

namespace {

using NodeKind = RelationNode::Kind;

/// Rows of one branch that are read along with those of others: what has more is read by pages.
constexpr std::size_t kMostPreloadedRows = 100;

std::string keyIdentity(const std::vector<Value>& key) {
  std::string identity;
  for (const Value& value : key) appendIdentity(identity, value);
  return identity;
}

/// One row, as all that say columns' values.
sql::Expression isKeyed(const Model& model, const std::vector<Value>& key) {
  std::vector<sql::Expression> all;
  const std::vector<std::string> names = model.keyAttributes();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const schema::Column& column = model.attribute(names[i])->column;
    all.push_back(sql::eq(sql::column(model.table->name.name, column.name, column.type), sql::bind(key[i], column.type)));
  }
  return sql::and_(std::move(all));
}

std::string joinedTreePath(const std::string& path, const Relationship& relationship) { return path.empty() ? relationship.name : path + "." + relationship.name; }

bool isAboveItself(const RelationNode& row) {
  if (row.row.key.empty() && row.ref.empty()) return false;
  for (const RelationNode* above = row.owner(); above; above = above->owner())
    if (above->shape->model == row.shape->model && above->row.key == row.row.key && above->ref == row.ref) return true;
  return false;
}

/// As the command line's documents are: what is no UTF-8 is replaced.
std::string treeText(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace); }

DbError noSuchRow(const std::string& model) { return DbError(ErrorKind::NoResult, model + " has no row with this key"); }

}  // namespace

TreeWriter::TreeWriter(Worker::Context& context, std::shared_ptr<const Registry> registry, RelationOverlay overlay, const TreeOptions& options, Write write)
    : m_context(context),
      m_registry(std::move(registry)),
      m_reader(context.connection, context.dialect, m_registry, context.cancelToken),
      m_overlay(std::move(overlay)),
      m_options(options),
      m_write(std::move(write)) {}

const std::shared_ptr<const RowShape>& TreeWriter::shapeOf(const Model& model) {
  auto& shape = m_shapes[&model];
  if (!shape) shape = std::make_shared<const RowShape>(model);
  return shape;
}

Json TreeWriter::pruneOf(const std::string& path) const {
  const bool ignoreCase = m_registry->namesIgnoreCase();
  for (const auto& [name, filter] : m_options.prune.items())
    if (foldName(name, ignoreCase) == foldName(path, ignoreCase)) return filter;
  return Json::object();
}

std::size_t TreeWriter::mostPreloaded() const { return std::min(kMostPreloadedRows, m_options.limit) + 1; }

void TreeWriter::line() {
  m_write("\n");
  m_write(std::string(2 * m_depth, ' '));
}

void TreeWriter::member(const std::string& name) {
  if (!m_isFirst) m_write(",");
  m_isFirst = false;
  line();
  m_write(treeText(Json(name)) + ": ");
}

void TreeWriter::writeValue(const Json& json) {
  std::string text = treeText(json);
  // Line ends stand only between the parts of a value: those of a text are escaped.
  const std::string end = "\n" + std::string(2 * m_depth, ' ');
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + end.size())) text.replace(at, 1, end);
  m_write(text);
}

std::vector<TreeWriter::Step> TreeWriter::steps(const Model& model, const Way& way) const {
  std::vector<Step> found;
  const auto add = [&](const Relationship& relationship, const JoinTree* paths, bool isRepeated) {
    found.push_back({&relationship, {paths, joinedTreePath(way.path, relationship), way.level + 1, isRepeated}});
  };
  if (!way.paths) {
    if (way.level > m_options.depth) return found;
    for (const Relationship* relationship : shownRelationships(*m_registry, model)) add(*relationship, nullptr, false);
    return found;
  }
  if (way.isRepeated && way.level > m_options.depth) return found;
  for (const JoinTree& child : way.paths->children) {
    const bool repeats = child.children.empty() && child.model == way.paths->model;
    add(*child.relationship, repeats ? way.paths : &child, way.isRepeated || repeats);
  }
  return found;
}

TreeWriter::Row TreeWriter::stored(std::shared_ptr<LoadedRecord> record, RelationNode* parent) {
  Row row{std::make_shared<RelationNode>(), std::move(record)};
  const Model& model = row.record->model();
  row.node->shape = shapeOf(model);
  row.node->parent = parent;
  row.node->row.key = row.record->key();
  if (std::ranges::any_of(row.node->row.key, &Value::isNull)) row.node->row.key.clear();
  for (const Attribute* attribute : row.node->shape->attributes) {
    const auto index = static_cast<std::size_t>(attribute - model.attributes.data());
    const ValueView value = row.record->isLoaded(index) ? row.record->value(index) : ValueView();
    constexpr std::size_t kLongestKey = 4'096;
    row.node->row.values.push_back(value.bytes().size() > kLongestKey ? Value() : Value(value));
  }
  row.node->isAbove = isAboveItself(*row.node);
  return row;
}

TreeWriter::Row TreeWriter::inserted(const std::string& ref, RelationNode* parent) {
  const Change* change = m_overlay.insertOf(ref);
  const Model* model = change ? m_registry->find(change->model) : nullptr;
  if (!model) throw DbError(ErrorKind::NoResult, "there is no row to be added that is called " + ref);
  Row row{std::make_shared<RelationNode>(), nullptr};
  row.node->shape = shapeOf(*model);
  row.node->parent = parent;
  row.node->ref = ref;
  row.node->isAbove = isAboveItself(*row.node);
  return row;
}

bool TreeWriter::isGone(const Row& row) const {
  const Change* change = m_overlay.changeOf(*row.node);
  return (change && change->kind == Change::Kind::Delete) || m_overlay.changeThatUnlinks(*row.node) || m_overlay.isMovedAway(*row.node);
}

void TreeWriter::load(const Rows& rows, const std::vector<Step>& steps) {
  std::vector<std::shared_ptr<LoadedRecord>> records;
  for (const Row& row : rows)
    if (row.record && !row.node->isAbove) records.push_back(row.record);
  if (records.empty()) return;
  for (const Step& step : steps) m_reader.load(records, step.relationship->name, mostPreloaded(), pruneOf(step.below.path));
}

void TreeWriter::writeTree(const std::string& model, const std::vector<Value>& key) {
  RelationNode top;
  top.kind = NodeKind::Table;
  const auto record = m_reader.get(model, key);
  if (!record) throw noSuchRow(m_registry->at(model).name);
  m_paths = parseJoinPaths(m_options.paths, *m_registry, record->model());
  const Way way{m_options.paths.empty() ? nullptr : &m_paths};
  const Row row = stored(record, &top);
  if (isGone(row)) throw DbError(ErrorKind::NoResult, record->model().name + ": this row will be deleted");
  const auto below = steps(record->model(), way);
  load({row}, below);
  writeRow(row, way, below);
  m_write("\n");
}

void TreeWriter::writeInserted(const std::string& ref) {
  RelationNode top;
  top.kind = NodeKind::Table;
  const Row row = inserted(ref, &top);
  m_paths = parseJoinPaths(m_options.paths, *m_registry, *row.node->shape->model);
  const Way way{m_options.paths.empty() ? nullptr : &m_paths};
  writeRow(row, way, steps(*row.node->shape->model, way));
  m_write("\n");
}

std::int64_t TreeWriter::writeTrees(const RowsOfModel& rows) {
  Branch top{std::make_shared<RelationNode>()};
  top.node->kind = NodeKind::Table;
  top.node->isPaged = true;
  top.node->shape = shapeOf(m_registry->at(rows.model));
  m_paths = parseJoinPaths(m_options.paths, *m_registry, *top.node->shape->model);
  m_write("[");
  ++m_depth;
  const std::int64_t written = writeTop(rows, top);
  --m_depth;
  m_write(written > 0 ? "\n]\n" : "]\n");
  return written;
}

std::int64_t TreeWriter::writeTop(const RowsOfModel& rows, Branch& top) {
  const Way way{m_options.paths.empty() ? nullptr : &m_paths};
  const Model& model = *top.node->shape->model;
  writePending(top, way);
  RelatedPage::Start start;
  for (bool isMore = true; isMore;) {
    const RelatedPage page = RelationQuery::rows(m_context, *m_registry, rows, start);
    const bool areTold = std::ranges::none_of(page.rows, [](const RelatedRow& row) { return row.key.empty(); });
    Rows read;
    if (areTold) {
      std::vector<std::vector<Value>> keys;
      for (const RelatedRow& row : page.rows) keys.push_back(row.key);
      read = byKeys(model, keys, top.node.get());
    } else {
      Query query{.model = model.name, .filter = rows.filter, .sorts = rows.sorts};
      query.limit = static_cast<std::int64_t>(page.rows.size());
      query.offset = start.offset;
      for (auto& record : m_reader.select(query)) read.push_back(stored(std::move(record), top.node.get()));
    }
    writeElements(std::move(read), way, top);
    m_context.progress.set(static_cast<std::int64_t>(top.written));
    m_context.cancelToken.throwIfCancelled();
    isMore = page.next.has_value();
    if (isMore) start = *page.next;
  }
  return static_cast<std::int64_t>(top.written);
}

/// In the order of the keys.
TreeWriter::Rows TreeWriter::byKeys(const Model& model, const std::vector<std::vector<Value>>& keys, RelationNode* parent) {
  Rows rows;
  if (keys.empty()) return rows;
  std::vector<sql::Expression> any;
  for (const auto& key : keys) any.push_back(isKeyed(model, key));
  Query query{.model = model.name};
  query.condition = sql::or_(std::move(any));
  std::map<std::string, std::shared_ptr<LoadedRecord>> found;
  for (auto& record : m_reader.select(query)) found.emplace(keyIdentity(record->key()), record);
  for (const auto& key : keys)
    if (const auto record = found.find(keyIdentity(key)); record != found.end()) rows.push_back(stored(record->second, parent));
  return rows;
}

void TreeWriter::writeRow(const Row& row, const Way&, const std::vector<Step>& below) {
  m_context.cancelToken.throwIfCancelled();
  m_write("{");
  ++m_depth;
  m_isFirst = true;
  if (row.node->isAbove) {
    member("$cycle");
    writeValue(row.node->ref.empty() ? keyToJson(*row.node->shape->model, row.node->row.key) : Json{{"$ref", row.node->ref}});
  } else {
    writeAttributes(row);
    for (const Step& step : below) writeRelated(row, step);
  }
  --m_depth;
  line();
  m_write("}");
  m_isFirst = false;
}

void TreeWriter::writeAttributes(const Row& row) {
  const std::vector<Attribute>& attributes = row.node->shape->model->attributes;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const Operand* operand = m_overlay.pendingValue(*row.node, attributes[i]);
    Json json;
    if (operand && operand->isReference()) json = {{"$ref", operand->reference().ref}};
    else if (operand && operand->isDefault()) json = defaultInDocument();
    else if (operand && operand->isValue()) json = jsonFromValue(operand->value(), attributes[i].column.type);
    else if (row.record && row.record->isLoaded(i)) json = jsonFromValue(row.record->value(i), attributes[i].column.type);
    else if (!row.record && attributes[i].isKey) json = {{"$ref", row.node->ref}};
    else continue;
    member(attributes[i].name);
    writeValue(json);
  }
}

void TreeWriter::writeRelated(const Row& row, const Step& step) {
  member(step.relationship->name);
  Branch branch{std::make_shared<RelationNode>()};
  branch.node->kind = NodeKind::Branch;
  branch.node->relationship = step.relationship;
  branch.node->shape = shapeOf(m_registry->target(*step.relationship));
  branch.node->parent = row.node.get();
  if (!step.relationship->isToMany()) return writeToOne(row, step, branch);
  m_write("[");
  ++m_depth;
  writePending(branch, step.below);
  if (row.record) writeStored(row, step, branch);
  if (branch.hasMore) {
    if (branch.written > 0) m_write(",");
    line();
    writeValue({{"$more", true}});
  }
  --m_depth;
  if (branch.written > 0 || branch.hasMore) line();
  m_write("]");
  m_isFirst = false;
}

void TreeWriter::writeToOne(const Row& row, const Step& step, Branch& branch) {
  Rows rows = target(row, *step.relationship, branch);
  if (rows.empty()) {
    m_write("null");
    m_isFirst = false;
    return;
  }
  const auto below = steps(*rows.front().node->shape->model, step.below);
  load(rows, below);
  writeRow(rows.front(), step.below, below);
}

/// The row that a to-one relationship leads to once the changes are made; none or one.
TreeWriter::Rows TreeWriter::target(const Row& row, const Relationship& relationship, const Branch& branch) {
  Rows rows;
  std::vector<sql::Expression> all;
  bool isPending = !row.record;
  const Model& model = *branch.node->shape->model;
  for (std::size_t i = 0; relationship.ownsForeignKey() && i < relationship.localColumns.size(); ++i) {
    const Attribute* own = row.node->shape->model->attributeOfColumn(relationship.localColumns[i]);
    const Operand* operand = own ? m_overlay.pendingValue(*row.node, *own) : nullptr;
    if (operand && operand->isReference()) return {inserted(operand->reference().ref, branch.node.get())};
    isPending = isPending || operand;
    if (operand && operand->isDefault()) return rows;
    const Value* value = operand && operand->isValue() ? &operand->value() : row.node->value(relationship.localColumns[i]);
    const Attribute* theirs = model.attributeOfColumn(relationship.remoteColumns[i]);
    if (value && !value->isNull() && theirs) all.push_back(sql::eq(sql::column(model.table->name.name, theirs->column.name, theirs->column.type), sql::bind(*value, theirs->column.type)));
  }
  if (relationship.ownsForeignKey() && isPending) {
    if (all.size() != relationship.localColumns.size() || !m_overlay.meets(*row.node, relationship)) return rows;
    Query query{.model = model.name};
    query.condition = sql::and_(std::move(all));
    query.limit = 1;
    for (auto& record : m_reader.select(query)) rows.push_back(stored(std::move(record), branch.node.get()));
  } else {
    if (!relationship.ownsForeignKey())
      for (const PendingLink& link : m_overlay.linksOf(*branch.node))
        return link.ref.empty() ? byKeys(model, {link.key}, branch.node.get()) : Rows{inserted(link.ref, branch.node.get())};
    const auto* related = row.record ? row.record->related(relationship.name) : nullptr;
    for (std::size_t i = 0; related && i < std::min<std::size_t>(related->size(), 1); ++i) rows.push_back(stored((*related)[i], branch.node.get()));
  }
  std::erase_if(rows, [this](const Row& each) { return isGone(each); });
  return rows;
}

void TreeWriter::writePending(Branch& branch, const Way& below) {
  std::vector<PendingLink> links = m_overlay.linksOf(*branch.node, ChangeLookup::kAll);
  for (std::size_t first = 0; first < links.size(); first += kMostPreloadedRows) {
    Rows rows;
    for (std::size_t i = first; i < std::min(first + kMostPreloadedRows, links.size()); ++i) {
      Rows each = links[i].ref.empty() ? byKeys(*branch.node->shape->model, {links[i].key}, branch.node.get()) : Rows{inserted(links[i].ref, branch.node.get())};
      for (Row& row : each) {
        row.node->isPending = true;
        rows.push_back(std::move(row));
      }
    }
    writeElements(std::move(rows), below, branch);
  }
}

void TreeWriter::writeStored(const Row& row, const Step& step, Branch& branch) {
  const auto* related = row.record->related(step.relationship->name);
  if (!related) return;
  const bool isAll = related->size() < mostPreloaded();
  const bool isTold = std::ranges::none_of(*related, [](const auto& record) { return record->key().empty(); });
  if (!isAll && isTold && !row.node->row.key.empty()) return writePages(row, step, branch);
  std::vector<std::shared_ptr<LoadedRecord>> all = *related;
  if (!isAll && m_options.limit + 1 > mostPreloaded()) {
    // They can't be told from each other: so they are read at once.
    const auto again = m_reader.get(row.record->model().name, row.node->row.key);
    if (!again) return;
    m_reader.load({again}, step.relationship->name, {}, pruneOf(step.below.path));
    all = *again->related(step.relationship->name);
  }
  Rows rows;
  for (auto& record : all) rows.push_back(stored(std::move(record), branch.node.get()));
  writeElements(std::move(rows), step.below, branch);
}

void TreeWriter::writePages(const Row& row, const Step& step, Branch& branch) {
  RelationQuery query(m_registry, *row.node->shape->model, row.node->row.key);
  if (const Json filter = pruneOf(step.below.path); !filter.empty()) query.setPrune({{step.relationship->name, filter}});
  RelatedPage::Start start;
  for (bool isMore = true; isMore && !branch.hasMore;) {
    const RelatedPage page = query.page(m_context, *step.relationship, start);
    std::vector<std::vector<Value>> keys;
    for (const RelatedRow& each : page.rows) keys.push_back(each.key);
    writeElements(byKeys(*branch.node->shape->model, keys, branch.node.get()), step.below, branch);
    isMore = page.next.has_value();
    if (isMore) start = *page.next;
  }
}

void TreeWriter::writeElements(Rows rows, const Way& below, Branch& branch) {
  std::erase_if(rows, [this](const Row& row) { return isGone(row); });
  const std::size_t room = m_options.limit - std::min(branch.written, m_options.limit);
  if (branch.node->kind == NodeKind::Branch && rows.size() > room) {
    branch.hasMore = true;
    rows.resize(room);
  }
  if (rows.empty()) return;
  const auto next = steps(*rows.front().node->shape->model, below);
  load(rows, next);
  for (Row& row : rows) {
    if (branch.written++ > 0) m_write(",");
    line();
    writeRow(row, below, next);
    // With all that was read of it.
    row = {};
  }
}

}  // namespace joinery::ui
