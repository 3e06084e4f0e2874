// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/subtree.h"

#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/operators.h"
#include "orm/sql/select.h"

namespace joinery {

namespace {

constexpr const char* kTree = "subtree";
constexpr const char* kBranch = "branch";
constexpr const char* kRow = "node";

std::vector<std::string> keyColumns(const Model& model) {
  std::vector<std::string> names;
  for (const std::string& name : model.keyAttributes()) names.push_back(model.attribute(name)->column.name);
  return names;
}

std::vector<sql::Expression> columnsOf(const std::string& alias, const std::vector<std::string>& names) {
  std::vector<sql::Expression> columns;
  for (const std::string& name : names) columns.push_back(sql::column(alias, name));
  return columns;
}

void check(const Model& model, const Relationship& relationship, std::size_t keyLength) {
  if (relationship.target != model.name || relationship.kind == Relationship::Kind::ManyToMany)
    throw DbError(ErrorKind::InvalidRequest, model.name + "." + relationship.name + " does not lead from rows of a table to rows of the same by a foreign key");
  const std::size_t length = model.keyAttributes().size();
  if (length != keyLength) throw DbError(ErrorKind::InvalidRequest, "a key of " + model.name + " has " + std::to_string(length) + " values, not " + std::to_string(keyLength));
}

sql::Expression isRow(const Model& model, const std::vector<Value>& key) {
  std::vector<sql::Expression> pairs;
  const std::vector<std::string> names = model.keyAttributes();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const schema::Column& column = model.attribute(names[i])->column;
    pairs.push_back(sql::eq(sql::column(kRow, column.name, column.type), sql::bind(key[i], column.type)));
  }
  return sql::and_(std::move(pairs));
}

}  // namespace

sql::Expression isInSubtree(const Model& model, const Relationship& relationship, const std::string& alias, const std::vector<Value>& key) {
  check(model, relationship, key.size());
  const std::vector<std::string> keys = keyColumns(model);
  std::vector<std::string> names = keys;
  for (const std::string& name : relationship.localColumns)
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  const sql::FromItem rows = sql::table(model.table->name, kRow);
  const sql::Select root = sql::Select(columnsOf(kRow, names)).from(rows).where(isRow(model, key));
  const sql::Select below = sql::Select(columnsOf(kRow, names)).from(rows.join(sql::cteReference(kTree, kBranch), relatedBy(relationship, kBranch, kRow)));
  const auto tree = std::make_shared<const sql::Select>(root.combine(sql::Select::SetOperator::Union, below));
  const sql::Select found = sql::Select(columnsOf(kBranch, keys)).from(sql::cteReference(kTree, kBranch)).with({kTree, names, tree, true});
  std::vector<sql::Expression> own = columnsOf(alias, keys);
  return sql::in(own.size() == 1 ? own.front() : sql::tuple(std::move(own)), found);
}

}  // namespace joinery
