// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/model_select.h"

#include "orm/core/db_error.h"
#include "orm/model/names.h"
#include "orm/query/relationship_condition.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

const Attribute& attributeAt(const Model& model, const std::string& name) {
  if (const Attribute* attribute = model.attribute(name)) return *attribute;
  DbError error(ErrorKind::InvalidRequest, model.name + " has no column \"" + name + "\"");
  error.hint = nearestNamesHint(name, model.attributeNames());
  throw error;
}

}  // namespace

sql::FromItem modelSource(const Model& model, const std::string& alias) {
  if (model.parts.empty()) return sql::table(model.table->name, alias);
  const ModelPart& top = model.parts.front();
  sql::FromItem joined = sql::table(top.model->table->name);
  for (const ModelPart& part : model.parts) {
    if (&part == &top) continue;
    const sql::FromItem table = sql::table(part.model->table->name);
    joined = joined.join(table, equalColumns(top.model->table->name.name, top.keyColumns, part.model->table->name.name, part.keyColumns));
  }
  std::vector<sql::Expression> columns;
  for (const Attribute& attribute : model.attributes)
    if (!attribute.expression) columns.push_back(attributeExpression(attribute, model.partOf(attribute.name)->model->table->name.name).as(attribute.column.name));
  return sql::subqueryAs(sql::Select(std::move(columns)).from(joined), alias.empty() ? model.table->name.name : alias);
}

sql::Expression familyCondition(const Registry& registry, const Model& model, const std::string& alias) {
  if (model.lineage.size() < 2) return {};
  const schema::Column& column = model.attribute(model.discriminator)->column;
  std::vector<sql::Expression> identities;
  for (const auto& each : registry.models())
    if (each->isA(model.name) && !each->identity.isNull()) identities.push_back(sql::bind(each->identity, column.type));
  return sql::in(sql::column(alias, column.name, column.type), std::move(identities));
}

sql::Expression attributeColumn(const Attribute& attribute, const std::string& alias) {
  return attributeExpression(attribute, alias).as(attribute.name);
}

sql::Select selectModel(const Model& model, const std::string& alias,
                        const std::optional<std::vector<std::string>>& attributes) {
  std::vector<sql::Expression> columns;
  for (const std::string& name : attributes ? *attributes : model.attributeNames())
    columns.push_back(attributeColumn(attributeAt(model, name), alias));
  return sql::Select(std::move(columns)).from(modelSource(model, alias));
}

}  // namespace joinery
