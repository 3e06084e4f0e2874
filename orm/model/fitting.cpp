// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/fitting.h"

#include "orm/core/db_error.h"
#include "orm/core/value_fit.h"

namespace joinery {

void requireFitting(const Model& model, const Attribute& attribute, const ValueView& value) {
  const ValueType& type = attribute.column.type;
  if (fits(value, type)) return;
  DbError error(ErrorKind::Data, model.name + "." + attribute.name + " is of type " + shownType(type) + " and does not take " + shownValue(value));
  if (type.labels)
    for (const std::string& label : *type.labels) error.hint += (error.hint.empty() ? "It takes " : ", ") + label;
  throw error;
}

void requireKey(const Model& model, std::span<const Value> key) {
  const std::vector<std::size_t>& places = model.keyIndexes;
  if (places.empty()) throw DbError(ErrorKind::InvalidRequest, model.name + ": " + model.readOnlyReason());
  if (places.size() != key.size()) {
    std::string names, values;
    for (const std::size_t place : places) names += (names.empty() ? "" : ", ") + model.attributes[place].name;
    for (const Value& value : key) values += (values.empty() ? "" : ", ") + shownValue(value);
    throw DbError(ErrorKind::InvalidRequest, "a key of " + model.name + " has " + std::to_string(places.size()) + " values (" + names + "), not " + std::to_string(key.size()) + " (" + values + ")");
  }
  // A cell with a type of its own may hold what its column does not say, unless it is the row's number.
  for (std::size_t i = 0; i < key.size(); ++i) {
    const Attribute& attribute = model.attributes[places[i]];
    if (!attribute.column.type.perCell || attribute.column.generation == schema::Generation::RowId) requireFitting(model, attribute, key[i]);
  }
}

}  // namespace joinery
