// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/session/assignments.h"

#include <functional>

#include "orm/core/db_error.h"
#include "orm/model/fitting.h"
#include "orm/model/names.h"
#include "orm/sql/operators.h"

namespace joinery {

std::size_t Assignments::indexOf(const Model& model, const std::string& attribute) {
  const int index = model.attributeIndex(attribute);
  if (index >= 0) return static_cast<std::size_t>(index);
  DbError error(ErrorKind::InvalidRequest, model.name + " has no attribute \"" + attribute + "\"");
  error.hint = nearestNamesHint(attribute, model.attributeNames());
  throw error;
}

std::optional<Value> Assignments::programDefault(const DefaultSource& source) {
  if (const Value* constant = std::get_if<Value>(&source)) return *constant;
  if (const auto* make = std::get_if<std::function<Value()>>(&source)) return (*make)();
  return {};
}

Assignments Assignments::ofUpdate(const Model& model, const Values& values, const Computed& computed) {
  Assignments made;
  for (const auto& [attribute, expression] : computed) made.expressions.emplace(indexOf(model, attribute), expression);
  for (const auto& [attribute, value] : values) {
    const std::size_t index = indexOf(model, attribute);
    requireFitting(model, model.attributes[index], value);
    made.values.insert_or_assign(index, value);
  }
  for (std::size_t i = 0; i < model.attributes.size(); ++i) {
    if (made.contains(i)) continue;
    const DefaultSource& source = model.attributes[i].onUpdate;
    if (const auto value = programDefault(source)) made.values.emplace(i, *value);
    else if (const auto* expression = std::get_if<sql::Expression>(&source)) made.expressions.emplace(i, *expression);
  }
  if (model.versionAttribute.empty()) return made;
  const std::size_t version = indexOf(model, model.versionAttribute);
  if (made.contains(version)) return made;
  // Whoever read the row before must learn that it is another one now.
  const schema::Column& column = model.attributes[version].column;
  made.expressions.emplace(version, sql::add(sql::column(model.table->name.name, column.name, column.type), sql::integerLiteral(1)));
  return made;
}

std::vector<std::pair<std::string, sql::Expression>> Assignments::clauses(const Model& model) const {
  std::vector<std::pair<std::string, sql::Expression>> set;
  for (const auto& [attribute, expression] : expressions) set.emplace_back(model.attributes[attribute].column.name, expression);
  for (const auto& [attribute, value] : values) set.emplace_back(model.attributes[attribute].column.name, sql::bind(value, model.attributes[attribute].column.type));
  return set;
}

}  // namespace joinery
