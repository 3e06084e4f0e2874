// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/schema/type_map.h"

#include <algorithm>
#include <memory>

#include "orm/core/db_error.h"
#include "orm/core/nearest_names.h"

namespace joinery::schema {
namespace {

// What VARCHAR counts is characters.
int characters(std::string_view utf8) {
  return static_cast<int>(std::ranges::count_if(utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

}  // namespace

TypeMap& TypeMap::add(std::string name, Column column) {
  m_columns.insert_or_assign(std::move(name), std::move(column));
  return *this;
}

TypeMap& TypeMap::addLiteral(std::string name, std::vector<std::string> labels) {
  if (labels.empty()) throw DbError(ErrorKind::Mapping, "the type " + name + " has no label, so that no row could have a value");
  Column column;
  column.type = ValueType::of(TypeKind::Text);
  column.nullable = false;
  column.type.length = std::max(1, characters(std::ranges::max(labels, {}, characters)));
  column.type.labels = std::make_shared<const std::vector<std::string>>(std::move(labels));
  return add(std::move(name), std::move(column));
}

Column TypeMap::column(std::string columnName, std::string_view type) const {
  const auto found = m_columns.find(type);
  if (found == m_columns.end()) {
    std::vector<std::string> known;
    for (const auto& [name, column] : m_columns) known.push_back(name);
    DbError error(ErrorKind::Mapping, "no type is called " + std::string(type) + ", which the column " + columnName + " is to have");
    error.hint = suggestion(type, known);
    throw error;
  }
  Column column = found->second;
  column.name = std::move(columnName);
  return column;
}

Column TypeMap::optional(std::string columnName, std::string_view type) const {
  Column made = column(std::move(columnName), type);
  made.nullable = true;
  return made;
}

}  // namespace joinery::schema
