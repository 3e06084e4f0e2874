// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "app/cli/text_output.h"
#include "command_run.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// The difference between schemas, as the command line prints it.
class DiffCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void saysWhatIsToBeDone();
  void givesTheStatements();
  void givesAScriptForSqlite();
  void aRecordedRenameIsOne();
  void filesNeedAnEngine();
  void mistakesInAFileAreToldByTheirPlace();

 private:
  /// A SQLite file that those statements made.
  QString made(const char* name, const char* statements) const {
    const Url url = Url::sqliteFile(m_folder.filePath(QString::fromUtf8(name)).toStdString());
    runScript(url, statements);
    return QString::fromStdString(url.toString());
  }
  QString written(const char* name, const std::string& text) const {
    const QString path = m_folder.filePath(QString::fromUtf8(name));
    cli::writeText(path.toStdString(), text);
    return path;
  }
  QTemporaryDir m_folder;
};

void DiffCommandTest::saysWhatIsToBeDone() {
  const QString from = made("from.db", "CREATE TABLE a(id INTEGER PRIMARY KEY, gone TEXT); CREATE TABLE old(id INTEGER PRIMARY KEY)");
  const QString to = made("to.db", "CREATE TABLE a(id INTEGER PRIMARY KEY, come TEXT NOT NULL DEFAULT 'x'); CREATE INDEX i ON a(come)");
  const CommandRun run = runCommand({QStringLiteral("diff"), from, to});
  QVERIFY2(run.code == 0, run.errors.c_str());
  QCOMPARE(QByteArray::fromStdString(run.output), QByteArray("! Drop table old (no way back: the rows of old are gone)\n! Drop column a.gone (no way back: the values of a.gone are gone)\n"
                                                             "  Add column a.come: TEXT, not null, default 'x'\n  Add index i to a\n"));
  QCOMPARE(QByteArray::fromStdString(runCommand({QStringLiteral("diff"), from, from}).output), QByteArray());
}

void DiffCommandTest::givesTheStatements() {
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("no PostgreSQL server");
  runScript(ownDatabaseUrl(), "CREATE TABLE a(id integer PRIMARY KEY, n integer); CREATE VIEW v AS SELECT n FROM a");
  const QString url = QString::fromStdString(ownDatabaseUrl().toString());
  Json schema = runCommand({QStringLiteral("schema"), url}).json();
  for (Json& table : schema["tables"])
    if (table["name"] == "a") table["columns"][1]["type"] = "bigint";
  const CommandRun run = runCommand({QStringLiteral("diff"), url, written("designed.json", schema.dump()), QStringLiteral("--format"), QStringLiteral("sql")});
  QVERIFY2(run.code == 0, run.errors.c_str());
  const QByteArray sql = QByteArray::fromStdString(run.output);
  QVERIFY2(sql.startsWith("DROP VIEW v;\nALTER TABLE a ALTER COLUMN n SET DATA TYPE bigint") && sql.contains("CREATE VIEW v"), sql.constData());
}

/// Run as it is, it makes the one of the other, and loses no row that goes with another.
void DiffCommandTest::givesAScriptForSqlite() {
  const QString from = made("sold.db", "CREATE TABLE shop(id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE good(id INTEGER PRIMARY KEY, shop INT REFERENCES shop ON DELETE CASCADE); CREATE VIEW v AS SELECT name FROM shop;"
                                       "INSERT INTO shop VALUES (1, 'x'); INSERT INTO good VALUES (1, 1), (2, 1)");
  const QString to = made("sells.db", "CREATE TABLE shop(id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '', town TEXT); CREATE TABLE good(id INTEGER PRIMARY KEY, shop INT REFERENCES shop ON DELETE CASCADE); CREATE VIEW v AS SELECT name, town FROM shop");
  const CommandRun run = runCommand({QStringLiteral("diff"), from, to, QStringLiteral("--format"), QStringLiteral("sql")});
  QVERIFY2(run.code == 0, run.errors.c_str());
  QVERIFY2(run.output.starts_with("PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\nCREATE TABLE joinery_new_shop"), run.output.c_str());
  runScript(Url::parse(from.toStdString()), run.output.c_str());
  QCOMPARE(QByteArray::fromStdString(runCommand({QStringLiteral("diff"), from, to, QStringLiteral("--format"), QStringLiteral("sql")}).output), QByteArray());
  // Fails where a row is not there.
  runScript(Url::parse(from.toStdString()), "CREATE TABLE two(n INT CHECK (n = 2)); INSERT INTO two SELECT count(*) FROM good");
}

void DiffCommandTest::aRecordedRenameIsOne() {
  const QString from = made("titles.db", "CREATE TABLE a(id INTEGER PRIMARY KEY, title TEXT)"), to = made("names.db", "CREATE TABLE a(id INTEGER PRIMARY KEY, name TEXT)");
  const QString renames = written("renames.json", R"([{"op": "rename_column", "table": "a", "from": "title", "to": "name"}])");
  const CommandRun run = runCommand({QStringLiteral("diff"), from, to, QStringLiteral("--renames"), renames, QStringLiteral("--format"), QStringLiteral("json")});
  QVERIFY2(run.code == 0, run.errors.c_str());
  QCOMPARE(run.json().dump(), std::string(R"([{"op":"rename_column","table":"a","from":"title","to":"name"}])"));
}

void DiffCommandTest::filesNeedAnEngine() {
  const QString file = written("empty.json", "{}");
  const CommandRun run = runCommand({QStringLiteral("diff"), file, file});
  QCOMPARE(run.code, 2);
  QVERIFY2(run.errors.find("--engine") != std::string::npos, run.errors.c_str());
  QCOMPARE(runCommand({QStringLiteral("diff"), file, file, QStringLiteral("--engine"), QStringLiteral("sqlite")}).code, 0);
}

void DiffCommandTest::mistakesInAFileAreToldByTheirPlace() {
  const QString file = written("wrong.json", R"({"tables": [{"name": 1}]})");
  const CommandRun run = runCommand({QStringLiteral("diff"), file, file, QStringLiteral("--engine"), QStringLiteral("sqlite")});
  QCOMPARE(run.code, 2);
  QVERIFY2(run.errors.find("wrong.json at /tables/0/name: it takes a text, not 1") != std::string::npos, run.errors.c_str());
}

JOINERY_TEST(DiffCommandTest)
#include "tst_diff_command.moc"
