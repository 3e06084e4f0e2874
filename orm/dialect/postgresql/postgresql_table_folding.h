// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "orm/dialect/postgresql/postgresql_row.h"
#include "orm/schema/metadata.h"

namespace joinery {

schema::TableKind postgresqlTableKind(char relkind);

/// Puts the answers about tables together; tables are found by their oid. The relations come first, then columns, then the rest.
class PostgresqlTableFolding {
 public:
  /// @param labels living as long as this
  PostgresqlTableFolding(std::string defaultSchema, const PostgresqlEnumLabels& labels) : m_defaultSchema(std::move(defaultSchema)), m_labels(labels) {}

  void readRelation(const CatalogueRow& row);
  void readColumn(const CatalogueRow& row);
  void readKeyPart(const CatalogueRow& row);
  void readCheck(const CatalogueRow& row);
  void readIndexPart(const CatalogueRow& row);
  void readTrigger(const CatalogueRow& row);
  void readReference(const CatalogueRow& row);

  void moveTo(schema::MetaData& metadata);

 private:
  schema::Table* find(const CatalogueRow& row);
  QualifiedName named(const CatalogueRow& row, std::string_view schemaLabel, std::string_view nameLabel) const;
  void readForeignKeyPart(schema::Table& table, const CatalogueRow& row, bool isNew) const;
  schema::ForeignKey foreignKey(const schema::Table& table, const CatalogueRow& row) const;

  std::string m_defaultSchema;
  const PostgresqlEnumLabels& m_labels;
  std::map<std::int64_t, schema::Table> m_tables;
  std::int64_t m_key = 0;
  std::int64_t m_index = 0;
};

}  // namespace joinery
