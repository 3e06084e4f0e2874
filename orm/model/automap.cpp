// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/automap.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "orm/model/foreign_key_graph.h"
#include "orm/model/label.h"
#include "orm/model/link_table.h"
#include "orm/model/names.h"
#include "orm/model/relationship_names.h"

namespace joinery {

namespace {

using Kind = Relationship::Kind;

class Automap {
 public:
  Automap(std::shared_ptr<const schema::MetaData> metadata, bool ignoreCase)
      : m_metadata(std::move(metadata)), m_ignoreCase(ignoreCase), m_edges(foreignKeyGraph(*m_metadata, ignoreCase)) {}

  std::shared_ptr<const Registry> build() {
    makeModels();
    addManyToOne();
    addOneToMany();
    addManyToMany();
    auto registry = std::make_shared<Registry>(m_metadata, m_ignoreCase);
    for (Model& model : m_models) registry->add(std::move(model));
    return registry;
  }

 private:
  const std::string& tableName(std::size_t table) const { return m_models[table].table->name.name; }

  void makeModels() {
    const std::vector<std::string> names = modelNames();
    for (std::size_t i = 0; i < names.size(); ++i) m_models.push_back(makeModel(names[i], m_metadata->tables()[i]));
    for (const ForeignKeyEdge& edge : m_edges) markForeignKey(m_models[edge.table], edge);
    for (Model& model : m_models) {
      model.label = chooseLabel(model);
      m_names.emplace_back(model, m_ignoreCase);
    }
  }

  /// The table's own name; where several schemas have it, those outside the default schema add theirs.
  std::vector<std::string> modelNames() const {
    const auto fold = [&](const std::string& name) { return foldName(name, m_ignoreCase); };
    std::unordered_map<std::string, int> uses;
    for (const auto& table : m_metadata->tables()) ++uses[fold(table->name.name)];
    std::vector<std::string> names;
    std::unordered_set<std::string> taken;
    for (const auto& table : m_metadata->tables()) {
      const QualifiedName& full = table->name;
      const bool isDefault = full.schema.empty() || full.schema == m_metadata->defaultSchema;
      const std::string wanted = isDefault || uses[fold(full.name)] == 1 ? full.name : full.toString();
      std::string name = wanted;
      for (int number = 2; !taken.insert(fold(name)).second; ++number) name = wanted + "_" + std::to_string(number);
      names.push_back(std::move(name));
    }
    return names;
  }

  Model makeModel(const std::string& name, std::shared_ptr<const schema::Table> table) const {
    Model model;
    model.name = name;
    model.table = std::move(table);
    model.namesIgnoreCase = m_ignoreCase;
    for (const schema::Column& column : model.table->columns) model.attributes.push_back({column.name, column});
    const std::vector<std::string> key = model.keyAttributes();
    for (Attribute& attribute : model.attributes) attribute.isKey = std::ranges::find(key, attribute.name) != key.end();
    return model;
  }

  static void markForeignKey(Model& model, const ForeignKeyEdge& edge) {
    for (Attribute& attribute : model.attributes)
      if (std::ranges::find(edge.columns, attribute.column.name) != edge.columns.end()) attribute.isForeignKey = true;
  }

  void addManyToOne() {
    for (const ForeignKeyEdge& edge : m_edges) {
      const std::string& referred = tableName(edge.referredTable);
      Relationship relationship;
      relationship.name = m_names[edge.table].take(manyToOneName(edge, referred), referred);
      relationship.kind = Kind::ManyToOne;
      relationship.target = m_models[edge.referredTable].name;
      relationship.localColumns = edge.columns;
      relationship.remoteColumns = edge.referredColumns;
      relationship.postUpdate = edge.isInCycle && edge.isNullable;
      m_manyToOne.push_back(m_models[edge.table].relationships.size());
      m_models[edge.table].relationships.push_back(std::move(relationship));
    }
  }

  void addOneToMany() {
    std::map<std::pair<std::size_t, std::size_t>, int> references;
    for (const ForeignKeyEdge& edge : m_edges) ++references[{edge.table, edge.referredTable}];
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
      const ForeignKeyEdge& edge = m_edges[i];
      Relationship& manyToOne = manyToOneOf(i);
      NameSpace& names = m_names[edge.referredTable];
      const std::string& table = tableName(edge.table);
      const bool isPlain = references[{edge.table, edge.referredTable}] == 1 && names.isFree(table);
      Relationship relationship;
      relationship.name = names.take(isPlain ? table : table + "_" + manyToOne.name, tableName(edge.referredTable));
      relationship.kind = edge.isUnique ? Kind::OneToOne : Kind::OneToMany;
      relationship.target = m_models[edge.table].name;
      relationship.localColumns = edge.referredColumns;
      relationship.remoteColumns = edge.columns;
      relationship.backPopulates = manyToOne.name;
      manyToOne.backPopulates = relationship.name;
      m_models[edge.referredTable].relationships.push_back(std::move(relationship));
    }
  }

  Relationship& manyToOneOf(std::size_t edge) {
    return m_models[m_edges[edge].table].relationships[m_manyToOne[edge]];
  }

  /// The edges of one table stand together, so each table is looked at once.
  void addManyToMany() {
    for (std::size_t first = 0, end = 0; first < m_edges.size(); first = end) {
      std::vector<const ForeignKeyEdge*> own;
      for (end = first; end < m_edges.size() && m_edges[end].table == m_edges[first].table; ++end)
        own.push_back(&m_edges[end]);
      if (const auto linked = linkedKeys(*m_models[m_edges[first].table].table, own, m_ignoreCase))
        addLink(first + linked->first, first + linked->second);
    }
  }

  void addLink(std::size_t left, std::size_t right) {
    const std::size_t here = m_edges[left].referredTable;
    const std::size_t there = m_edges[right].referredTable;
    Relationship forth = linkSide(left, right);
    Relationship back = linkSide(right, left);
    forth.backPopulates = back.name;
    back.backPopulates = forth.name;
    m_models[here].relationships.push_back(std::move(forth));
    m_models[there].relationships.push_back(std::move(back));
  }

  /// The collection on the side that the foreign key `near` refers to, of what the key `far` refers to.
  Relationship linkSide(std::size_t near, std::size_t far) {
    const ForeignKeyEdge& nearEdge = m_edges[near];
    const ForeignKeyEdge& farEdge = m_edges[far];
    for (Relationship& toLinks : m_models[nearEdge.referredTable].relationships) toLinks.isOfLinks |= toLinks.name == manyToOneOf(near).backPopulates;
    Relationship relationship;
    relationship.name = takeLinkName(nearEdge, farEdge, manyToOneOf(far).name);
    relationship.kind = Kind::ManyToMany;
    relationship.target = m_models[farEdge.referredTable].name;
    relationship.localColumns = nearEdge.referredColumns;
    relationship.remoteColumns = farEdge.referredColumns;
    relationship.linkTable = m_models[nearEdge.table].table->name;
    relationship.linkLocalColumns = nearEdge.columns;
    relationship.linkRemoteColumns = farEdge.columns;
    return relationship;
  }

  std::string takeLinkName(const ForeignKeyEdge& near, const ForeignKeyEdge& far, const std::string& farName) {
    NameSpace& names = m_names[near.referredTable];
    const std::string& link = tableName(near.table);
    const std::string& farTable = tableName(far.referredTable);
    if (near.referredTable == far.referredTable) return names.take(link + "_" + farName, farTable);
    return names.take(names.isFree(farTable) ? farTable : farTable + "_via_" + link, farTable);
  }

  std::shared_ptr<const schema::MetaData> m_metadata;
  bool m_ignoreCase;
  std::vector<ForeignKeyEdge> m_edges;
  std::vector<Model> m_models;    // by the position of the table in the metadata
  std::vector<NameSpace> m_names;  // likewise
  std::vector<std::size_t> m_manyToOne;  // by edge: where it stands among its model's relationships
};

}  // namespace

std::shared_ptr<const Registry> automap(std::shared_ptr<const schema::MetaData> metadata, bool namesIgnoreCase) {
  return Automap(std::move(metadata), namesIgnoreCase).build();
}

}  // namespace joinery
