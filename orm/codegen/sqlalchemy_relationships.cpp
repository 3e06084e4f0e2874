// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/sqlalchemy_relationships.h"

#include <algorithm>

#include "orm/codegen/python_text.h"
#include "orm/core/display_text.h"

namespace joinery {

namespace {

using Kind = Relationship::Kind;

PythonExpression lambda(const char* name, const PythonExpression& body) { return body.named("lambda", ": ").named(name); }

PythonExpression namedLiteral(const char* name, const std::string& value) { return PythonExpression::text(value).named(name); }

const schema::ForeignKey* keyBehind(const Model& owner, const std::vector<std::string>& columns) {
  const auto found = std::ranges::find(owner.table->foreignKeys, columns, &schema::ForeignKey::columns);
  return found == owner.table->foreignKeys.end() ? nullptr : &*found;
}

const char* lazyName(Loading loading) {
  switch (loading) {
    case Loading::Select: return "";
    case Loading::Joined: return "joined";
    case Loading::Selectin: return "selectin";
    case Loading::Raise: return "raise";
    case Loading::WriteOnly: return "dynamic";
  }
  return "";
}

std::string cascadeText(const Cascade& cascade) {
  std::string text;
  const auto add = [&](bool isSet, const char* word) {
    if (isSet) text += (text.empty() ? "" : ", ") + std::string(word);
  };
  add(cascade.saveUpdate, "save-update");
  add(cascade.merge, "merge");
  add(cascade.refreshExpire, "refresh-expire");
  add(cascade.expunge, "expunge");
  add(cascade.remove, "delete");
  add(cascade.deleteOrphan, "delete-orphan");
  return text;
}

}  // namespace

SqlAlchemyRelationships::SqlAlchemyRelationships(const Registry& registry, const SqlAlchemyNames& names, SqlAlchemyVersion version, PythonImports& imports)
    : m_registry(registry), m_names(names), m_version(version), m_imports(imports) {
  for (const Model* model : names.models())
    for (const Relationship& relationship : model->relationships) {
      if (!names.isShown(*model, relationship) || !isWritten(relationship)) continue;
      for (const auto& column : writtenBy({model, &relationship})) m_writers[column].emplace_back(model, &relationship);
    }
}

std::set<std::pair<const Model*, std::string>> SqlAlchemyRelationships::writtenBy(const Side& side) const {
  const auto& [model, relationship] = side;
  std::set<std::pair<const Model*, std::string>> columns;
  const auto add = [&](const Model* owner, const Columns& names) {
    for (const std::string& name : names) columns.emplace(owner, name);
  };
  if (relationship->kind == Kind::ManyToMany) {
    const Model* link = m_registry.modelOf(relationship->linkTable);
    add(link, relationship->linkLocalColumns);
    add(link, relationship->linkRemoteColumns);
  } else if (relationship->ownsForeignKey()) {
    add(model, relationship->localColumns);
  } else {
    add(&m_registry.target(*relationship), relationship->remoteColumns);
  }
  return columns;
}

bool SqlAlchemyRelationships::isReverse(const Side& one, const Side& other) const {
  return one.second->backPopulates == other.second->name && other.second->backPopulates == one.second->name && &m_registry.target(*one.second) == other.first &&
         &m_registry.target(*other.second) == one.first;
}

std::set<std::string> SqlAlchemyRelationships::overlaps(const Model& model, const Relationship& relationship) const {
  std::set<std::string> names;
  for (const auto& column : writtenBy({&model, &relationship})) {
    const auto writers = m_writers.find(column);
    if (writers == m_writers.end()) continue;
    for (const Side& other : writers->second)
      if (other.second != &relationship && !isReverse({&model, &relationship}, other)) names.insert(m_names.member(*other.first, other.second->name));
  }
  return names;
}

std::string SqlAlchemyRelationships::column(const Model& model, const std::string& name) const {
  if (!SqlAlchemyNames::isClass(model)) return m_names.of(model) + ".c[" + pythonText(name) + "]";
  return m_names.of(model) + "." + m_names.memberOfColumn(model, name);
}

std::vector<PythonExpression> SqlAlchemyRelationships::equal(const Model& left, const Columns& leftColumns, const Model& right, const Columns& rightColumns) const {
  std::vector<PythonExpression> conditions;
  for (std::size_t i = 0; i < leftColumns.size(); ++i) conditions.emplace_back(column(left, leftColumns[i]) + " == " + column(right, rightColumns[i]));
  return conditions;
}

PythonExpression SqlAlchemyRelationships::all(std::vector<PythonExpression> conditions) const {
  return conditions.size() == 1 ? conditions.front() : PythonExpression::call(m_imports.use("sqlalchemy", "and_"), std::move(conditions));
}

PythonExpression SqlAlchemyRelationships::columns(const Model& model, const Columns& names) const {
  std::vector<PythonExpression> items;
  for (const std::string& name : names) items.emplace_back(column(model, name));
  return PythonExpression::list(std::move(items));
}

std::size_t SqlAlchemyRelationships::keysBetween(const Model& from, const Model& to) const {
  return static_cast<std::size_t>(std::ranges::count_if(from.table->foreignKeys, [&](const schema::ForeignKey& key) { return m_registry.modelOf(key.referredTable) == &to; }));
}

void SqlAlchemyRelationships::addJoin(const Model& model, const Relationship& relationship, std::vector<PythonExpression>& arguments) const {
  const Model& target = m_registry.target(relationship);
  const bool isToItself = &target == &model;
  const std::size_t keys = keysBetween(model, target) + (isToItself ? 0 : keysBetween(target, model));
  if (keys != 1 || relationship.isVirtual || !relationship.criterion.empty()) {
    std::vector<PythonExpression> join = equal(model, relationship.localColumns, target, relationship.remoteColumns);
    const Model& kindOwner = relationship.ownsForeignKey() ? model : target;
    for (const auto& [name, value] : relationship.criterion) {
      const std::string literal = value.isNull() ? "None" : pythonText(displayText(value, kindOwner.attributeOfColumn(name)->column.type));
      join.emplace_back(column(kindOwner, name) + " == " + literal);
    }
    arguments.push_back(lambda("primaryjoin", all(std::move(join))));
    arguments.push_back(lambda("foreign_keys", relationship.ownsForeignKey() ? columns(model, relationship.localColumns) : columns(target, relationship.remoteColumns)));
  }
  if (isToItself) arguments.push_back(lambda("remote_side", columns(target, relationship.remoteColumns)));
}

void SqlAlchemyRelationships::addLink(const Model& model, const Relationship& relationship, std::vector<PythonExpression>& arguments) const {
  const Model& link = *m_registry.modelOf(relationship.linkTable);
  const Model& target = m_registry.target(relationship);
  arguments.push_back(lambda("secondary", m_names.of(link) + (SqlAlchemyNames::isClass(link) ? ".__table__" : "")));
  const bool isPlain = &target != &model && keysBetween(link, model) == 1 && keysBetween(link, target) == 1 && !relationship.isVirtual;
  if (isPlain) return;
  arguments.push_back(lambda("primaryjoin", all(equal(model, relationship.localColumns, link, relationship.linkLocalColumns))));
  arguments.push_back(lambda("secondaryjoin", all(equal(target, relationship.remoteColumns, link, relationship.linkRemoteColumns))));
}

void SqlAlchemyRelationships::addLoading(const Relationship& relationship, std::vector<PythonExpression>& arguments) const {
  const Model& target = m_registry.target(relationship);
  const bool isSaidByType = isModern() && relationship.loading == Loading::WriteOnly;
  if (const std::string lazy = lazyName(relationship.loading); !lazy.empty() && !isSaidByType) arguments.push_back(namedLiteral("lazy", lazy));
  if (!(relationship.cascade == Cascade{})) arguments.push_back(namedLiteral("cascade", cascadeText(relationship.cascade)));
  std::string order;
  for (const std::string& each : relationship.orderBy)
    if (const Attribute* attribute = target.attribute(std::string_view(each).substr(1)); attribute && !attribute->expression)
      order += (order.empty() ? "" : ", ") + m_names.of(target) + "." + m_names.member(target, attribute->name) + (each.front() == '-' ? ".desc()" : "");
  if (!order.empty()) arguments.push_back(lambda("order_by", "[" + order + "]"));
  if (relationship.ownsForeignKey() || relationship.kind == Kind::ManyToMany) return;
  const schema::ForeignKey* key = keyBehind(target, relationship.remoteColumns);
  const bool goesAlong = key && key->onDelete == schema::ReferentialAction::Cascade;
  // Rows of a link are taken away by the many-to-many beside, and where the database deletes them, nothing sets their keys to NULL before.
  if (relationship.isOfLinks || goesAlong) arguments.push_back(namedLiteral("passive_deletes", "all"));
  else if (relationship.passiveDeletes || (key && key->onDelete == schema::ReferentialAction::SetNull)) arguments.push_back(PythonExpression("True").named("passive_deletes"));
}

std::vector<PythonExpression> SqlAlchemyRelationships::arguments(const Model& model, const Relationship& relationship) const {
  const Model& target = m_registry.target(relationship);
  std::vector<PythonExpression> made{PythonExpression::text(m_names.of(target))};
  if (relationship.kind == Kind::ManyToMany) addLink(model, relationship, made);
  else addJoin(model, relationship, made);
  if (relationship.kind == Kind::OneToOne) made.push_back(PythonExpression("False").named("uselist"));
  const bool isWritable = isWritten(relationship);
  const Relationship* back = relationship.backPopulates.empty() ? nullptr : target.relationship(relationship.backPopulates);
  if (back && isWritable && isWritten(*back) && m_names.isShown(target, *back)) made.push_back(namedLiteral("back_populates", m_names.member(target, back->name)));
  if (!isWritable) {
    made.push_back(PythonExpression("True").named("viewonly"));
    return made;
  }
  if (relationship.postUpdate && &target != &model) made.push_back(PythonExpression("True").named("post_update"));
  addLoading(relationship, made);
  std::string others;
  for (const std::string& each : overlaps(model, relationship)) others += (others.empty() ? "" : ",") + each;
  if (!others.empty()) made.push_back(namedLiteral("overlaps", others));
  return made;
}

std::string SqlAlchemyRelationships::line(const Model& model, const Relationship& relationship, std::size_t indent) {
  const std::string& name = m_names.member(model, relationship.name);
  std::string before = std::string(indent, ' ') + name;
  if (isModern()) {
    const std::string target = pythonText(m_names.of(m_registry.target(relationship)));
    const bool isNeeded = relationship.ownsForeignKey() && std::ranges::none_of(relationship.localColumns, [&](const std::string& each) { return model.attributeOfColumn(each)->column.nullable; });
    const bool isWriteOnly = relationship.loading == Loading::WriteOnly;
    std::string type = target;
    if (relationship.isToMany() && !isWriteOnly) type = m_imports.use("typing", "List") + "[" + target + "]";
    else if (!relationship.isToMany() && !isNeeded) type = m_imports.use("typing", "Optional") + "[" + target + "]";
    before += ": " + m_imports.use("sqlalchemy.orm", isWriteOnly ? "WriteOnlyMapped" : "Mapped") + "[" + type + "]";
  }
  return PythonExpression::call(m_imports.use("sqlalchemy.orm", "relationship"), arguments(model, relationship)).laidOut(before + " = ", indent);
}

}  // namespace joinery
