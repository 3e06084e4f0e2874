// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_reflection.h"

#include <algorithm>
#include <map>
#include <utility>

#include "orm/core/postgresql_type.h"
#include "orm/dialect/catalogue_row.h"
#include "orm/dialect/postgresql/postgresql_catalogue.h"

namespace joinery {
namespace {

using Batch = std::shared_ptr<const RowBatch>;
using Labels = std::shared_ptr<std::vector<std::string>>;

constexpr std::size_t kTablesOfAPart = 1'000;
constexpr std::size_t kQueriesOfTables = kPostgresqlCatalogueQueries - kFirstPostgresqlQueryOfTables;

char letter(const CatalogueRow& row, std::string_view label) {
  const std::string text = row.text(label);
  return text.empty() ? '\0' : text.front();
}

schema::TableKind kindFromLetter(char relkind) {
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
  const char identity = letter(row, "identity");
  if (identity == 'a') return schema::Generation::IdentityAlways;
  if (identity == 'd') return schema::Generation::IdentityByDefault;
  const char generated = letter(row, "generated");
  if (generated == 's') return schema::Generation::StoredExpression;
  if (generated == 'v') return schema::Generation::VirtualExpression;
  const bool isSerial = row.flag("owns_sequence") && row.text("expression").starts_with("nextval(");
  return isSerial ? schema::Generation::IdentityByDefault : schema::Generation::None;
}

/// Puts the answers together, in the order in which they need each other. Tables are found by their oid.
class Folding {
 public:
  schema::MetaData run(std::span<const Batch> batches) {
    // The queries about tables are there once for each part of them.
    const auto each = [&](PostgresqlCatalogue query, auto read) {
      for (auto at = static_cast<std::size_t>(query); at < batches.size(); at += kQueriesOfTables) {
        forEachCatalogueRow(batches[at], [&](const CatalogueRow& row) { (this->*read)(row); });
        if (at < kFirstPostgresqlQueryOfTables) break;
      }
    };
    each(PostgresqlCatalogue::Schemas, &Folding::readSchema);
    each(PostgresqlCatalogue::Enums, &Folding::readEnumLabel);
    each(PostgresqlCatalogue::Relations, &Folding::readRelation);
    each(PostgresqlCatalogue::Columns, &Folding::readColumn);
    each(PostgresqlCatalogue::Keys, &Folding::readKeyPart);
    each(PostgresqlCatalogue::Checks, &Folding::readCheck);
    each(PostgresqlCatalogue::Indexes, &Folding::readIndexPart);
    each(PostgresqlCatalogue::Triggers, &Folding::readTrigger);
    for (auto& [oid, table] : m_tables) m_metadata.add(std::move(table));
    return std::move(m_metadata);
  }

 private:
  schema::Table* find(const CatalogueRow& row) {
    const auto found = m_tables.find(row.integer("relation"));
    return found == m_tables.end() ? nullptr : &found->second;
  }

  /// Names of the default schema are left bare, so that generated SQL reads well.
  QualifiedName qualified(std::string schemaName, std::string name) const {
    if (schemaName == m_metadata.defaultSchema) schemaName.clear();
    return {std::move(schemaName), std::move(name)};
  }

  void readSchema(const CatalogueRow& row) {
    if (row.flag("is_default")) m_metadata.defaultSchema = row.text("name");
    m_metadata.schemas.push_back(row.text("name"));
  }

  /// The labels of every enum are needed for columns; listed are those of the schemas that the user may see.
  void readEnumLabel(const CatalogueRow& row) {
    const bool isListed = std::ranges::find(m_metadata.schemas, row.text("schema_name")) != m_metadata.schemas.end();
    Labels& labels = m_labels[row.integer("type")];
    if (!labels) {
      labels = std::make_shared<std::vector<std::string>>();
      if (isListed) m_metadata.enums.push_back({qualified(row.text("schema_name"), row.text("name")), {}});
    }
    if (row.isNull("label")) return;
    labels->push_back(row.text("label"));
    if (isListed) m_metadata.enums.back().labels.push_back(row.text("label"));
  }

  void readRelation(const CatalogueRow& row) {
    schema::Table& table = m_tables[row.integer("relation")];
    table.name = qualified(row.text("schema_name"), row.text("name"));
    table.kind = kindFromLetter(letter(row, "kind"));
    table.estimatedRows = row.optionalInteger("estimated_rows");
    table.definition = row.text("definition");
    table.comment = row.text("comment");
  }

  void readColumn(const CatalogueRow& row) {
    schema::Table* table = find(row);
    if (!table) return;
    schema::Column column;
    column.name = row.text("name");
    column.type = typeOf(row);
    column.nullable = !row.flag("required");
    column.generation = generationOf(row);
    if (column.isComputed()) {
      column.generationExpression = row.text("expression");
    } else {
      column.defaultExpression = row.optionalText("expression");
    }
    column.collation = row.text("collation");
    column.comment = row.text("comment");
    table->columns.push_back(std::move(column));
  }

  ValueType typeOf(const CatalogueRow& row) const {
    const PostgresqlTypeEntry entry{row.text("type_name"), letter(row, "type_class"), letter(row, "category"),
                                    row.integer("modifier")};
    ValueType type = postgresqlType(entry, row.text("declared"));
    const auto labels = m_labels.find(row.integer("type"));
    if (labels != m_labels.end()) type.labels = labels->second;
    return type;
  }

  void readKeyPart(const CatalogueRow& row) {
    schema::Table* table = find(row);
    if (!table) return;
    const bool isNew = std::exchange(m_key, row.integer("key")) != row.integer("key");
    const char type = letter(row, "type");
    if (type == 'f') {
      if (isNew) table->foreignKeys.push_back(foreignKey(row));
      table->foreignKeys.back().columns.push_back(row.text("column_name"));
      table->foreignKeys.back().referredColumns.push_back(row.text("referred_column"));
    } else if (type == 'p') {
      if (isNew) table->primaryKey = uniqueKey(row);
      table->primaryKey->columns.push_back(row.text("column_name"));
    } else {
      if (isNew) table->uniqueKeys.push_back(uniqueKey(row));
      table->uniqueKeys.back().columns.push_back(row.text("column_name"));
    }
  }

  static schema::UniqueKey uniqueKey(const CatalogueRow& row) { return {row.text("name"), {}, row.flag("is_deferrable"), row.flag("is_deferred")}; }

  schema::ForeignKey foreignKey(const CatalogueRow& row) const {
    schema::ForeignKey key;
    key.name = row.text("name");
    key.referredTable = qualified(row.text("referred_schema"), row.text("referred_table"));
    key.onDelete = actionFromLetter(letter(row, "on_delete"));
    key.onUpdate = actionFromLetter(letter(row, "on_update"));
    key.deferrable = row.flag("is_deferrable");
    key.initiallyDeferred = row.flag("is_deferred");
    return key;
  }

  void readCheck(const CatalogueRow& row) {
    if (schema::Table* table = find(row)) table->checks.push_back({row.text("name"), row.text("expression")});
  }

  void readIndexPart(const CatalogueRow& row) {
    schema::Table* table = find(row);
    if (!table) return;
    if (std::exchange(m_index, row.integer("index")) != row.integer("index")) {
      schema::Index index;
      index.name = row.text("name");
      index.unique = row.flag("is_unique");
      index.method = row.text("method");
      index.definition = row.text("definition");
      index.predicate = row.text("predicate");
      table->indexes.push_back(std::move(index));
    }
    table->indexes.back().parts.push_back(
        {row.text("column_name"), row.text("expression"), row.flag("is_descending"), row.text("collation")});
  }

  void readTrigger(const CatalogueRow& row) {
    if (schema::Table* table = find(row)) table->triggers.push_back({row.text("name"), row.text("definition")});
  }

  schema::MetaData m_metadata;
  std::map<std::int64_t, schema::Table> m_tables;  // by oid
  std::map<std::int64_t, Labels> m_labels;         // by the enum's oid
  std::int64_t m_key = 0;
  std::int64_t m_index = 0;
};

/// @param oids sorted
std::vector<CatalogueTables::Query> queriesOfTables(std::span<const std::int64_t> oids) {
  const auto texts = postgresqlCatalogueQueries();
  std::vector<CatalogueTables::Query> queries;
  for (std::size_t from = 0; from < oids.size(); from += kTablesOfAPart) {
    const auto part = oids.subspan(from, std::min<std::size_t>(kTablesOfAPart, oids.size() - from));
    for (std::size_t i = 0; i < kQueriesOfTables; ++i) {
      auto& query = queries.emplace_back();
      query.statement.sql = texts[kFirstPostgresqlQueryOfTables + i];
      query.statement.binds = {Value::integer(part.front()), Value::integer(part.back())};
      query.tablesRead = static_cast<std::int64_t>(from + part.size() * (i + 1) / kQueriesOfTables);
    }
  }
  return queries;
}

}  // namespace

std::vector<CompiledStatement> postgresqlReflectionQueries() {
  std::vector<CompiledStatement> queries(kFirstPostgresqlQueryOfTables);
  auto texts = postgresqlCatalogueQueries();
  for (std::size_t i = 0; i < queries.size(); ++i) queries[i].sql = std::move(texts[i]);
  return queries;
}

CatalogueTables postgresqlReflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches) {
  CatalogueTables tables;
  std::vector<std::int64_t> oids;
  forEachCatalogueRow(batches[static_cast<std::size_t>(PostgresqlCatalogue::Relations)], [&](const CatalogueRow& row) {
    tables.names.push_back({{row.text("schema_name"), row.text("name")}, kindFromLetter(letter(row, "kind"))});
    oids.push_back(row.integer("relation"));
  });
  std::string defaultSchema;
  forEachCatalogueRow(batches[static_cast<std::size_t>(PostgresqlCatalogue::Schemas)], [&](const CatalogueRow& row) {
    if (row.flag("is_default")) defaultSchema = row.text("name");
  });
  tables.finishNames(defaultSchema);
  std::ranges::sort(oids);
  tables.queries = queriesOfTables(oids);
  return tables;
}

schema::MetaData foldPostgresqlReflection(std::span<const std::shared_ptr<const RowBatch>> batches) {
  return Folding().run(batches);
}

}  // namespace joinery
