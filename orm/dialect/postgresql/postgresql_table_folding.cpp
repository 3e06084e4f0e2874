// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_table_folding.h"

#include <utility>

#include "orm/dialect/postgresql/postgresql_upkeep.h"

namespace joinery {
namespace {

schema::ReferentialAction actionFromLetter(char action) {
  switch (action) {
    case 'r':
      return schema::ReferentialAction::Restrict;
    case 'c':
      return schema::ReferentialAction::Cascade;
    case 'n':
      return schema::ReferentialAction::SetNull;
    case 'd':
      return schema::ReferentialAction::SetDefault;
    default:
      return schema::ReferentialAction::NoAction;
  }
}

schema::Generation generationOf(const CatalogueRow& row) {
  const char identity = postgresqlLetter(row, "identity");
  if (identity == 'a') return schema::Generation::IdentityAlways;
  if (identity == 'd') return schema::Generation::IdentityByDefault;
  const char generated = postgresqlLetter(row, "generated");
  if (generated == 's') return schema::Generation::StoredExpression;
  if (generated == 'v') return schema::Generation::VirtualExpression;
  const bool isSerial = row.flag("owns_sequence") && row.text("expression").starts_with("nextval(");
  return isSerial ? schema::Generation::IdentityByDefault : schema::Generation::None;
}

schema::UniqueKey uniqueKeyOf(const CatalogueRow& row) {
  schema::UniqueKey key{row.text("name"), {}, row.flag("is_deferrable"), row.flag("is_deferred"), row.flag("nulls_not_distinct")};
  key.comment = row.text("comment");
  return key;
}

void readUniqueKeyPart(schema::UniqueKey& key, const CatalogueRow& row) { (row.flag("is_included") ? key.included : key.columns).push_back(row.text("column_name")); }

schema::Index indexOf(const CatalogueRow& row) {
  schema::Index index;
  index.name = row.text("name");
  index.unique = row.flag("is_unique");
  index.method = row.text("method");
  index.definition = row.text("definition");
  index.predicate = row.text("predicate");
  index.nullsNotDistinct = row.flag("nulls_not_distinct");
  index.inherited = row.flag("is_inherited");
  index.options = postgresqlLines(row, "options");
  index.comment = row.text("comment");
  return index;
}

schema::Index::Part indexPartOf(const CatalogueRow& row) {
  schema::Index::Part part{row.text("column_name"), row.text("expression"), row.flag("is_descending"), row.text("collation"), row.text("operator_class")};
  if (row.flag("has_nulls_first") != part.descending) part.nullsFirst = row.flag("has_nulls_first");
  return part;
}

std::string withoutEnd(std::string text, std::string_view end) {
  if (text.ends_with(end)) text.resize(text.size() - end.size());
  return text;
}

schema::ExclusionConstraint exclusionOf(const CatalogueRow& row) {
  schema::ExclusionConstraint made{row.text("name"), row.text("expression"), row.flag("is_deferrable"), row.flag("is_deferred"), row.text("comment")};
  made.definition = withoutEnd(withoutEnd(std::move(made.definition), " INITIALLY DEFERRED"), " DEFERRABLE");
  return made;
}

}  // namespace

schema::TableKind postgresqlTableKind(char relkind) {
  switch (relkind) {
    case 'v':
      return schema::TableKind::View;
    case 'm':
      return schema::TableKind::MaterializedView;
    case 'f':
      return schema::TableKind::ForeignTable;
    case 'p':
      return schema::TableKind::PartitionedTable;
    default:
      return schema::TableKind::Table;
  }
}

schema::Table* PostgresqlTableFolding::find(const CatalogueRow& row) {
  const auto found = m_tables.find(row.integer("relation"));
  return found == m_tables.end() ? nullptr : &found->second;
}

/// Names of the default schema are left bare, so that generated SQL reads well.
QualifiedName PostgresqlTableFolding::named(const CatalogueRow& row, std::string_view schemaLabel, std::string_view nameLabel) const {
  QualifiedName name(row.text(schemaLabel), row.text(nameLabel));
  if (name.schema == m_defaultSchema) name.schema.clear();
  return name;
}

void PostgresqlTableFolding::readRelation(const CatalogueRow& row) {
  schema::Table& table = m_tables[row.integer("relation")];
  table.name = named(row, "schema_name", "name");
  table.kind = postgresqlTableKind(postgresqlLetter(row, "kind"));
  table.estimatedRows = row.optionalInteger("estimated_rows");
  table.definition = row.text("definition");
  table.comment = row.text("comment");
  table.partitionKey = row.text("partition_key");
  if (!row.isNull("partition_bound")) table.partition = schema::Partition{{}, row.text("partition_bound")};
  table.options = postgresqlLines(row, "options");
  table.extension = row.text("extension");
  table.upkeep = postgresqlUpkeep(row);
  table.upkeep.isUnfilled = row.flag("is_unfilled");
}

void PostgresqlTableFolding::readColumn(const CatalogueRow& row) {
  schema::Table* table = find(row);
  if (!table) return;
  schema::Column column;
  column.name = row.text("name");
  column.type = postgresqlTypeOf(row, m_labels);
  column.nullable = !row.flag("required");
  column.generation = generationOf(row);
  if (column.isComputed()) {
    column.generationExpression = row.text("expression");
  } else {
    column.defaultExpression = row.optionalText("expression");
  }
  column.collation = row.text("collation");
  column.comment = row.text("comment");
  column.identity = postgresqlSequenceOptions(row);
  column.inherited = row.flag("is_inherited");
  table->columns.push_back(std::move(column));
}

void PostgresqlTableFolding::readKeyPart(const CatalogueRow& row) {
  schema::Table* table = find(row);
  if (!table) return;
  const bool isNew = std::exchange(m_key, row.integer("key")) != row.integer("key");
  const char type = postgresqlLetter(row, "type");
  if (type == 'f') {
    readForeignKeyPart(*table, row, isNew);
  } else if (type == 'p') {
    if (isNew) table->primaryKey = uniqueKeyOf(row);
    readUniqueKeyPart(*table->primaryKey, row);
  } else {
    if (isNew) table->uniqueKeys.push_back(uniqueKeyOf(row));
    readUniqueKeyPart(table->uniqueKeys.back(), row);
  }
}

void PostgresqlTableFolding::readForeignKeyPart(schema::Table& table, const CatalogueRow& row, bool isNew) const {
  if (isNew) table.foreignKeys.push_back(foreignKey(table, row));
  schema::ForeignKey& key = table.foreignKeys.back();
  key.columns.push_back(row.text("column_name"));
  key.referredColumns.push_back(row.text("referred_column"));
  if (row.flag("is_set_on_delete")) key.setOnDelete.push_back(row.text("column_name"));
}

/// Beside a foreign key a name without a schema means that of its own table.
schema::ForeignKey PostgresqlTableFolding::foreignKey(const schema::Table& table, const CatalogueRow& row) const {
  schema::ForeignKey key;
  key.name = row.text("name");
  key.referredTable = named(row, "referred_schema", "referred_table");
  if (!table.name.schema.empty() && key.referredTable.schema.empty()) key.referredTable.schema = m_defaultSchema;
  key.onDelete = actionFromLetter(postgresqlLetter(row, "on_delete"));
  key.onUpdate = actionFromLetter(postgresqlLetter(row, "on_update"));
  key.deferrable = row.flag("is_deferrable");
  key.initiallyDeferred = row.flag("is_deferred");
  key.matchFull = row.flag("is_match_full");
  key.notValid = row.flag("is_not_valid");
  key.comment = row.text("comment");
  return key;
}

void PostgresqlTableFolding::readCheck(const CatalogueRow& row) {
  schema::Table* table = find(row);
  if (!table) return;
  if (postgresqlLetter(row, "type") == 'x')
    table->exclusions.push_back(exclusionOf(row));
  else
    table->checks.push_back({row.text("name"), row.text("expression"), row.flag("is_not_inherited"), row.flag("is_not_valid"), row.text("comment")});
}

void PostgresqlTableFolding::readIndexPart(const CatalogueRow& row) {
  schema::Table* table = find(row);
  if (!table) return;
  if (std::exchange(m_index, row.integer("index")) != row.integer("index")) table->indexes.push_back(indexOf(row));
  schema::Index& index = table->indexes.back();
  if (row.flag("is_included"))
    index.included.push_back(row.text("column_name"));
  else
    index.parts.push_back(indexPartOf(row));
}

void PostgresqlTableFolding::readTrigger(const CatalogueRow& row) {
  schema::Table* table = find(row);
  if (!table) return;
  if (postgresqlLetter(row, "kind") == 'r')
    table->rules.push_back({row.text("name"), withoutEnd(row.text("definition"), ";"), row.text("comment"), postgresqlFiring(row)});
  else
    table->triggers.push_back({row.text("name"), row.text("definition"), row.text("comment"), postgresqlFiring(row)});
}

void PostgresqlTableFolding::readReference(const CatalogueRow& row) {
  schema::Table* table = find(row);
  if (!table) return;
  QualifiedName name = named(row, "schema_name", "name");
  if (postgresqlLetter(row, "kind") == 'v')
    table->readsFrom.push_back(std::move(name));
  else if (table->partition)
    table->partition->parent = std::move(name);
  else
    table->inherits.push_back(std::move(name));
}

void PostgresqlTableFolding::moveTo(schema::MetaData& metadata) {
  for (auto& [oid, table] : m_tables) metadata.add(std::move(table));
}

}  // namespace joinery
