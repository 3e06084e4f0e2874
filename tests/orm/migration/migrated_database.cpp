// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrated_database.h"

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/dialect/schema_statements.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "orm/engine/transaction.h"
#include "random_schema.h"

namespace joinery::test {

namespace {

constexpr int kRows = 3;

bool isReference(const schema::Table& table, const schema::Column& column) {
  return column.name.ends_with("_id") && table.column(column.name) != nullptr;
}

}  // namespace

MigratedDatabase::MigratedDatabase(const Url& url) : m_engine(Engine::create(url)), m_lease(m_engine->connect(Engine::Access::Write)) { run("SET client_min_messages = warning"); }

schema::MetaData MigratedDatabase::reflected() const { return *reflect(*m_lease, dialect()); }

void MigratedDatabase::make(const schema::MetaData& metadata) const {
  run("DROP SCHEMA public CASCADE");
  run("CREATE SCHEMA public");
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

void MigratedDatabase::migrate(const schema::MetaData& before, const migration::Operations& operations) const {
  const migration::MigrationPlan plan = migration::migrationPlan(before, operations, dialect());
  Transaction transaction(*m_lease, dialect(), Transaction::Mode::Write);
  std::string done;
  for (const migration::PlanStep& step : plan.steps) {
    done += step.sql + ";\n";
    try {
      run(step.sql);
    } catch (const DbError& error) {
      throw DbError(error.kind(), error.message() + "\n" + error.detail + "\n" + done);
    }
  }
  transaction.commit();
}

MigratedDatabase::Values MigratedDatabase::values(const schema::MetaData& metadata) const {
  Values values;
  for (const auto& table : metadata.tables())
    for (const auto& column : table->columns) {
      if (table->isView()) continue;
      CompiledStatement statement;
      statement.sql = "SELECT " + dialect().quote(column.name) + "::text FROM " + dialect().quote(table->name) + (table->column("id") ? " ORDER BY id" : " ORDER BY 1");
      const auto batch = fetchAll(*m_lease, statement);
      auto& texts = values[table->name.name + "." + column.name + " " + column.type.declared];
      for (std::size_t row = 0; row < batch->rows(); ++row) texts.push_back(displayText(batch->at(row, 0), {}));
    }
  return values;
}

std::string described(const migration::Operations& operations) {
  std::string text;
  for (const migration::Operation& each : operations) text += migration::description(each) + "\n";
  return text;
}

}  // namespace joinery::test
