// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "command_run.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

std::string contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

void write(const QString& path, const std::string& content) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(content)) < 0) qFatal("no file");
}

}  // namespace

/// ORACLES P9, by the command line.
class GenerateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void writesClassesOfADatabase_data() { addBackends(); }
  void writesClassesOfADatabase();
  void makesTheFolder();
  void withoutModelsItWritesAComment();
  void aDatabaseThatIsMissingIsAnError();
  void schemasHaveVariants();
  void helpNamesAllKinds();
  void writesWhatASchemaIs_data();
  void writesWhatASchemaIs();
  void leavesOutTheTableOfRevisions_data() { writesWhatASchemaIs_data(); }
  void leavesOutTheTableOfRevisions();
  void writesTheSqlOfAnotherEngine();
  void takesAFileOfASchema();
  void takesTheDesignOfAWorkspace();
  void wrongUsageIsTold_data();
  void wrongUsageIsTold();
  void whatCannotBeWrittenLeavesWhatWasThere();

 private:
  QString database(const char* sql, const char* name = "some.db");
  QTemporaryDir m_folder;
};

QString GenerateTest::database(const char* sql, const char* name) {
  const QString path = m_folder.filePath(QLatin1String(name));
  QFile::remove(path);
  runScript(Url::sqliteFile(path.toStdString()), sql);
  return path;
}

void GenerateTest::writesClassesOfADatabase() {
  QFETCH(int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  const char* tables = "CREATE TABLE author(id integer PRIMARY KEY, name text NOT NULL DEFAULT 'none'); CREATE TABLE book(id integer PRIMARY KEY, author_id integer REFERENCES author(id), price numeric(8,2))";
  QString url;
  if (isSqlite) url = database(tables);
  else {
    runScript(ownDatabaseUrl(), tables);
    url = QString::fromStdString(ownDatabaseUrl().toString());
  }
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("pydantic"), url});
  QCOMPARE(run.errors, ""s);
  QCOMPARE(run.code, 0);
  for (const char* line : {"class AuthorSchema(BaseModel):\n", "    name: str = \"none\"\n    book: list[BookSchema] | None = None\n\n\nclass BookSchema(BaseModel):\n", "    author_id: int | None = None\n    price: Decimal | None = None\n    author: AuthorSchema | None = None\n"})
    QVERIFY2(run.output.find(line) != std::string::npos, run.output.c_str());
}

/// P9: creates the output directory.
void GenerateTest::makesTheFolder() {
  const QString file = m_folder.filePath(QStringLiteral("a/b/schemas.py"));
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("pydantic"), database("CREATE TABLE t(x integer PRIMARY KEY)"), QStringLiteral("-o"), file});
  QVERIFY2(run.code == 0 && run.output.empty(), run.errors.c_str());
  QVERIFY(contentOf(file).find("class TSchema(BaseModel):") != std::string::npos);
  QCOMPARE(QDir(m_folder.filePath(QStringLiteral("a/b"))).entryList(QDir::Files).size(), 1);
}

/// P9: no models → a comment file, exit 0.
void GenerateTest::withoutModelsItWritesAComment() {
  const QString file = m_folder.filePath(QStringLiteral("empty.py"));
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("pydantic"), database(""), QStringLiteral("--output"), file});
  QCOMPARE(run.code, 0);
  QCOMPARE(contentOf(file), "# There are no models: nothing is described.\n"s);
}

void GenerateTest::aDatabaseThatIsMissingIsAnError() {
  const QString file = m_folder.filePath(QStringLiteral("none.py"));
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("pydantic"), m_folder.filePath(QStringLiteral("missing.db")), QStringLiteral("-o"), file});
  QCOMPARE(run.code, 1);
  QVERIFY2(run.errors.starts_with("joinery: "), run.errors.c_str());
  QVERIFY(!QFile::exists(file));
}

void GenerateTest::schemasHaveVariants() {
  const QString path = database("CREATE TABLE t(id integer PRIMARY KEY, x text NOT NULL)");
  QCOMPARE(runCommand({QStringLiteral("generate"), QStringLiteral("jsonschema"), path, QStringLiteral("--variant"), QStringLiteral("post")}).json()["$defs"]["tPost"]["required"].dump(), "[\"x\"]"s);
  QVERIFY(runCommand({QStringLiteral("generate"), QStringLiteral("jsonschema"), path}).json()["$defs"]["t"]["properties"].contains("id"));
}

void GenerateTest::helpNamesAllKinds() {
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("--help")});
  QVERIFY2(QString::fromStdString(run.output).simplified().contains(QLatin1String("cpp, dbml, dot, jsonschema, markdown, mermaid, pydantic, sql, sqlalchemy")), run.output.c_str());
}

void GenerateTest::writesWhatASchemaIs_data() {
  QTest::addColumn<QString>("kind");
  QTest::addColumn<std::string>("text");
  QTest::newRow("cpp") << QStringLiteral("cpp") << "struct T {\n  std::int64_t id = 0;\n  std::string x = {};\n};\n"s;
  QTest::newRow("sql") << QStringLiteral("sql") << "-- Generated by joinery generate sql, for sqlite.\n\nCREATE TABLE t (\n"s;
  QTest::newRow("dbml") << QStringLiteral("dbml") << "Table \"t\" {\n  \"id\" INTEGER [pk, not null]\n"s;
  QTest::newRow("mermaid") << QStringLiteral("mermaid") << "erDiagram\n  \"t\" {\n    INTEGER id PK\n"s;
  QTest::newRow("dot") << QStringLiteral("dot") << "digraph schema {\n"s;
  QTest::newRow("markdown") << QStringLiteral("markdown") << "# Schema\n\n1 table.\n"s;
}

void GenerateTest::writesWhatASchemaIs() {
  QFETCH(QString, kind);
  QFETCH(std::string, text);
  const QString path = database("CREATE TABLE t(id integer PRIMARY KEY, x text NOT NULL)");
  const CommandRun run = runCommand({QStringLiteral("generate"), kind, path});
  QVERIFY2(run.code == 0 && run.errors.empty() && run.output.find(text) != std::string::npos, (run.errors + run.output).c_str());
  if (kind != QLatin1String("cpp")) QCOMPARE(runCommand({QStringLiteral("schema"), path, QStringLiteral("--format"), kind}).output, run.output);
}

void GenerateTest::leavesOutTheTableOfRevisions() {
  QFETCH(QString, kind);
  const QString path = database("CREATE TABLE t(id integer PRIMARY KEY, x text NOT NULL); CREATE TABLE joinery_revision(id text)");
  for (const QStringList& words : {QStringList{QStringLiteral("generate"), kind, path}, QStringList{QStringLiteral("schema"), QStringLiteral("--format"), kind, path}}) {
    // Classes are no format of a schema.
    if (words[0] == QLatin1String("schema") && kind == QLatin1String("cpp")) continue;
    const CommandRun run = runCommand(words);
    QVERIFY2(run.code == 0 && run.output.find("joinery_revision") == std::string::npos && run.output.find("JoineryRevision") == std::string::npos, (run.errors + run.output).c_str());
  }
}

void GenerateTest::writesTheSqlOfAnotherEngine() {
  const QString path = database("CREATE TABLE t(id integer PRIMARY KEY, x nvarchar(9) DEFAULT 'a', y text CHECK (y GLOB\n'a*')); CREATE VIEW v AS SELECT x FROM t");
  const std::string expected =
      "-- Not as it is in sqlite:\n--   v: The view is left out: its query is written for the other engine.\n--   t: id: INTEGER becomes bigint.\n--   t: x: nvarchar(9) becomes character varying(9).\n"
      "--   t: The check y GLOB\n--   'a*' is left out.\n\n-- Generated by joinery generate sql, for postgresql.\n\nCREATE TABLE t (\n"
      "  id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL,\n  x character varying(9) DEFAULT 'a',\n  y text,\n  PRIMARY KEY (id)\n);\n";
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("sql"), path, QStringLiteral("--engine"), QStringLiteral("postgresql")});
  QVERIFY2(run.output == expected, (run.errors + run.output).c_str());
  const QString file = m_folder.filePath(QStringLiteral("of_sqlite.json"));
  write(file, runCommand({QStringLiteral("schema"), path}).output);
  QCOMPARE(runCommand({QStringLiteral("generate"), QStringLiteral("sql"), file, QStringLiteral("--engine"), QStringLiteral("postgresql")}).output, expected);
  const CommandRun unknown = runCommand({QStringLiteral("generate"), QStringLiteral("sql"), path, QStringLiteral("--engine"), QStringLiteral("oracle")});
  QVERIFY2(unknown.code != 0 && unknown.errors.find("oracle") != std::string::npos, unknown.errors.c_str());
}

void GenerateTest::takesAFileOfASchema() {
  const QString file = m_folder.filePath(QStringLiteral("schema.json"));
  write(file, runCommand({QStringLiteral("schema"), database("CREATE TABLE t(id integer PRIMARY KEY, x text NOT NULL)")}).output);
  const CommandRun unknown = runCommand({QStringLiteral("generate"), QStringLiteral("sql"), file});
  QCOMPARE(unknown.code, 2);
  QVERIFY2(unknown.errors.find("--engine sqlite") != std::string::npos, unknown.errors.c_str());
  const CommandRun known = runCommand({QStringLiteral("generate"), QStringLiteral("sql"), file, QStringLiteral("--engine"), QStringLiteral("sqlite")});
  QCOMPARE(known.output, "-- Generated by joinery generate sql, for sqlite.\n\nCREATE TABLE t (\n  id INTEGER PRIMARY KEY,\n  x TEXT NOT NULL\n);\n"s);
  QVERIFY(runCommand({QStringLiteral("generate"), QStringLiteral("pydantic"), file}).output.find("class TSchema(") != std::string::npos);
}

void GenerateTest::takesTheDesignOfAWorkspace() {
  const QString file = m_folder.filePath(QStringLiteral("plan.joinery"));
  const Json schema = runCommand({QStringLiteral("schema"), database("CREATE TABLE t(id integer PRIMARY KEY, x text NOT NULL)")}).json();
  write(file, Json{{"version", 1}, {"schema", {{"dialect", "sqlite"}, {"metadata", schema}}}}.dump());
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("sql"), file});
  QVERIFY2(run.code == 0 && run.output.find("CREATE TABLE t (\n") != std::string::npos, (run.errors + run.output).c_str());
  QCOMPARE(runCommand({QStringLiteral("diff"), file, file}).output, ""s);
  const CommandRun other = runCommand({QStringLiteral("generate"), QStringLiteral("sql"), file, QStringLiteral("--engine"), QStringLiteral("postgresql")});
  QVERIFY2(other.code == 0 && other.output.find("x text NOT NULL") != std::string::npos, (other.errors + other.output).c_str());
  write(file, "{\"version\": 1}");
  const CommandRun none = runCommand({QStringLiteral("generate"), QStringLiteral("dbml"), file});
  QCOMPARE(none.code, 2);
  QVERIFY2(none.errors.find("holds no designed schema") != std::string::npos, none.errors.c_str());
}

void GenerateTest::wrongUsageIsTold_data() {
  QTest::addColumn<QStringList>("words");
  QTest::addColumn<std::string>("told");
  QTest::newRow("kind") << QStringList{QStringLiteral("cobol"), QStringLiteral("x.db")} << "'cobol' is nothing that can be generated"s;
  QTest::newRow("variant") << QStringList{QStringLiteral("jsonschema"), QStringLiteral("x.db"), QStringLiteral("--variant"), QStringLiteral("get")} << "'get' is no variant; there are post, patch and put"s;
  QTest::newRow("variant of another") << QStringList{QStringLiteral("pydantic"), QStringLiteral("x.db"), QStringLiteral("--variant"), QStringLiteral("post")} << "pydantic has no variants"s;
  QTest::newRow("missing") << QStringList{QStringLiteral("pydantic")} << "SOURCE is missing"s;
}

void GenerateTest::wrongUsageIsTold() {
  QFETCH(QStringList, words);
  QFETCH(std::string, told);
  const CommandRun run = runCommand(QStringList{QStringLiteral("generate")} + words);
  QCOMPARE(run.code, 2);
  QVERIFY2(run.errors.starts_with("joinery: " + told), run.errors.c_str());
}

void GenerateTest::whatCannotBeWrittenLeavesWhatWasThere() {
  const QString path = database("CREATE TABLE t(x integer PRIMARY KEY)");
  // A file stands where the folder would be.
  const CommandRun run = runCommand({QStringLiteral("generate"), QStringLiteral("pydantic"), path, QStringLiteral("-o"), path + QStringLiteral("/schemas.py")});
  QCOMPARE(run.code, 1);
  QVERIFY2(run.errors.find("can't be written") != std::string::npos, run.errors.c_str());
  QVERIFY(QFile::exists(path));
}

JOINERY_TEST(GenerateTest)
#include "tst_generate.moc"
