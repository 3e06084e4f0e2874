// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/change_expander.h"

#include <algorithm>
#include <ranges>

#include "orm/changes/table_dependencies.h"
#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/query/model_select.h"
#include "orm/sql/operators.h"
#include "orm/sql/select.h"

namespace joinery {

namespace {

constexpr int kLongestReferenceChain = 100;

[[noreturn]] void refuse(const std::string& message, std::string hint = {},
                         ErrorKind kind = ErrorKind::InvalidRequest) {
  DbError error(kind, message);
  error.hint = std::move(hint);
  throw error;
}

const Attribute& attributeAt(const Model& model, const std::string& name) {
  if (const Attribute* found = model.attribute(name)) return *found;
  refuse(model.name + " has no attribute \"" + name + "\"", nearestNamesHint(name, model.attributeNames()));
}

const Attribute& attributeOfColumn(const Model& model, const std::string& column) {
  if (const Attribute* found = model.attributeOfColumn(column)) return *found;
  refuse(model.name + " maps no column \"" + column + "\"");
}

void appendMissing(std::vector<std::pair<std::string, Value>>& image, const std::vector<std::pair<std::string, Value>>& more) {
  for (const auto& cell : more)
    if (std::ranges::find(image, cell.first, &std::pair<std::string, Value>::first) == image.end()) image.push_back(cell);
}

void setValue(std::vector<ColumnValue>& values, const ColumnValue& value) {
  const auto found = std::ranges::find(values, value.column, &ColumnValue::column);
  if (found == values.end()) values.push_back(value);
  else *found = value;
}

/// Not known before the statement runs, as what it looks up.
ColumnValue byDefault(const schema::Column& column) { return {column.name, Operand::Default{}, sql::text("DEFAULT")}; }

/// An INSERT gets defaults by saying nothing.
void leaveOutDefaults(std::vector<ColumnValue>& values) {
  std::erase_if(values, [](const ColumnValue& value) { return value.operand.isDefault(); });
}

/// The columns that say which row an operation is about; empty where nothing does.
std::vector<ColumnValue> namingColumns(const WriteOperation& operation) {
  if (operation.verb != PlannedStatement::Verb::Insert) return operation.key;
  if (operation.origin == WriteOperation::Origin::Link) return operation.values;
  std::vector<ColumnValue> key;
  if (!operation.table->primaryKey) return key;
  for (const std::string& column : operation.table->primaryKey->columns) {
    const ColumnValue* value = operation.value(column);
    if (value == nullptr) return {};
    key.push_back(*value);
  }
  return key;
}

std::string rowIdentity(const WriteOperation& operation) {
  std::vector<ColumnValue> columns = namingColumns(operation);
  const auto looksUp = [](const ColumnValue& value) { return !value.lookup.isEmpty(); };
  if (columns.empty() || std::ranges::any_of(columns, looksUp)) return {};
  std::ranges::sort(columns, {}, &ColumnValue::column);
  std::string identity = operation.table->name.schema + '\0' + operation.table->name.name + '\0';
  for (const ColumnValue& value : columns) identity += value.column + '\0' + operandIdentity(value.operand);
  return identity;
}

/// A row that is deleted and inserted again under its key: an UPDATE that leaves nothing of the old row.
void switchRow(WriteOperation& earlier, const WriteOperation& insert) {
  earlier.verb = PlannedStatement::Verb::Update;
  earlier.ref = insert.ref;
  for (const schema::Column& column : earlier.table->columns) {
    const ColumnValue* given = insert.value(column.name);
    const bool isKey = std::ranges::find(earlier.key, column.name, &ColumnValue::column) != earlier.key.end();
    if (isKey || !column.isWritable()) continue;
    if (given != nullptr) earlier.values.push_back(*given);
    else if (column.defaultExpression) earlier.values.push_back({column.name, {}, sql::text("(" + *column.defaultExpression + ")")});
    else earlier.values.push_back({column.name, Operand(Value()), {}});
  }
}

}  // namespace

std::vector<WriteOperation> ChangeExpander::expand(const ChangeSet& changes) {
  collectInserts(changes);
  for (const Change& change : changes.changes()) {
    switch (change.kind) {
      case Change::Kind::Insert:
      case Change::Kind::Update:
      case Change::Kind::Delete: expandRow(change); break;
      case Change::Kind::Link:
      case Change::Kind::Unlink: link(change); break;
    }
  }
  std::vector<WriteOperation> operations;
  for (std::size_t i = 0; i < m_operations.size(); ++i)
    if (!m_dropped[i]) operations.push_back(std::move(m_operations[i]));
  return operations;
}

void ChangeExpander::collectInserts(const ChangeSet& changes) {
  for (const Change& change : changes.changes()) {
    if (change.kind != Change::Kind::Insert || change.ref.empty()) continue;
    if (!m_inserts.emplace(change.ref, &change).second) refuse("two inserts are called \"" + change.ref + "\"");
  }
}

WriteOperation ChangeExpander::operation(Verb verb, const Change& change, const Model& model) const {
  WriteOperation operation;
  operation.verb = verb;
  operation.table = model.table.get();
  operation.model = &model;
  operation.changes = {change.cause != 0 ? change.cause : change.id};
  return operation;
}

void ChangeExpander::checkWritable(const Model& model) const {
  const std::string reason = model.readOnlyReason();
  if (!reason.empty()) refuse(model.name + " is read-only: " + reason);
}

/// A row of several tables changes in each of them.
void ChangeExpander::expandRow(const Change& change) {
  const Model& model = m_registry.at(change.model);
  if (model.parts.empty()) return changeRow(change, model);
  for (const ModelPart& part : model.parts) changeRow(shareOf(change, model, part), *part.model);
}

void ChangeExpander::changeRow(const Change& change, const Model& model) {
  switch (change.kind) {
    case Change::Kind::Insert: return insertRow(change, model);
    case Change::Kind::Update: return updateRow(change, model);
    default: return deleteRow(change, model);
  }
}

/// What of a change concerns one of the tables of its model.
Change ChangeExpander::shareOf(const Change& change, const Model& model, const ModelPart& part) const {
  const bool isTop = &part == &model.parts.front();
  const auto isElsewhere = [&](const auto& each) { return model.partOf(attributeAt(model, each.first).name) != &part; };
  Change share = change;
  std::erase_if(share.values, isElsewhere);
  std::erase_if(share.match, isElsewhere);
  if (share.before) std::erase_if(*share.before, isElsewhere);
  const std::vector<std::string> names = model.keyAttributes();
  if (change.kind != Change::Kind::Insert) {
    if (change.key.size() != names.size()) return share;  // refused where the key is looked at
    share.key.clear();
    for (const std::string& name : part.model->keyAttributes())
      share.key.push_back(change.key.at(static_cast<std::size_t>(std::ranges::find(names, name) - names.begin())));
    return share;
  }
  if (isTop) return share;
  share.ref.clear();
  for (const std::string& name : names) {
    const Operand* given = change.value(name);
    if (given && given->isDefault()) given = nullptr;
    if (!given && change.ref.empty()) refuse("an insert of " + model.name + " needs a ref, as its tables are told by a key that the first of them makes");
    share.values.emplace_back(name, given ? *given : Operand(Operand::Reference{change.ref, name}));
  }
  return share;
}

void ChangeExpander::insertRow(const Change& change, const Model& model) {
  if (!model.table || model.table->isView()) checkWritable(model);
  WriteOperation insert = operation(Verb::Insert, change, model);
  insert.ref = change.ref;
  insert.values = valueColumns(model, change.values);
  leaveOutDefaults(insert.values);
  // NULL in a key that the database makes is SQLite's spelling of "make one"; elsewhere it would be refused.
  std::erase_if(insert.values, [&](const ColumnValue& value) {
    const schema::Column* column = model.table->column(value.column);
    return value.lookup.isEmpty() && !value.operand.isReference() && value.operand.value().isNull() && column->hasGeneratedValue() &&
           model.table->isPrimaryKeyColumn(value.column);
  });
  add(std::move(insert));
}

void ChangeExpander::updateRow(const Change& change, const Model& model) {
  checkWritable(model);
  WriteOperation update = operation(Verb::Update, change, model);
  update.key = keyColumns(model, change.key);
  update.values = valueColumns(model, change.values);
  for (const ColumnValue& value : update.values)
    if (value.operand.isDefault() && update.table->column(value.column)->generation == schema::Generation::RowId)
      refuse(update.description() + ": " + value.column + " gets its default when a row is added, and can't be set to it later");
  setImage(update, change, model);
  setMatch(update, change, model);
  if (m_locking == UnitOfWork::Locking::None) {
    std::erase_if(update.values, [&](const ColumnValue& value) {
      const Value* before = update.imageOf(value.column);
      return before != nullptr && value.lookup.isEmpty() && !value.operand.isReference() && *before == value.operand.value();
    });
  }
  std::vector<std::string> columns;
  std::ranges::transform(update.values, std::back_inserter(columns), &ColumnValue::column);
  requireImage(update, columns);
  if (!update.values.empty()) add(std::move(update));
}

void ChangeExpander::deleteRow(const Change& change, const Model& model) {
  checkWritable(model);
  WriteOperation removal = operation(Verb::Delete, change, model);
  removal.key = keyColumns(model, change.key);
  const auto isReference = [](const ColumnValue& value) { return value.operand.isReference(); };
  if (std::ranges::any_of(removal.key, isReference))
    refuse(removal.description() + ": a row that is not there yet can't be deleted; leave out its insert instead");
  setImage(removal, change, model);
  setMatch(removal, change, model);
  std::vector<std::string> columns;
  for (const Attribute& attribute : model.attributes)
    if (!attribute.column.isComputed() && std::ranges::find(change.unread, attribute.name) == change.unread.end()) columns.push_back(attribute.column.name);
  requireImage(removal, columns);
  add(std::move(removal));
}

void ChangeExpander::link(const Change& change) {
  const Model& model = m_registry.at(change.model);
  const Relationship* relationship = model.relationship(change.relationship);
  if (relationship == nullptr)
    refuse(model.name + " has no relationship \"" + change.relationship + "\"",
           nearestNamesHint(change.relationship, model.relationshipNames()));
  if (relationship->kind == Relationship::Kind::ManyToMany) linkRows(change, model, *relationship);
  else setForeignKey(change, model, *relationship);
}

void ChangeExpander::linkRows(const Change& change, const Model& model, const Relationship& relationship) {
  const bool isLink = change.kind == Change::Kind::Link;
  const std::shared_ptr<const schema::Table> table = m_registry.metadata().find(relationship.linkTable);
  if (!table) refuse("the link table " + relationship.linkTable.toString() + " is not there");
  WriteOperation row = operation(isLink ? Verb::Insert : Verb::Delete, change, model);
  row.origin = isLink ? WriteOperation::Origin::Link : WriteOperation::Origin::Unlink;
  row.table = table.get();
  row.model = m_registry.modelOf(table->name);
  const Model& target = m_registry.target(relationship);
  std::vector<ColumnValue>& columns = isLink ? row.values : row.key;
  const bool ignoreCase = m_registry.namesIgnoreCase();
  for (std::size_t i = 0; i < relationship.linkLocalColumns.size(); ++i)
    columns.push_back(valueOfRow(model, change.key, relationship.localColumns[i],
                                 canonicalColumn(*table, relationship.linkLocalColumns[i], ignoreCase)));
  for (std::size_t i = 0; i < relationship.linkRemoteColumns.size(); ++i)
    columns.push_back(valueOfRow(target, change.to, relationship.remoteColumns[i],
                                 canonicalColumn(*table, relationship.linkRemoteColumns[i], ignoreCase)));
  add(std::move(row));
}

void ChangeExpander::setForeignKey(const Change& change, const Model& model, const Relationship& relationship) {
  const Model& target = m_registry.target(relationship);
  const bool ownsKey = relationship.ownsForeignKey();
  const Model& childModel = ownsKey ? model : target;
  const Model& parent = ownsKey ? target : model;
  const Key& childKey = ownsKey ? change.key : change.to;
  const Key& parentKey = ownsKey ? change.to : change.key;
  const std::vector<std::string>& childColumns = ownsKey ? relationship.localColumns : relationship.remoteColumns;
  const std::vector<std::string>& parentColumns = ownsKey ? relationship.remoteColumns : relationship.localColumns;
  const ModelPart* childPart = childModel.partOf(attributeOfColumn(childModel, childColumns.front()).name);
  const Model& child = childPart ? *childPart->model : childModel;
  checkWritable(child);
  WriteOperation update = operation(Verb::Update, change, child);
  update.key = keyColumns(child, childKey);
  setImage(update, change, child);
  for (std::size_t i = 0; i < childColumns.size(); ++i) {
    const Attribute& column = attributeOfColumn(child, childColumns[i]);
    const ColumnValue parentValue = valueOfRow(parent, parentKey, parentColumns[i], column.column.name);
    if (change.kind == Change::Kind::Link) {
      update.values.push_back(parentValue);
    } else {
      if (!column.column.nullable)
        refuse(child.name + "." + column.name + " takes no NULL: the row can be linked elsewhere or deleted, not unlinked");
      update.values.push_back({column.column.name, Operand(Value()), {}});
      update.match.push_back(parentValue);
    }
  }
  for (const auto& [column, value] : relationship.criterion)
    (change.kind == Change::Kind::Link ? update.values : update.match).push_back({attributeOfColumn(child, column).column.name, Operand(value), {}});
  if (change.kind == Change::Kind::Link) {
    std::vector<std::string> columns;
    std::ranges::transform(update.values, std::back_inserter(columns), &ColumnValue::column);
    requireImage(update, columns);
  }
  add(std::move(update));
}

std::vector<ColumnValue> ChangeExpander::keyColumns(const Model& model, const Key& key) const {
  const std::vector<std::string> names = model.keyAttributes();
  if (key.size() != names.size())
    refuse("a key of " + model.name + " has " + std::to_string(names.size()) + " values, not " + std::to_string(key.size()));
  std::vector<ColumnValue> columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Attribute& attribute = attributeAt(model, names[i]);
    Operand operand = resolve(key[i], model, attribute);
    if (operand.isDefault()) refuse(model.name + ": a row is not named by a default of " + attribute.name);
    if (!operand.isReference() && operand.value().isNull())
      refuse(model.name + ": a row whose key has NULL in " + attribute.name + " can't be told from others, so it is read-only");
    columns.push_back({attribute.column.name, std::move(operand), {}});
  }
  return columns;
}

std::vector<ColumnValue> ChangeExpander::valueColumns(const Model& model, const Change::Values& values) const {
  std::vector<ColumnValue> columns;
  for (const auto& [name, operand] : values) {
    const Attribute& attribute = attributeAt(model, name);
    if (!attribute.column.isWritable()) refuse(model.name + "." + attribute.name + " is computed by the database and can't be written");
    if (operand.isComputed()) setValue(columns, {attribute.column.name, {}, operand.expression()});
    else if (operand.isDefault()) setValue(columns, byDefault(attribute.column));
    else setValue(columns, {attribute.column.name, resolve(operand, model, attribute), {}});
  }
  return columns;
}

void ChangeExpander::setImage(WriteOperation& operation, const Change& change, const Model& model) const {
  if (!change.before) return;
  for (const auto& [name, value] : *change.before) operation.image.emplace_back(attributeAt(model, name).column.name, value);
}

void ChangeExpander::setMatch(WriteOperation& operation, const Change& change, const Model& model) const {
  for (const auto& [name, value] : change.match) operation.match.push_back({attributeAt(model, name).column.name, Operand(value), {}});
}

void ChangeExpander::requireImage(const WriteOperation& operation, const std::vector<std::string>& columns) const {
  if (m_locking != UnitOfWork::Locking::BeforeImage || m_images == Images::AsTheyAre) return;
  const auto isReference = [](const ColumnValue& value) { return value.operand.isReference(); };
  if (std::ranges::any_of(operation.key, isReference)) return;  // the row is inserted by the same unit
  for (const std::string& column : columns)
    if (operation.imageOf(column) == nullptr) refuse(operation.description() + ": what " + column + " was before is not known; read the row first");
}

ColumnValue ChangeExpander::valueOfRow(const Model& model, const Key& key, const std::string& column, const std::string& into) const {
  const std::vector<ColumnValue> keyValues = keyColumns(model, key);
  const Attribute& attribute = attributeOfColumn(model, column);
  for (const ColumnValue& value : keyValues)
    if (value.column == attribute.column.name) return {into, value.operand, {}};
  if (!key.empty() && key.front().isReference())
    return {into, resolve(Operand::Reference{key.front().reference().ref, attribute.name}, model, attribute), {}};
  const sql::FromItem from = modelSource(model);
  sql::Select select({from.column(attribute.column.name, attribute.column.type)});
  select = select.from(from);
  for (const ColumnValue& value : keyValues) {
    const ValueType& type = model.attributeOfColumn(value.column)->column.type;
    select = select.where(sql::eq(from.column(value.column, type), sql::bind(value.operand.value(), type)));
  }
  return {into, {}, sql::subquery(select)};
}

Operand ChangeExpander::resolve(const Operand& operand, const Model& model, const Attribute& attribute, int depth) const {
  if (!operand.isReference()) return operand;
  const Operand::Reference& reference = operand.reference();
  if (depth > kLongestReferenceChain)
    refuse("the values of \"" + reference.ref + "\" refer to each other in a circle", {}, ErrorKind::CircularDependency);
  const auto found = m_inserts.find(reference.ref);
  if (found == m_inserts.end()) refuse(model.name + "." + attribute.name + ": no insert is called \"" + reference.ref + "\"");
  const Change& insert = *found->second;
  const Model& inserted = m_registry.at(insert.model);
  const std::string name = reference.attribute.empty() ? inferredAttribute(reference, inserted, model, attribute) : reference.attribute;
  const Attribute& referred = attributeAt(inserted, name);
  const Operand* given = insert.value(referred.name);
  const bool isGiven = given != nullptr && !given->isComputed() && !given->isDefault() && (given->isReference() || !given->value().isNull() || !referred.column.hasGeneratedValue());
  if (!isGiven) return Operand::Reference{reference.ref, referred.name};
  // A value that refers to the row's own insert goes no further.
  const bool toItself = given->isReference() && given->reference().ref == reference.ref && inserted.name == model.name && referred.name == attribute.name;
  if (toItself) refuse(model.name + "." + attribute.name + " refers to itself", {}, ErrorKind::CircularDependency);
  return resolve(*given, inserted, referred, depth + 1);
}

/// `{"$ref": "a1"}` alone: the column that the foreign key asks for, else the row's single key.
std::string ChangeExpander::inferredAttribute(const Operand::Reference& reference, const Model& inserted, const Model& model,
                                              const Attribute& attribute) const {
  const TableDependencies graph(m_registry, {model.table.get()});
  for (const ForeignKeyLink& link : graph.of(*model.table)) {
    const auto column = std::ranges::find(link.childColumns, attribute.column.name);
    if (link.parent != inserted.table.get() || column == link.childColumns.end()) continue;
    return attributeOfColumn(inserted, link.parentColumns[static_cast<std::size_t>(column - link.childColumns.begin())]).name;
  }
  const std::vector<std::string> key = inserted.keyAttributes();
  if (key.size() == 1) return key.front();
  refuse("\"" + reference.ref + "\" is a row of " + inserted.name + ", whose key has " + std::to_string(key.size()) +
             " values: say which attribute " + model.name + "." + attribute.name + " takes",
         "Write {\"$ref\": \"" + reference.ref + "\", \"attribute\": …}.");
}

void ChangeExpander::add(WriteOperation operation) {
  const std::string identity = rowIdentity(operation);
  if (!identity.empty()) {
    const auto [earlier, isFirst] = m_byRow.emplace(identity, m_operations.size());
    if (!isFirst && mergeWithEarlier(operation, earlier->second)) {
      if (m_dropped[earlier->second]) m_byRow.erase(earlier);
      return;
    }
  }
  m_operations.push_back(std::move(operation));
  m_dropped.push_back(false);
}

/// @return whether nothing is left to add
bool ChangeExpander::mergeWithEarlier(WriteOperation& operation, std::size_t index) {
  using Origin = WriteOperation::Origin;
  WriteOperation& earlier = m_operations[index];
  const auto keepBoth = [&] { earlier.changes.insert(earlier.changes.end(), operation.changes.begin(), operation.changes.end()); };
  const bool linkAndUnlink = (earlier.origin == Origin::Link && operation.origin == Origin::Unlink) ||
                             (earlier.origin == Origin::Unlink && operation.origin == Origin::Link);
  if (linkAndUnlink) {
    m_dropped[index] = true;
    return true;
  }
  if (operation.verb == Verb::Insert) {
    if (earlier.verb == Verb::Insert && (earlier.origin == Origin::Link || operation.origin == Origin::Link)) {
      for (const ColumnValue& value : operation.values) setValue(earlier.values, value);
      if (earlier.ref.empty()) earlier.ref = operation.ref;
      keepBoth();
      return true;
    }
    if (earlier.verb != Verb::Delete || m_locking != UnitOfWork::Locking::None) return false;
    switchRow(earlier, operation);
    keepBoth();
    return true;
  }
  if (earlier.verb == Verb::Insert && operation.verb == Verb::Delete) return false;
  if (earlier.verb == Verb::Insert || (earlier.verb == Verb::Update && operation.verb == Verb::Update)) {
    for (const ColumnValue& value : operation.values) setValue(earlier.values, value);
    if (earlier.verb == Verb::Update) appendMissing(earlier.image, operation.image);
    else leaveOutDefaults(earlier.values);
    earlier.match.insert(earlier.match.end(), operation.match.begin(), operation.match.end());
    keepBoth();
    return true;
  }
  // The row goes: what else was to become of it does not matter, but what both saw of it must hold.
  if (earlier.verb == Verb::Update) {
    earlier.verb = Verb::Delete;
    earlier.values.clear();
  }
  appendMissing(earlier.image, operation.image);
  keepBoth();
  return true;
}

}  // namespace joinery
