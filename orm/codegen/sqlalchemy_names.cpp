// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/sqlalchemy_names.h"

#include <algorithm>

#include "orm/codegen/python_text.h"

namespace joinery {

namespace {

/// What such a module imports or defines: no class, table or member may hide it.
const std::set<std::string>& moduleNames() {
  static const std::set<std::string> kNames{
      "ARRAY", "Any", "BIT", "Base", "BigInteger", "Boolean", "CHAR", "CIDR", "CLOB", "CheckConstraint", "Column", "Computed", "DATERANGE", "DDL", "DOUBLE_PRECISION", "Date",
      "DateTime", "Decimal", "DeclarativeBase", "DeclaredType", "Enum", "Float", "ForeignKey", "ForeignKeyConstraint", "HSTORE", "INET", "INT4RANGE", "INT8RANGE", "INTERVAL", "Identity",
      "Index", "Integer", "JSON", "JSONB", "LargeBinary", "List", "MACADDR", "MONEY", "Mapped", "MetaData", "NCHAR", "NUMRANGE", "NVARCHAR", "Numeric", "OID", "Optional", "PerCell",
      "PrimaryKeyConstraint", "REAL", "REGCLASS", "Sequence", "SmallInteger", "String", "TIME", "TIMESTAMP", "TSRANGE", "TSTZRANGE", "TSVECTOR", "Table", "Text", "Time", "UUID",
      "UniqueConstraint", "UserDefinedType", "WriteOnlyMapped", "Uuid", "and_", "bool", "bytes", "date", "datetime", "dict", "event", "float", "int", "json", "list", "mapped_column", "object", "relationship",
      "declarative_base", "str", "text", "time", "timedelta", "type", "uuid", "views"};
  return kNames;
}

/// What a declarative class has already.
const std::set<std::string>& memberNames() {
  static const std::set<std::string> kNames = [] {
    std::set<std::string> names = moduleNames();
    names.insert({"metadata", "registry", "type_annotation_map", "mro"});
    return names;
  }();
  return kNames;
}

}  // namespace

SqlAlchemyNames::SqlAlchemyNames(const Registry& registry) : m_registry(registry), m_taken(moduleNames()) {
  for (const auto& model : registry.models())
    if (isDescribed(*model) && !model->table->columns.empty()) m_models.push_back(model.get());
  std::ranges::sort(m_models, {}, [](const Model* model) { return std::pair(!isClass(*model), model->name); });
  for (const Model* model : m_models) m_names[model] = isClass(*model) ? pythonClassName(model->name, {}, m_taken) : pythonName(model->name, moduleNames(), m_taken);
  for (const Model* model : m_models) nameMembers(*model);
  std::ranges::sort(m_models, {}, [this](const Model* model) { return std::pair(!isClass(*model), of(*model)); });
}

bool SqlAlchemyNames::isClass(const Model& model) {
  return model.table->primaryKey && !model.table->primaryKey->columns.empty() && !model.table->isView();
}

bool SqlAlchemyNames::isShown(const Model& model, const Relationship& relationship) const {
  const Model& target = m_registry.target(relationship);
  if (!isClass(model) || !m_names.contains(&target) || !isClass(target)) return false;
  const Model* link = relationship.linkTable.isEmpty() ? nullptr : m_registry.modelOf(relationship.linkTable);
  if (!relationship.linkTable.isEmpty() && (!link || !m_names.contains(link))) return false;
  const auto has = [](const Model& owner, const std::vector<std::string>& columns) {
    return std::ranges::all_of(columns, [&](const std::string& column) { return owner.attributeOfColumn(column) != nullptr; });
  };
  if (link && !(has(*link, relationship.linkLocalColumns) && has(*link, relationship.linkRemoteColumns))) return false;
  return has(model, relationship.localColumns) && has(target, relationship.remoteColumns);
}

std::string SqlAlchemyNames::take(const std::string& wanted) { return pythonName(wanted, moduleNames(), m_taken); }

void SqlAlchemyNames::nameMembers(const Model& model) {
  std::set<std::string> taken;
  for (const Attribute& attribute : model.attributes)
    if (!attribute.expression) m_members[{&model, attribute.name}] = pythonName(attribute.name, memberNames(), taken);
  for (const Relationship& relationship : model.relationships)
    if (isShown(model, relationship)) m_members[{&model, relationship.name}] = pythonName(relationship.name, memberNames(), taken);
}

}  // namespace joinery
