// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/mapping.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/model/join_finder.h"
#include "orm/model/joined_table.h"
#include "orm/model/label.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

using Kind = Relationship::Kind;

[[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) {
  DbError error(ErrorKind::Mapping, what);
  error.hint = hint;
  throw error;
}

/// Models are made first, then related: a relationship may lead to a model that is declared later.
class Mapper {
 public:
  Mapper(std::shared_ptr<const schema::MetaData> metadata, const std::vector<ModelMapping>& mappings) : m_metadata(std::move(metadata)), m_mappings(mappings) {}

  std::shared_ptr<const Registry> build() {
    for (const ModelMapping& mapping : m_mappings) m_models.push_back(makeModel(mapping));
    for (std::size_t i = 0; i < m_models.size(); ++i) relate(i);
    for (const Model& model : m_models) checkProxies(model);
    for (const Model& model : m_models)
      for (const Relationship& relationship : model.relationships) checkBackReference(model, relationship);
    auto registry = std::make_shared<Registry>(m_metadata);
    for (Model& model : m_models) registry->add(std::move(model));
    return registry;
  }

 private:
  Model makeModel(const ModelMapping& mapping) const {
    Model model = mapping.inherits.empty() ? baseModel(mapping) : inheritingModel(mapping);
    model.proxies.insert(model.proxies.end(), mapping.proxies.begin(), mapping.proxies.end());
    model.identity = mapping.identity;
    setDefaults(model, mapping);
    for (const ComputedMapping& each : mapping.computed) addComputed(model, each);
    return model;
  }

  /// Shares the table of the model that it inherits from, and everything that is declared there.
  Model inheritingModel(const ModelMapping& mapping) const {
    const auto base = std::ranges::find(m_models, mapping.inherits, &Model::name);
    if (base == m_models.end()) refuse("model " + mapping.name + " inherits from \"" + mapping.inherits + "\", which is not declared before it");
    if (base->discriminator.empty()) refuse("model " + base->name + " has no discriminator to tell " + mapping.name + " by");
    const bool hasOwnTable = !mapping.table.name.empty() && mapping.table != base->table->name;
    Model model = hasOwnTable ? joinTables(*base, baseModel(mapping)) : *base;
    model.name = mapping.name;
    model.lineage.insert(model.lineage.begin(), mapping.name);
    model.relationships.clear();
    return model;
  }

  /// @param Declared a Mixin, or a ModelMapping
  template <typename Declared>
  static void setSources(Model& model, const Declared& declared) {
    for (const auto& [name, source] : declared.onInsert) attributeAt(model, name).onInsert = source;
    for (const auto& [name, source] : declared.onUpdate) attributeAt(model, name).onUpdate = source;
    if (!declared.version.empty()) model.versionAttribute = attributeAt(model, declared.version).name;
  }

  static void addComputed(Model& model, const ComputedMapping& mapping) {
    if (model.attribute(mapping.name)) refuse("model " + model.name + " has two things called \"" + mapping.name + "\"");
    if (!mapping.expression) refuse(model.name + "." + mapping.name + " is computed by no expression");
    Attribute attribute{mapping.name, {.name = mapping.name, .type = mapping.type, .generation = schema::Generation::VirtualExpression}};
    attribute.expression = mapping.expression;
    attribute.onRecord = mapping.onRecord;
    model.attributes.push_back(std::move(attribute));
  }

  void setDefaults(Model& model, const ModelMapping& mapping) const {
    for (const Mixin& mixin : mapping.mixins) {
      for (const schema::Column& column : mixin.columns) attributeAt(model, column.name);
      setSources(model, mixin);
      if (!mixin.deletedAt.empty()) model.deletedAttribute = attributeAt(model, mixin.deletedAt).name;
    }
    setSources(model, mapping);
    if (!mapping.discriminator.empty()) model.discriminator = attributeAt(model, mapping.discriminator).name;
  }

  static Attribute& attributeAt(Model& model, const std::string& name) {
    const int index = model.attributeIndex(name);
    if (index < 0) refuse("model " + model.name + " has no attribute \"" + name + "\"", nearestNamesHint(name, model.attributeNames()));
    return model.attributes[static_cast<std::size_t>(index)];
  }

  void checkProxies(const Model& model) const {
    for (const AssociationProxy& proxy : model.proxies) {
      const Relationship* relationship = model.relationship(proxy.relationship);
      if (relationship == nullptr) refuse(model.name + "." + proxy.name + ": there is no relationship \"" + proxy.relationship + "\"", nearestNamesHint(proxy.relationship, model.relationshipNames()));
      const Model& target = modelNamed(relationship->target, model.name + "." + proxy.name);
      if (!target.attribute(proxy.attribute) && !target.relationship(proxy.attribute) && !target.proxy(proxy.attribute))
        refuse(model.name + "." + proxy.name + ": " + target.name + " has no attribute \"" + proxy.attribute + "\"", nearestNamesHint(proxy.attribute, target.attributeNames()));
    }
  }

  Model baseModel(const ModelMapping& mapping) const {
    Model model;
    model.name = mapping.name;
    model.lineage = {mapping.name};
    model.table = m_metadata->find(mapping.table);
    if (!model.table) refuse("model " + mapping.name + ": there is no table " + mapping.table.toString());
    const bool hasThatKey = model.table->primaryKey && model.table->primaryKey->columns == mapping.primaryKey;
    if (!mapping.primaryKey.empty() && !hasThatKey) model.table = withKey(mapping, *model.table);
    for (const schema::Column& column : model.table->columns) model.attributes.push_back({column.name, column});
    const std::vector<std::string> key = model.keyAttributes();
    if (key.empty()) refuse("model " + mapping.name + ": the table " + mapping.table.toString() + " has no key", "Name the columns that tell its rows apart.");
    for (Attribute& attribute : model.attributes) {
      attribute.isKey = std::ranges::find(key, attribute.name) != key.end();
      attribute.isForeignKey = std::ranges::any_of(model.table->foreignKeys, [&](const auto& each) { return std::ranges::find(each.columns, attribute.name) != each.columns.end(); });
    }
    model.label = chooseLabel(model);
    return model;
  }

  static std::shared_ptr<const schema::Table> withKey(const ModelMapping& mapping, const schema::Table& table) {
    auto keyed = std::make_shared<schema::Table>(table);
    for (const std::string& column : mapping.primaryKey)
      if (!table.column(column)) refuse("model " + mapping.name + ": " + table.name.toString() + " has no column \"" + column + "\"");
    keyed->primaryKey = schema::UniqueKey{{}, mapping.primaryKey};
    return keyed;
  }

  void relate(std::size_t index) {
    Model& model = m_models[index];
    // Those of the model that it inherits from come first: it was related before.
    if (!m_mappings[index].inherits.empty()) model.relationships = modelNamed(m_mappings[index].inherits, model.name).relationships;
    for (const RelationshipMapping& mapping : m_mappings[index].relationships) {
      if (model.attribute(mapping.name) || model.relationship(mapping.name)) refuse("model " + model.name + " has two things called \"" + mapping.name + "\"");
      const Model& target = modelNamed(mapping.to, model.name + "." + mapping.name);
      Relationship relationship;
      relationship.name = mapping.name;
      relationship.target = target.name;
      relationship.backPopulates = mapping.backPopulates;
      relationship.postUpdate = mapping.postUpdate;
      relationship.cascade = mapping.cascade;
      relationship.loading = mapping.loading;
      relationship.collection = mapping.collection;
      relationship.orderBy = mapping.orderBy;
      relationship.passiveDeletes = mapping.passiveDeletes;
      relationship.singleParent = mapping.singleParent;
      JoinFinder(*m_metadata, model.name, tableOf(model), tableOf(target)).complete(mapping, relationship);
      referToTop(model, relationship.localColumns);
      referToTop(target, relationship.remoteColumns);
      checkOptions(model, target, relationship);
      model.relationships.push_back(std::move(relationship));
    }
  }

  /// The key of a table below another is known as the key of the one above.
  static void referToTop(const Model& model, std::vector<std::string>& columns) {
    for (const ModelPart& part : model.parts) {
      for (std::string& column : columns) {
        const auto found = std::ranges::find(part.keyColumns, column);
        if (found != part.keyColumns.end()) column = model.parts.front().keyColumns[static_cast<std::size_t>(found - part.keyColumns.begin())];
      }
    }
  }

  /// The table as the metadata has it, whatever key the model names.
  const schema::Table& tableOf(const Model& model) const { return *m_metadata->find(model.table->name); }

  const Model& modelNamed(const std::string& name, const std::string& where) const {
    const auto found = std::ranges::find(m_models, name, &Model::name);
    if (found != m_models.end()) return *found;
    std::vector<std::string> names;
    for (const Model& model : m_models) names.push_back(model.name);
    refuse(where + ": there is no model called \"" + name + "\"", nearestNamesHint(name, names));
  }

  static void checkOptions(const Model& model, const Model& target, const Relationship& relationship) {
    const std::string where = model.name + "." + relationship.name;
    const bool isKeyed = relationship.collection.kind == CollectionKind::Kind::Keyed;
    if (isKeyed && !target.attribute(relationship.collection.keyAttribute))
      refuse(where + ": " + target.name + " has no attribute \"" + relationship.collection.keyAttribute + "\" to key the collection by", nearestNamesHint(relationship.collection.keyAttribute, target.attributeNames()));
    const bool mayShareChildren = relationship.kind == Kind::ManyToOne || relationship.kind == Kind::ManyToMany;
    if (relationship.cascade.deleteOrphan && mayShareChildren && !relationship.singleParent)
      refuse(where + ": delete-orphan needs related records that have one parent", "Set single parent, or put the cascade on the side of the one.");
  }

  void checkBackReference(const Model& model, const Relationship& relationship) const {
    if (relationship.backPopulates.empty()) return;
    const std::string where = model.name + "." + relationship.name;
    const Model& target = modelNamed(relationship.target, where);
    const Relationship* back = target.relationship(relationship.backPopulates);
    if (back == nullptr) refuse(where + ": " + target.name + " has no relationship \"" + relationship.backPopulates + "\"", nearestNamesHint(relationship.backPopulates, target.relationshipNames()));
    if (!model.isA(back->target)) refuse(where + ": " + target.name + "." + back->name + " leads to " + back->target + ", not back here");
    if (back->ownsForeignKey() && relationship.ownsForeignKey()) refuse(where + " and " + target.name + "." + back->name + " are both the many side of one", "Name the remote side of the one that leads to the parent.");
  }

  std::shared_ptr<const schema::MetaData> m_metadata;
  const std::vector<ModelMapping>& m_mappings;
  std::vector<Model> m_models;
};

}  // namespace

std::shared_ptr<const Registry> mapModels(std::shared_ptr<const schema::MetaData> metadata, const std::vector<ModelMapping>& mappings) {
  return Mapper(std::move(metadata), mappings).build();
}

}  // namespace joinery
