// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_object_folding.h"

#include <algorithm>
#include <utility>

#include "orm/dialect/postgresql/postgresql_upkeep.h"

namespace joinery {

QualifiedName PostgresqlObjectFolding::named(const CatalogueRow& row, std::string_view schemaLabel, std::string_view nameLabel) const {
  QualifiedName name(row.text(schemaLabel), row.text(nameLabel));
  if (name.schema == m_metadata.defaultSchema) name.schema.clear();
  return name;
}

void PostgresqlObjectFolding::readSchema(const CatalogueRow& row) {
  if (row.flag("is_default")) m_metadata.defaultSchema = row.text("name");
  m_metadata.schemas.push_back(row.text("name"));
  if (!row.isNull("comment")) m_metadata.schemaComments[row.text("name")] = row.text("comment");
}

/// The labels of every enum are needed for columns; listed are those of the schemas that the user may see, but no extension's.
void PostgresqlObjectFolding::readEnumLabel(const CatalogueRow& row) {
  const bool isListed = row.flag("is_own") && std::ranges::find(m_metadata.schemas, row.text("schema_name")) != m_metadata.schemas.end();
  auto& labels = m_labels[row.integer("type")];
  if (!labels) {
    labels = std::make_shared<std::vector<std::string>>();
    if (isListed) m_metadata.enums.push_back({named(row, "schema_name", "name"), {}, row.text("comment"), postgresqlUpkeep(row)});
  }
  if (row.isNull("label")) return;
  labels->push_back(row.text("label"));
  if (isListed) m_metadata.enums.back().labels.push_back(row.text("label"));
}

void PostgresqlObjectFolding::readDomain(const CatalogueRow& row) {
  if (std::exchange(m_domain, row.integer("domain")) != row.integer("domain")) {
    schema::Domain& domain = m_metadata.domains.emplace_back();
    domain.name = named(row, "schema_name", "name");
    domain.type = postgresqlTypeOf(row, m_labels);
    domain.nullable = !row.flag("required");
    domain.defaultExpression = row.optionalText("expression");
    domain.collation = row.text("collation");
    domain.comment = row.text("comment");
  }
  if (row.isNull("check_name")) return;
  m_metadata.domains.back().checks.push_back({row.text("check_name"), row.text("check_expression"), false, row.flag("is_not_valid"), row.text("check_comment")});
}

void PostgresqlObjectFolding::readSequence(const CatalogueRow& row) {
  schema::Sequence& sequence = m_metadata.sequences.emplace_back();
  sequence.name = named(row, "schema_name", "name");
  sequence.type = row.text("type");
  sequence.options = postgresqlSequenceOptions(row);
  sequence.ownerTable = named(row, "owner_schema", "owner_table");
  sequence.ownerColumn = row.text("owner_column");
  sequence.comment = row.text("comment");
}

void PostgresqlObjectFolding::readRoutine(const CatalogueRow& row) {
  if (std::exchange(m_routine, row.integer("routine")) != row.integer("routine"))
    m_metadata.routines.push_back({named(row, "schema_name", "name"), row.text("arguments"), row.text("definition"), row.flag("is_procedure"), row.text("comment"), {}, postgresqlUpkeep(row)});
  if (!row.isNull("read_name")) m_metadata.routines.back().readsFrom.push_back(named(row, "read_schema", "read_name"));
}

void PostgresqlObjectFolding::readExtension(const CatalogueRow& row) {
  m_metadata.extensions.push_back(row.text("name"));
  const std::string schemaName = row.text("schema_name");
  if (schemaName != m_metadata.defaultSchema) m_metadata.extensionSchemas[row.text("name")] = schemaName;
}

}  // namespace joinery
