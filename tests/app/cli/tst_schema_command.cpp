// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "command_run.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// The schema as the command line prints it.
class SchemaCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keysSayWhenTheyAreJudged_data() { addBackends(); }
  void keysSayWhenTheyAreJudged();
  void itsFormatsAreTold();

 private:
  QTemporaryDir m_folder;
};

/// SQLite defers foreign keys only.
void SchemaCommandTest::keysSayWhenTheyAreJudged() {
  QFETCH(const int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  const Url url = isSqlite ? Url::sqliteFile(m_folder.filePath(QStringLiteral("places.db")).toStdString()) : ownDatabaseUrl();
  const std::string key = isSqlite ? "UNIQUE" : "UNIQUE DEFERRABLE INITIALLY DEFERRED";
  runScript(url, ("CREATE TABLE place(id integer PRIMARY KEY, name varchar(9) " + key + ", next_id integer REFERENCES place(id) DEFERRABLE, code integer UNIQUE)").c_str());
  const CommandRun run = runCommand({QStringLiteral("schema"), QString::fromStdString(url.toString())});
  QVERIFY2(run.code == 0, run.errors.c_str());
  const Json place = run.json()["tables"][0];
  const auto keyOf = [&](const char* column) { return *std::ranges::find_if(place["unique"], [&](const Json& each) { return each["columns"][0] == column; }); };
  QCOMPARE(place["primary_key"].contains("deferrable"), false);
  QCOMPARE(keyOf("code").contains("deferrable"), false);
  QCOMPARE(keyOf("name").value("deferrable", "at once"), isSqlite ? "at once"s : "initially deferred"s);
  QCOMPARE(place["foreign_keys"][0].value("deferrable", "at once"), "initially immediate"s);
}

void SchemaCommandTest::itsFormatsAreTold() {
  const CommandRun wrong = runCommand({QStringLiteral("schema"), QStringLiteral("x.db"), QStringLiteral("--format"), QStringLiteral("pydantic")});
  QCOMPARE(wrong.code, 2);
  QVERIFY2(wrong.errors.find("'pydantic' is no format of schema; there are json, dbml, dot, markdown, mermaid, sql") != std::string::npos, wrong.errors.c_str());
  const CommandRun help = runCommand({QStringLiteral("schema"), QStringLiteral("--help")});
  QVERIFY2(help.output.find("json, dbml, dot, markdown, mermaid, sql") != std::string::npos, help.output.c_str());
}

JOINERY_TEST(SchemaCommandTest)
#include "tst_schema_command.moc"
