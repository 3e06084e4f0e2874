// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables.h"

namespace joinery::example {

schema::Column column(const std::string& name, TypeKind kind, const std::string& declared) {
  schema::Column made;
  made.name = name;
  made.type = ValueType::of(kind);
  made.type.declared = declared;
  return made;
}

schema::Column required(schema::Column column) {
  column.nullable = false;
  return column;
}

schema::Column integer(const std::string& name) { return column(name, TypeKind::Integer, "INTEGER"); }

schema::Column text(const std::string& name) { return column(name, TypeKind::Text, "VARCHAR(50)"); }

schema::Table table(const std::string& name, std::vector<schema::Column> columns, const std::vector<std::string>& key) {
  schema::Table made;
  made.name = QualifiedName(name);
  made.columns = std::move(columns);
  made.primaryKey = schema::UniqueKey{{}, key};
  return made;
}

schema::ForeignKey refers(const std::string& column, const std::string& table, const std::string& referred) {
  schema::ForeignKey made;
  made.columns = {column};
  made.referredTable = QualifiedName(table);
  made.referredColumns = {referred};
  return made;
}

RelationshipMapping related(const std::string& name, const std::string& to, const std::string& back) {
  RelationshipMapping made;
  made.name = name;
  made.to = to;
  made.backPopulates = back;
  return made;
}

}  // namespace joinery::example
