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
