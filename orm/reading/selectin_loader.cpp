// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/reading/selectin_loader.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/core/value_identity.h"
#include "orm/engine/execution.h"
#include "orm/query/model_select.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

constexpr const char* kLink = "link";
constexpr const char* kParent = "parent";
constexpr const char* kRanked = "ranked";
constexpr const char* kPlace = "parent.place";

/// The name of the children's table in its own SELECT: never one of ours.
std::string childAlias(const Model& model) { return model.table->name.name + "_"; }

sql::Expression equal(const std::string& left, const std::vector<std::string>& leftColumns, const std::string& right,
                      const std::vector<std::string>& rightColumns) {
  std::vector<sql::Expression> conditions;
  for (std::size_t i = 0; i < leftColumns.size(); ++i)
    conditions.push_back(sql::eq(sql::column(left, leftColumns[i]), sql::column(right, rightColumns[i])));
  return sql::and_(std::move(conditions));
}

/// Whether equal values of two columns have equal bytes: then a child's own foreign key says which parent it belongs to.
bool sameBytes(const schema::Column* left, const schema::Column* right) {
  if (left == nullptr || right == nullptr || !left->collation.empty() || !right->collation.empty()) return false;
  const TypeKind kind = left->type.kind;
  if (kind != right->type.kind || kind == TypeKind::Numeric || kind == TypeKind::Real) return false;
  return kind == TypeKind::Integer || left->type.declared == right->type.declared;
}

}  // namespace

SelectinLoader::SelectinLoader(const LoadContext& context, const JoinTree& tree, std::string path, std::optional<std::size_t> mostChildren)
    : m_context(context), m_tree(tree), m_relationship(*tree.relationship), m_path(std::move(path)), m_mostChildren(mostChildren) {}

void SelectinLoader::loadAll(const LoadContext& context, const std::vector<JoinedLoader::Collection>& collections) {
  for (const JoinedLoader::Collection& collection : collections)
    SelectinLoader(context, *collection.tree, collection.path).load(collection.parents);
}

void SelectinLoader::load(const std::vector<std::shared_ptr<LoadedRecord>>& parents) {
  if (parents.empty()) return;
  m_parentModel = &parents.front()->model();
  group(parents);
  JoinedLoader loader(m_context, m_tree, m_path, childAlias(*m_tree.model));
  for (std::size_t first = 0; first < m_groups.size(); first += kParentsPerStatement)
    loadGroups(first, std::min(first + kParentsPerStatement, m_groups.size()), loader);
  for (Group& each : m_groups) {
    for (std::size_t i = 1; i < each.parents.size(); ++i) each.parents[i]->setRelated(m_relationship, each.children);
    each.parents.front()->setRelated(m_relationship, std::move(each.children));
  }
  loadAll(m_context, loader.collections());
}

void SelectinLoader::group(const std::vector<std::shared_ptr<LoadedRecord>>& parents) {
  std::vector<std::size_t> attributes;
  for (const std::string& column : m_relationship.localColumns)
    attributes.push_back(static_cast<std::size_t>(m_parentModel->attributeOfColumn(column) - m_parentModel->attributes.data()));
  for (const std::shared_ptr<LoadedRecord>& parent : parents) {
    std::string identity;
    bool refersToNothing = false;
    for (const std::size_t attribute : attributes) {
      if (!parent->hasCell(attribute))
        throw DbError(ErrorKind::InvalidRequest, m_parentModel->attributes[attribute].name + " of " + m_parentModel->name +
                                                     " was not loaded, so " + m_relationship.name + " can't be");
      refersToNothing = refersToNothing || parent->cell(attribute).isNull();
      appendIdentity(identity, parent->cell(attribute));
    }
    if (refersToNothing || !refersHere(*parent)) {
      parent->setRelated(m_relationship, {});
      continue;
    }
    const auto [place, isNew] = m_byKey.emplace(std::move(identity), m_groups.size());
    if (isNew) {
      Group& added = m_groups.emplace_back();
      for (const std::size_t attribute : attributes) added.key.emplace_back(parent->cell(attribute));
    }
    m_groups[place->second].parents.push_back(parent);
  }
}

/// Whether what a row refers to is of the kind that the relationship leads to.
bool SelectinLoader::refersHere(const LoadedRecord& parent) const {
  return !m_relationship.ownsForeignKey() || std::ranges::all_of(m_relationship.criterion, [&](const auto& each) {
    const auto attribute = static_cast<std::size_t>(m_parentModel->attributeOfColumn(each.first) - m_parentModel->attributes.data());
    return parent.hasCell(attribute) && Value(parent.cell(attribute)) == each.second;
  });
}

void SelectinLoader::loadGroups(std::size_t first, std::size_t last, JoinedLoader& loader) {
  m_context.cancelToken.throwIfCancelled();
  const auto batch = fetchAll(m_context.connection, m_context.dialect.compile(statement(first, last, loader)));
  const std::vector<std::shared_ptr<LoadedRecord>> children = loader.read(batch);
  const std::size_t keyBegin = loader.columns().size();
  for (std::size_t row = 0; row < children.size(); ++row) {
    std::string identity;
    for (std::size_t i = 0; i < m_relationship.localColumns.size(); ++i) appendIdentity(identity, batch->at(row, keyBegin + i));
    const auto found = m_byKey.find(identity);
    if (found != m_byKey.end()) m_groups[found->second].children.push_back(children[row]);
  }
}

sql::Select SelectinLoader::statement(std::size_t first, std::size_t last, const JoinedLoader& loader) const {
  std::vector<sql::Expression> groupColumns;
  const sql::FromItem from = source(loader, groupColumns);
  std::vector<sql::Expression> columns = loader.columns();
  for (std::size_t i = 0; i < groupColumns.size(); ++i) columns.push_back(groupColumns[i].as("parent." + std::to_string(i)));
  const std::vector<sql::OrderBy> order = loader.keyOrder();
  const sql::Select select = sql::Select(columns)
                                 .from(from)
                                 .where(groupCondition(first, last, groupColumns))
                                 .where(m_relationship.ownsForeignKey() ? sql::Expression() : criterionOf(m_relationship, {}, childAlias(*m_tree.model)))
                                 .where(pruneCondition(m_context, m_path, *m_tree.model, childAlias(*m_tree.model)));
  if (!m_mostChildren) return select.orderBy(order);
  if (last - first == 1) return select.orderBy(order).limit(static_cast<std::int64_t>(*m_mostChildren));
  return limited(select, columns, groupColumns, order);
}

/// The children's table with what joins to it; the columns that say whose child a row is come from the nearest table
/// whose bytes are the parents' own.
sql::FromItem SelectinLoader::source(const JoinedLoader& loader, std::vector<sql::Expression>& groupColumns) const {
  const bool isLinked = m_relationship.kind == Relationship::Kind::ManyToMany;
  const std::string child = childAlias(*m_tree.model);
  sql::FromItem from = modelSource(*m_tree.model, child);
  std::string near = child;
  std::vector<std::string> nearColumns = m_relationship.remoteColumns;
  if (isLinked) {
    from = from.join(sql::table(m_relationship.linkTable, kLink), equal(kLink, m_relationship.linkRemoteColumns, child, m_relationship.remoteColumns));
    near = kLink;
    nearColumns = m_relationship.linkLocalColumns;
  }
  if (!comparesByBytes()) {
    from = from.join(modelSource(*m_parentModel, kParent), equal(kParent, m_relationship.localColumns, near, nearColumns));
    near = kParent;
    nearColumns = m_relationship.localColumns;
  }
  for (std::size_t i = 0; i < nearColumns.size(); ++i)
    groupColumns.push_back(sql::column(near, nearColumns[i], m_parentModel->attributeOfColumn(m_relationship.localColumns[i])->column.type));
  return loader.from(from);
}

bool SelectinLoader::comparesByBytes() const {
  const bool isLinked = m_relationship.kind == Relationship::Kind::ManyToMany;
  const auto near = isLinked ? m_context.registry.metadata().find(m_relationship.linkTable) : m_tree.model->table;
  const std::vector<std::string>& columns = isLinked ? m_relationship.linkLocalColumns : m_relationship.remoteColumns;
  // Joined to parents that share a key, each child would come once for each of them.
  if (!near || !m_parentModel->table->isUnique(m_relationship.localColumns)) return true;
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (!sameBytes(near->column(columns[i]), m_parentModel->table->column(m_relationship.localColumns[i]))) return false;
  return true;
}

sql::Expression SelectinLoader::groupCondition(std::size_t first, std::size_t last, const std::vector<sql::Expression>& groupColumns) const {
  std::vector<sql::Expression> keys;
  for (std::size_t i = first; i < last; ++i) {
    std::vector<sql::Expression> key;
    for (std::size_t column = 0; column < groupColumns.size(); ++column)
      key.push_back(sql::bind(m_groups[i].key[column], groupColumns[column].type()));
    keys.push_back(key.size() == 1 ? key.front() : sql::tuple(std::move(key)));
  }
  return sql::in(groupColumns.size() == 1 ? groupColumns.front() : sql::tuple(groupColumns), std::move(keys));
}

/// The first children of each parent, by their place among its own.
sql::Select SelectinLoader::limited(const sql::Select& select, const std::vector<sql::Expression>& columns,
                                    const std::vector<sql::Expression>& groupColumns, const std::vector<sql::OrderBy>& order) const {
  const sql::Expression place = sql::over(sql::function("row_number", {}), groupColumns, order);
  const sql::Select inner = select.addColumn(place.as(kPlace));
  std::vector<sql::Expression> outer;
  for (const sql::Expression& column : columns) outer.push_back(sql::column(kRanked, column.label(), column.type()).as(column.label()));
  return sql::Select(outer)
      .from(sql::subqueryAs(inner, kRanked))
      .where(sql::lte(sql::column(kRanked, kPlace), sql::integerLiteral(static_cast<std::int64_t>(*m_mostChildren))))
      .orderBy({{sql::column(kRanked, kPlace)}});
}

}  // namespace joinery
