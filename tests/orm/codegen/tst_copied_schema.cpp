// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/codegen/sql_script.h"
#include "orm/core/db_error.h"
#include "orm/difference/copied_tables.h"
#include "orm/difference/operation_json.h"
#include "orm/difference/schema_diff.h"
#include "orm/engine/dialects.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "tested_databases.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {

std::shared_ptr<const schema::MetaData> schemaAt(const Url& url, const Dialect& dialect) {
  const auto lease = Engine::create(url)->connect(Engine::Access::Read);
  return reflect(*lease, dialect);
}

/// Without the texts that engines spell in their own way.
schema::MetaData withoutTexts(const schema::MetaData& metadata) {
  schema::MetaData bare;
  bare.defaultSchema = metadata.defaultSchema;
  for (const auto& each : metadata.tables()) {
    schema::Table table = *each;
    for (auto& column : table.columns) {
      if (column.defaultExpression) column.defaultExpression = "1";
      if (column.isComputed()) column.generationExpression = "1";
    }
    for (auto& check : table.checks) check = {.name = "", .expression = "1"};
    for (auto& index : table.indexes) {
      if (!index.predicate.empty()) index.predicate = "1";
      for (auto& part : index.parts)
        if (!part.expression.empty()) part.expression = "1";
    }
    bare.add(std::move(table));
  }
  return bare;
}

}  // namespace

/// Schemas of one engine are made at the other.
class CopiedSchemaTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theOtherEngineTakesASchema_data() { TestedDatabases::addRows(); }
  void theOtherEngineTakesASchema();

 private:
  TestedDatabases m_databases;
};

void CopiedSchemaTest::theOtherEngineTakesASchema() {
  QFETCH(const QString, database);
  const Url from = m_databases.urlOf(database);
  if (from.isSqlite() && qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("set JOINERY_TEST_POSTGRES");
  const Dialect &source = dialectFor(from.isSqlite() ? "sqlite" : "postgresql"), &target = dialectFor(from.isSqlite() ? "postgresql" : "sqlite");
  const auto before = schemaAt(from, source);
  const migration::CopiedSchema copied = migration::copySchema(*before, source, target);
  for (const auto& table : before->tables())
    if (table->kind == schema::TableKind::Table && !table->partition && table->extension.empty()) QVERIFY2(copied.metadata.find(QualifiedName(table->name.name)), table->name.name.c_str());
  const Url to = m_databases.makeEmpty(from.isSqlite() ? ownDatabaseUrl() : Url::sqliteFile("empty.db"));
  const std::string script = sqlScript(copied.metadata, target);
  const auto lease = Engine::create(to)->connect(Engine::Access::Write);
  for (const std::string& each : lease->splitStatements(script)) {
    try {
      fetchAll(*lease->execute(each));
    } catch (const DbError& error) {
      QFAIL((error.message() + "\n" + each).c_str());
    }
  }
  const migration::Operations rest = migration::schemaDifference(withoutTexts(*reflect(*lease, target)), withoutTexts(copied.metadata), {}, target);
  for (const auto& each : rest) qWarning("%s", migration::operationToJson(each).dump().c_str());
  QVERIFY(rest.empty());
}

JOINERY_TEST(CopiedSchemaTest)
#include "tst_copied_schema.moc"
