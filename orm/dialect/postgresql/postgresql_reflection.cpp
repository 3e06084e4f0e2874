// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_reflection.h"

#include <algorithm>

#include "orm/dialect/postgresql/postgresql_catalogue.h"
#include "orm/dialect/postgresql/postgresql_object_folding.h"
#include "orm/dialect/postgresql/postgresql_table_folding.h"

namespace joinery {
namespace {

using Batch = std::shared_ptr<const RowBatch>;
using Batches = std::span<const Batch>;

constexpr std::size_t kTablesOfAPart = 1'000;

const Batch& firstAnswer(Batches batches, PostgresqlFirst query) { return batches[static_cast<std::size_t>(query)]; }

template <std::size_t N>
constexpr std::size_t numberOfQueries(std::array<std::string, N> (*)()) {
  return N;
}
constexpr std::size_t kFirst = numberOfQueries(&postgresqlFirstQueries);
constexpr std::size_t kOfTables = numberOfQueries(&postgresqlQueriesOfTables);
constexpr std::size_t kLast = numberOfQueries(&postgresqlLastQueries);

/// The answers by what was asked. Those about tables are there once for each part of them; behind the last there is one that says nothing.
class Answers {
 public:
  explicit Answers(Batches batches) : m_batches(batches), m_parts((batches.size() - kFirst - kLast) / kOfTables) {}

  template <typename Read>
  void of(PostgresqlFirst query, Read read) const {
    forEachCatalogueRow(firstAnswer(m_batches, query), read);
  }
  template <typename Read>
  void of(PostgresqlOfTables query, Read read) const {
    for (std::size_t part = 0; part < m_parts; ++part) forEachCatalogueRow(m_batches[kFirst + part * kOfTables + static_cast<std::size_t>(query)], read);
  }
  template <typename Read>
  void of(PostgresqlLast query, Read read) const {
    forEachCatalogueRow(m_batches[kFirst + m_parts * kOfTables + static_cast<std::size_t>(query)], read);
  }

 private:
  Batches m_batches;
  std::size_t m_parts;
};

/// @param oids sorted
std::vector<CatalogueTables::Query> queriesOfTables(std::span<const std::int64_t> oids) {
  const auto texts = postgresqlQueriesOfTables();
  std::vector<CatalogueTables::Query> queries;
  for (std::size_t from = 0; from < oids.size(); from += kTablesOfAPart) {
    const auto part = oids.subspan(from, std::min<std::size_t>(kTablesOfAPart, oids.size() - from));
    for (std::size_t i = 0; i < kOfTables; ++i) {
      auto& query = queries.emplace_back();
      query.statement.sql = texts[i];
      query.statement.binds = {Value::integer(part.front()), Value::integer(part.back())};
      query.tablesRead = static_cast<std::int64_t>(from + part.size() * (i + 1) / kOfTables);
    }
  }
  return queries;
}

CatalogueTables::Query lastQuery(std::string sql, std::size_t tables) {
  CatalogueTables::Query query;
  query.statement.sql = std::move(sql);
  query.tablesRead = static_cast<std::int64_t>(tables);
  return query;
}

/// Settings are as they were: the transaction may be the caller's.
CatalogueTables::Query settingsQuery(const CatalogueRow& schemaRow, std::size_t tables) {
  CatalogueTables::Query query = lastQuery("SELECT pg_catalog.set_config('search_path', $1, true) AS path, pg_catalog.set_config('jit', $2, true) AS jit", tables);
  query.statement.binds = {Value::text(schemaRow.text("former_path")), Value::text(schemaRow.text("former_jit"))};
  return query;
}

}  // namespace

std::vector<CompiledStatement> postgresqlReflectionQueries() {
  std::vector<CompiledStatement> queries;
  for (std::string& text : postgresqlFirstQueries()) queries.emplace_back().sql = std::move(text);
  return queries;
}

CatalogueTables postgresqlReflectionTables(std::span<const std::shared_ptr<const RowBatch>> batches) {
  CatalogueTables tables;
  std::vector<std::int64_t> oids;
  forEachCatalogueRow(firstAnswer(batches, PostgresqlFirst::Relations), [&](const CatalogueRow& row) {
    tables.names.push_back({{row.text("schema_name"), row.text("name")}, postgresqlTableKind(postgresqlLetter(row, "kind"))});
    oids.push_back(row.integer("relation"));
  });
  std::string defaultSchema;
  std::optional<CatalogueTables::Query> last;
  forEachCatalogueRow(firstAnswer(batches, PostgresqlFirst::Schemas), [&](const CatalogueRow& row) {
    if (row.flag("is_default")) defaultSchema = row.text("name");
    if (!last) last = settingsQuery(row, oids.size());
  });
  tables.finishNames(defaultSchema);
  std::ranges::sort(oids);
  tables.queries = queriesOfTables(oids);
  for (std::string& text : postgresqlLastQueries()) tables.queries.push_back(lastQuery(std::move(text), oids.size()));
  if (last) tables.queries.push_back(*last);
  return tables;
}

schema::MetaData foldPostgresqlReflection(std::span<const std::shared_ptr<const RowBatch>> batches) {
  using First = PostgresqlFirst;
  using OfTables = PostgresqlOfTables;
  using Last = PostgresqlLast;
  const Answers answers(batches);
  PostgresqlObjectFolding objects;
  const auto object = [&](auto read) { return [&objects, read](const CatalogueRow& row) { (objects.*read)(row); }; };
  answers.of(First::Schemas, object(&PostgresqlObjectFolding::readSchema));
  answers.of(First::Enums, object(&PostgresqlObjectFolding::readEnumLabel));
  answers.of(Last::Domains, object(&PostgresqlObjectFolding::readDomain));
  answers.of(Last::Sequences, object(&PostgresqlObjectFolding::readSequence));
  answers.of(Last::Routines, object(&PostgresqlObjectFolding::readRoutine));
  answers.of(Last::Extensions, object(&PostgresqlObjectFolding::readExtension));
  PostgresqlTableFolding tables(objects.metadata().defaultSchema, objects.labels());
  const auto table = [&](auto read) { return [&tables, read](const CatalogueRow& row) { (tables.*read)(row); }; };
  answers.of(First::Relations, table(&PostgresqlTableFolding::readRelation));
  answers.of(OfTables::Columns, table(&PostgresqlTableFolding::readColumn));
  answers.of(OfTables::Keys, table(&PostgresqlTableFolding::readKeyPart));
  answers.of(OfTables::Checks, table(&PostgresqlTableFolding::readCheck));
  answers.of(OfTables::Indexes, table(&PostgresqlTableFolding::readIndexPart));
  answers.of(OfTables::Triggers, table(&PostgresqlTableFolding::readTrigger));
  answers.of(OfTables::References, table(&PostgresqlTableFolding::readReference));
  tables.moveTo(objects.metadata());
  return std::move(objects.metadata());
}

}  // namespace joinery
