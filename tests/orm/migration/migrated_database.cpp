// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrated_database.h"

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/dialect/schema_statements.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/engine/transaction.h"
#include "orm/migration/sqlite_migration.h"
#include "orm/migration/sqlite_schema_change.h"
#include "tests/orm/difference/random_schema.h"

namespace joinery::test {

namespace {

constexpr int kRows = 3;

Engine::Options makingFiles() {
  Engine::Options options;
  options.createIfMissing = true;
  return options;
}

bool isReference(const schema::Table& table, const schema::Column& column) {
  return column.name.ends_with("_id") && table.column(column.name) != nullptr;
}

}  // namespace

MigratedDatabase::MigratedDatabase(const Url& url) : m_engine(Engine::create(url, makingFiles())), m_lease(m_engine->connect(Engine::Access::Write)) {
  if (!isSqlite()) run("SET client_min_messages = warning");
}

schema::MetaData MigratedDatabase::reflected() const { return *reflect(*m_lease, dialect()); }

void MigratedDatabase::dropAll() const {
  if (!isSqlite()) {
    run("DROP SCHEMA public CASCADE");
    return run("CREATE SCHEMA public");
  }
  run("PRAGMA foreign_keys = OFF");
  for (const char* kind : {"view", "table"})
    for (const std::string& name : texts("SELECT name FROM sqlite_schema WHERE type = '" + std::string(kind) + "' AND name NOT LIKE 'sqlite_%'")) run(std::string("DROP ") + kind + " " + dialect().quote(name));
  run("PRAGMA foreign_keys = ON");
}

void MigratedDatabase::make(const schema::MetaData& metadata) const {
  dropAll();
  for (const std::string& statement : createStatements(metadata, dialect())) run(statement);
}

void MigratedDatabase::fill(const schema::MetaData& metadata) const {
  for (const auto& table : metadata.tables()) {
    for (int row = 1; row <= kRows && !table->isView(); ++row) {
      std::string columns, values;
      for (const auto& column : table->columns) {
        const std::string value = RandomSchema::valueOf(column, row);
        if (value.empty() || isReference(*table, column)) continue;
        columns += (columns.empty() ? "" : ", ") + dialect().quote(column.name);
        values += (values.empty() ? "" : ", ") + value;
      }
      run("INSERT INTO " + dialect().quote(table->name) + " (" + columns + ") VALUES (" + values + ")");
    }
  }
  for (const auto& table : metadata.tables())
    for (const auto& column : table->columns)
      if (!table->isView() && isReference(*table, column)) run("UPDATE " + dialect().quote(table->name) + " SET " + dialect().quote(column.name) + " = id");
}

void MigratedDatabase::runPlan(const schema::MetaData& before, const migration::Operations& operations, std::string& done) const {
  Transaction transaction(*m_lease, dialect(), Transaction::Mode::Write);
  for (const migration::PlanStep& step : migration::migrationPlan(before, operations, dialect()).steps) {
    done += step.sql + ";\n";
    run(step.sql);
  }
  transaction.commit();
}

schema::MetaData MigratedDatabase::migrate(const schema::MetaData& before, const migration::Operations& operations) const {
  std::string done;
  try {
    if (!isSqlite()) {
      runPlan(before, operations, done);
      return migration::migrationPlan(before, operations, dialect()).after;
    }
    const migration::SqliteMigration migration(before, operations, dialect());
    migration::SqliteSchemaChange change(*m_lease);
    migration.apply(*m_lease, [&](const migration::PlanStep& step) { done += step.sql + ";\n"; });
    change.commit();
    return migration.after();
  } catch (const DbError& error) {
    throw DbError(error.kind(), error.message() + "\n" + error.detail + "\n" + done);
  }
}

std::vector<std::string> MigratedDatabase::texts(const std::string& sql) const {
  CompiledStatement statement;
  statement.sql = sql;
  const auto batch = fetchAll(*m_lease, statement);
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < batch->rows(); ++row) texts.push_back(displayText(batch->at(row, 0), {}));
  return texts;
}

MigratedDatabase::Values MigratedDatabase::values(const schema::MetaData& metadata) const {
  Values values;
  for (const auto& table : metadata.tables())
    for (const auto& column : table->columns) {
      if (table->isView()) continue;
      const std::string sql = "SELECT CAST(" + dialect().quote(column.name) + " AS text) FROM " + dialect().quote(table->name) + " ORDER BY " + dialect().quote(table->columns.front().name);
      values[{table->name.name, column.name}] = {column.type.declared, texts(sql)};
    }
  return values;
}

std::string MigratedDatabase::faults() const {
  if (!isSqlite()) return {};
  std::string faults;
  for (const char* sql : {"PRAGMA foreign_key_check", "PRAGMA integrity_check"})
    for (const std::string& text : texts(sql))
      if (text != "ok") faults += text + "\n";
  return faults;
}

std::string described(const migration::Operations& operations) {
  std::string text;
  for (const migration::Operation& each : operations) text += migration::description(each) + "\n";
  return text;
}

}  // namespace joinery::test
