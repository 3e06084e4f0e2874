// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/model_select.h"

#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

const Attribute& attributeAt(const Model& model, const std::string& name) {
  if (const Attribute* attribute = model.attribute(name)) return *attribute;
  DbError error(ErrorKind::InvalidRequest, model.name + " has no column \"" + name + "\"");
  error.hint = nearestNamesHint(name, model.attributeNames());
  throw error;
}

}  // namespace

sql::Expression attributeColumn(const Attribute& attribute, const std::string& alias) {
  return attributeExpression(attribute, alias).as(attribute.name);
}

sql::Select selectModel(const Model& model, const std::string& alias,
                        const std::optional<std::vector<std::string>>& attributes) {
  std::vector<sql::Expression> columns;
  for (const std::string& name : attributes ? *attributes : model.attributeNames())
    columns.push_back(attributeColumn(attributeAt(model, name), alias));
  return sql::Select(std::move(columns)).from(sql::table(model.table->name, alias));
}

}  // namespace joinery
