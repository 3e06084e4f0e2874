// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/reading/joined_loader.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/value_identity.h"
#include "orm/model/names.h"
#include "orm/query/filter_document.h"
#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

std::size_t attributeIndexOf(const Model& model, const std::string& column) {
  const Attribute* attribute = model.attributeOfColumn(column);
  if (attribute == nullptr) throw DbError(ErrorKind::InvalidRequest, model.name + " maps no column \"" + column + "\"");
  return static_cast<std::size_t>(attribute - model.attributes.data());
}

std::size_t requestedAttribute(const Model& model, const std::string& name) {
  const int index = model.attributeIndex(name);
  if (index >= 0) return static_cast<std::size_t>(index);
  DbError error(ErrorKind::InvalidRequest, model.name + " has no attribute \"" + name + "\"");
  error.hint = nearestNamesHint(name, model.attributeNames());
  throw error;
}

}  // namespace

bool isJoinable(const Relationship& relationship, const Registry& registry) {
  if (relationship.isToMany()) return false;
  const Model& target = registry.target(relationship);
  return target.table != nullptr && target.table->isUnique(relationship.remoteColumns);
}

sql::Expression pruneCondition(const LoadContext& context, const std::string& path, const Model& model, const std::string& alias) {
  const auto found = context.prune.find(foldName(path, context.registry.namesIgnoreCase()));
  return found == context.prune.end() ? sql::Expression() : compileFilter(found->second, context.registry, model, alias);
}

std::string joinedPath(const std::string& path, const Relationship& relationship) {
  return path.empty() ? relationship.name : path + "." + relationship.name;
}

JoinedLoader::JoinedLoader(const LoadContext& context, const JoinTree& tree, std::string path, std::string alias,
                           const std::vector<std::string>& attributes)
    : m_context(context) {
  addNode(tree, std::move(path), std::move(alias), 0, attributes);
}

void JoinedLoader::addNode(const JoinTree& tree, std::string path, std::string alias, std::size_t parent,
                           const std::vector<std::string>& attributes) {
  Node node;
  node.tree = &tree;
  node.path = std::move(path);
  node.alias = std::move(alias);
  node.parent = parent;
  node.columns = std::make_shared<LoadedRecord::Columns>(tree.model->attributes.size(), LoadedRecord::kNotLoaded);
  for (const std::string& name : tree.model->keyAttributes())
    node.keyAttributes.push_back(static_cast<std::size_t>(tree.model->attributeIndex(name)));
  addColumns(node, attributes);
  m_nodes.push_back(std::move(node));
  addChildren(m_nodes.size() - 1);
}

void JoinedLoader::addColumns(Node& node, const std::vector<std::string>& attributes) {
  const Model& model = *node.tree->model;
  std::set<std::size_t> shown(node.keyAttributes.begin(), node.keyAttributes.end());
  for (const std::string& name : attributes) shown.insert(requestedAttribute(model, name));
  std::set<std::size_t> needed;
  for (const JoinTree& child : node.tree->children)
    for (const std::string& column : child.relationship->knownBy()) needed.insert(attributeIndexOf(model, column));
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    const bool isShown = attributes.empty() || shown.contains(i);
    if (!isShown && !needed.contains(i)) continue;
    const int column = addColumn(node, model.attributes[i]);
    (*node.columns)[i] = isShown ? column : LoadedRecord::hidden(column);
  }
  if (m_nodes.empty()) return;
  for (const std::string& column : node.tree->relationship->remoteColumns)
    node.presence.push_back((*node.columns)[attributeIndexOf(model, column)]);
}

int JoinedLoader::addColumn(const Node& node, const Attribute& attribute) {
  const std::string label = m_nodes.empty() ? attribute.name : node.alias + "." + attribute.name;
  m_columns.push_back(attributeExpression(attribute, node.alias).as(label));
  return static_cast<int>(m_columns.size()) - 1;
}

void JoinedLoader::addChildren(std::size_t parent) {
  const JoinTree& tree = *m_nodes[parent].tree;
  for (const JoinTree& child : tree.children) {
    std::string path = joinedPath(m_nodes[parent].path, *child.relationship);
    if (!isJoinable(*child.relationship, m_context.registry)) {
      m_nodes[parent].collections.push_back(m_collections.size());
      m_collections.push_back({&child, std::move(path), {}});
      continue;
    }
    std::string alias = "j" + std::to_string(m_nodes.size());
    if (sameName(alias, m_nodes.front().alias, true)) alias = "_" + alias;
    addNode(child, std::move(path), std::move(alias), parent, {});
  }
}

sql::FromItem JoinedLoader::from(sql::FromItem root) const {
  for (std::size_t i = 1; i < m_nodes.size(); ++i)
    root = root.leftJoin(modelSource(*m_nodes[i].tree->model, m_nodes[i].alias), joinCondition(m_nodes[i]));
  return root;
}

sql::Expression JoinedLoader::joinCondition(const Node& node) const {
  const Relationship& relationship = *node.tree->relationship;
  const Node& parent = m_nodes[node.parent];
  std::vector<sql::Expression> conditions;
  for (std::size_t i = 0; i < relationship.localColumns.size(); ++i)
    conditions.push_back(sql::eq(sql::column(parent.alias, relationship.localColumns[i]),
                                 sql::column(node.alias, relationship.remoteColumns[i])));
  conditions.push_back(criterionOf(relationship, parent.alias, node.alias));
  conditions.push_back(pruneCondition(m_context, node.path, *node.tree->model, node.alias));
  return sql::and_(std::move(conditions));
}

std::vector<sql::Expression> JoinedLoader::columns() const { return m_columns; }

std::vector<sql::OrderBy> JoinedLoader::keyOrder() const {
  const Node& root = m_nodes.front();
  std::vector<sql::OrderBy> order;
  for (const std::size_t attribute : root.keyAttributes) {
    const schema::Column& column = root.tree->model->attributes[attribute].column;
    order.push_back({sql::column(root.alias, column.name, column.type)});
  }
  return order;
}

std::vector<std::shared_ptr<LoadedRecord>> JoinedLoader::read(const std::shared_ptr<const RowBatch>& batch) {
  std::vector<std::shared_ptr<LoadedRecord>> roots;
  roots.reserve(batch->rows());
  std::vector<std::shared_ptr<LoadedRecord>> ofRow(m_nodes.size());
  for (std::size_t row = 0; row < batch->rows(); ++row) {
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
      const bool hasParent = i == 0 || ofRow[m_nodes[i].parent] != nullptr;
      ofRow[i] = hasParent ? record(m_nodes[i], batch, row) : nullptr;
      if (i == 0 || !hasParent) continue;
      std::vector<std::shared_ptr<LoadedRecord>> one;
      if (ofRow[i]) one.push_back(ofRow[i]);
      ofRow[m_nodes[i].parent]->setRelated(*m_nodes[i].tree->relationship, std::move(one));
    }
    roots.push_back(ofRow.front());
  }
  return roots;
}

std::shared_ptr<LoadedRecord> JoinedLoader::record(Node& node, const std::shared_ptr<const RowBatch>& batch, std::size_t row) {
  const auto isNull = [&](int column) { return batch->at(row, static_cast<std::size_t>(column)).isNull(); };
  if (std::ranges::any_of(node.presence, isNull)) return nullptr;
  std::string identity;
  for (const std::size_t attribute : node.keyAttributes)
    appendIdentity(identity, batch->at(row, static_cast<std::size_t>((*node.columns)[attribute])));
  std::shared_ptr<LoadedRecord> made;
  std::shared_ptr<LoadedRecord>& place = identity.empty() ? made : node.records[std::move(identity)];
  if (place) return place;
  place = std::make_shared<LoadedRecord>(*node.tree->model, batch, row, node.columns);
  for (const std::size_t collection : node.collections) m_collections[collection].parents.push_back(place);
  return place;
}

}  // namespace joinery
