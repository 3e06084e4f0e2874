// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/cli/text_output.h"
#include "command_run.h"
#include "orm/engine/engine.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

/// `joinery migrate` and `joinery revision`, with their exit codes.
class MigrateCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void aDesignBecomesARevisionAndADatabase_data() { addBackends(); }
  void aDesignBecomesARevisionAndADatabase();
  void aRecordedRenameKeepsTheValues();
  void whatIsLostIsAskedAbout();
  void printsTheStatementsOnly();
  void aDryRunChangesNothing();
  void aMissingDatabaseIsMadeOnRequestOnly();
  void sqlBecomesARevision();
  void mistakesHaveTheirExitCodes();
  void twoHeadsAreNamed();
  void aDatabaseMadeWithoutRevisionsIsStamped();
  void controlCharactersDoNotReachTheTerminal();

 private:
  QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
  QString workspace() const { return path("shop.joinery"); }
  static CommandRun run(const QStringList& words) { return runCommand(words); }
  void write(const QString& file, const std::string& text) const { cli::writeText(file.toStdString(), text); }
  void writeRevision(const char* name, const std::string& json) const { write(path("revisions/") + QString::fromUtf8(name), json); }
  /// The workspace with what a script makes of a SQLite database as its design.
  void design(const char* statements, const Json& operations = Json::array(), const Url& url = {}) const;
  /// A design with two tables, and its revision.
  void designShops() const;
  static QStringList migrate(const QString& workspace, const QString& url, const QStringList& options = {}) { return QStringList{QStringLiteral("migrate"), workspace, url} + options; }
  QString current(const QString& url) const { return QString::fromStdString(run({QStringLiteral("revision"), QStringLiteral("current"), url}).output).trimmed(); }
  static std::string cell(const QString& url, const char* sql) { return runCommand({QStringLiteral("sql"), url, QString::fromUtf8(sql)}).output; }
  static std::string fileText(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll().toStdString() : std::string();
  }
  /// The id of the only head.
  std::string chainHead() const { return run({QStringLiteral("revision"), QStringLiteral("show"), workspace(), QStringLiteral("head"), QStringLiteral("--format"), QStringLiteral("json")}).json()["id"].get<std::string>(); }
  std::unique_ptr<QTemporaryDir> m_folder;
};

#define REQUIRE_CODE(command, expected)                                        \
  do {                                                                         \
    const CommandRun ended = command;                                          \
    QVERIFY2(ended.code == (expected), (ended.output + ended.errors).c_str()); \
  } while (false)

void MigrateCommandTest::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  write(workspace(), R"({"version": 1, "kept": "by all"})");
}

void MigrateCommandTest::design(const char* statements, const Json& operations, const Url& url) const {
  const bool isFile = url.backend.empty();
  const Url place = isFile ? Url::sqliteFile(path("design.db").toStdString()) : url;
  QFile::remove(path("design.db"));
  runScript(place, statements);
  const Json metadata = run({QStringLiteral("schema"), QString::fromStdString(place.toString())}).json();
  write(workspace(), Json{{"version", 1}, {"kept", "by all"}, {"schema", {{"dialect", isFile ? "sqlite" : "postgresql"}, {"metadata", metadata}, {"operations", operations}}}}.dump());
}

void MigrateCommandTest::designShops() const {
  design("CREATE TABLE shop (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE good (id INTEGER PRIMARY KEY, shop_id INTEGER REFERENCES shop (id))");
  REQUIRE_CODE(run({QStringLiteral("revision"), QStringLiteral("create"), workspace(), QStringLiteral("-m"), QStringLiteral("Shops & goods")}), 0);
}

void MigrateCommandTest::aDesignBecomesARevisionAndADatabase() {
  QFETCH(const int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  const QString url = isSqlite ? path("shop.db") : QString::fromStdString(ownDatabaseUrl().toString());
  if (!isSqlite) runScript(ownDatabaseUrl(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  design("CREATE TABLE shop (id INTEGER PRIMARY KEY, title TEXT)", Json::array(), isSqlite ? Url() : ownDatabaseUrl());
  if (!isSqlite) runScript(ownDatabaseUrl(), "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  const CommandRun created = run({QStringLiteral("revision"), QStringLiteral("create"), workspace(), QStringLiteral("-m"), QStringLiteral("Shops")});
  REQUIRE_CODE(created, 0);
  QCOMPARE(QDir(path("revisions")).entryList(QDir::Files), QStringList{QStringLiteral("0001_shops.json")});
  QVERIFY2(created.output.find("Create table ") != std::string::npos, created.output.c_str());
  QCOMPARE(run({QStringLiteral("revision"), QStringLiteral("create"), workspace()}).code, 2);  // nothing is left to do

  const CommandRun migrated = run(migrate(workspace(), url, {QStringLiteral("--create")}));
  REQUIRE_CODE(migrated, 0);
  QVERIFY2(migrated.output.find(" is at ") != std::string::npos, migrated.output.c_str());
  const QString id = current(url);
  QVERIFY(id.size() == 12);
  const CommandRun list = run({QStringLiteral("revision"), QStringLiteral("list"), workspace(), url});
  QVERIFY2(QString::fromStdString(list.output).contains(QStringLiteral("*  ") + id + QStringLiteral(" (head)")), list.output.c_str());
  QVERIFY(run(migrate(workspace(), url)).output.find("already") != std::string::npos);
  // What remembers it is no difference.
  const CommandRun diff = run({QStringLiteral("diff"), url, isSqlite ? path("design.db") : url});
  QCOMPARE(QByteArray::fromStdString(diff.output), QByteArray());
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--to"), QStringLiteral("base"), QStringLiteral("--yes")})), 0);
  QCOMPARE(current(url), QStringLiteral("base"));
}

void MigrateCommandTest::aRecordedRenameKeepsTheValues() {
  designShops();
  const QString url = path("shop.db");
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--create")})), 0);
  runScript(Url::sqliteFile(url.toStdString()), "INSERT INTO shop VALUES (1, 'mine')");
  design("CREATE TABLE shop (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE good (id INTEGER PRIMARY KEY, shop_id INTEGER REFERENCES shop (id))",
         Json::array({{{"op", "rename_column"}, {"table", "shop"}, {"from", "title"}, {"to", "name"}}}));
  const CommandRun created = run({QStringLiteral("revision"), QStringLiteral("create"), workspace(), QStringLiteral("-m"), QStringLiteral("names")});
  REQUIRE_CODE(created, 0);
  QVERIFY2(created.output.find("Rename column") != std::string::npos && created.output.find("Drop") == std::string::npos, created.output.c_str());
  // The design is that of the revision now; what is not known here is kept.
  const Json kept = parseJson(fileText(workspace()));
  QVERIFY(kept["schema"]["operations"].empty() && kept["kept"] == "by all");
  REQUIRE_CODE(run(migrate(workspace(), url)), 0);
  QVERIFY(cell(url, "SELECT name FROM shop").find("mine") != std::string::npos);
  const CommandRun shown = run({QStringLiteral("revision"), QStringLiteral("show"), workspace(), QStringLiteral("head")});
  REQUIRE_CODE(shown, 0);
  QVERIFY2(shown.output.find("Up:\n    Rename column main.shop.title to name\nDown:\n    Rename column main.shop.name to title\n") != std::string::npos || shown.output.find("Rename column shop.title to name") != std::string::npos, shown.output.c_str());
}

void MigrateCommandTest::whatIsLostIsAskedAbout() {
  designShops();
  const QString url = path("shop.db");
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--create")})), 0);
  const CommandRun refused = run(migrate(workspace(), url, {QStringLiteral("--to"), QStringLiteral("base")}));
  REQUIRE_CODE(refused, 2);
  QVERIFY2(refused.output.find("! Drop table ") != std::string::npos && refused.output.find("no way back: the rows of") != std::string::npos, refused.output.c_str());
  QVERIFY(refused.errors.find("--yes") != std::string::npos);
  QCOMPARE(current(url).size(), 12);
  const CommandRun done = run(migrate(workspace(), url, {QStringLiteral("--to"), QStringLiteral("base"), QStringLiteral("--yes")}));
  REQUIRE_CODE(done, 0);
  QVERIFY2(done.output.find("The file as it was: ") != std::string::npos, done.output.c_str());
  QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("shop.db.*.backup")}).size(), 1);
  REQUIRE_CODE(run(migrate(workspace(), url)), 0);
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--to"), QStringLiteral("base"), QStringLiteral("--yes"), QStringLiteral("--no-backup")})), 0);
  QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("shop.db.*.backup")}).size(), 1);
}

void MigrateCommandTest::printsTheStatementsOnly() {
  designShops();
  const QString url = path("shop.db");
  runScript(Url::sqliteFile(url.toStdString()), "SELECT 1");
  const CommandRun script = run(migrate(workspace(), url, {QStringLiteral("--sql")}));
  REQUIRE_CODE(script, 0);
  QCOMPARE(current(url), QStringLiteral("none"));
  runScript(Url::sqliteFile(url.toStdString()), script.output.c_str());
  QCOMPARE(current(url).size(), 12);
  QVERIFY(run(migrate(workspace(), url)).output.find("already") != std::string::npos);
}

void MigrateCommandTest::aDryRunChangesNothing() {
  designShops();
  const QString url = path("shop.db");
  runScript(Url::sqliteFile(url.toStdString()), "CREATE TABLE other (id INTEGER PRIMARY KEY)");
  const std::string before = fileText(url);
  const CommandRun tried = run(migrate(workspace(), url, {QStringLiteral("--dry-run")}));
  REQUIRE_CODE(tried, 0);
  QVERIFY2(tried.output.find("was left as it is") != std::string::npos, tried.output.c_str());
  QVERIFY(fileText(url) == before);
  writeRevision("0002_bad.json", Json{{"version", 1}, {"id", "bad"}, {"parent", chainHead()}, {"up", {{{"op", "data"}, {"up", "INSERT INTO shop VALUES (1, 'a'), (1, 'b')"}}}}}.dump());
  const CommandRun failed = run(migrate(workspace(), url, {QStringLiteral("--dry-run")}));
  REQUIRE_CODE(failed, 1);
  QVERIFY2(failed.errors.find("revision bad") != std::string::npos, failed.errors.c_str());
  QVERIFY(fileText(url) == before);
}

void MigrateCommandTest::aMissingDatabaseIsMadeOnRequestOnly() {
  designShops();
  const QString url = path("missing.db");
  QCOMPARE(run(migrate(workspace(), url)).code, 1);
  QVERIFY(!QFile::exists(url));
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--create"), QStringLiteral("--dry-run")})), 0);
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--create"), QStringLiteral("--sql")})), 0);
  QCOMPARE(run(migrate(workspace(), url, {QStringLiteral("--create"), QStringLiteral("--to"), QStringLiteral("nowhere")})).code, 2);
  QVERIFY(!QFile::exists(url));
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--create")})), 0);
  QCOMPARE(current(url).size(), 12);
}

void MigrateCommandTest::sqlBecomesARevision() {
  const QString up = path("up.sql"), down = path("down.sql"), url = path("shop.db");
  write(up, "CREATE TABLE a (n INTEGER); INSERT INTO a VALUES (1)");
  write(down, "DROP TABLE a");
  const auto create = [&](const QStringList& options) { return run(QStringList{QStringLiteral("revision"), QStringLiteral("create"), workspace()} + options); };
  REQUIRE_CODE(create({QStringLiteral("-m"), QStringLiteral("by hand"), QStringLiteral("--sql-up"), up, QStringLiteral("--sql-down"), down}), 0);
  write(up, "VACUUM");
  REQUIRE_CODE(create({QStringLiteral("--sql-up"), up, QStringLiteral("--no-transaction")}), 0);
  REQUIRE_CODE(create({QStringLiteral("--empty"), QStringLiteral("-m"), QStringLiteral("to be filled in")}), 0);
  QCOMPARE(QDir(path("revisions")).entryList(QDir::Files), (QStringList{QStringLiteral("0001_by_hand.json"), QStringLiteral("0002_revision.json"), QStringLiteral("0003_to_be_filled_in.json")}));
  const CommandRun migrated = run(migrate(workspace(), url, {QStringLiteral("--create"), QStringLiteral("--yes")}));
  REQUIRE_CODE(migrated, 0);
  QVERIFY2(migrated.output.find("step by step, not all or nothing: Run VACUUM, outside of a transaction") != std::string::npos, migrated.output.c_str());
  QVERIFY(cell(url, "SELECT n FROM a").find('1') != std::string::npos);
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--to"), QStringLiteral("base"), QStringLiteral("--yes")})), 0);
  QCOMPARE(run({QStringLiteral("sql"), url, QStringLiteral("SELECT n FROM a")}).code, 1);
  for (const QStringList& wrong : {QStringList{QStringLiteral("--sql-down"), down}, QStringList{QStringLiteral("--no-transaction")}, QStringList{QStringLiteral("--empty"), QStringLiteral("--sql-up"), up}})
    QCOMPARE(create(wrong).code, 2);
}

void MigrateCommandTest::mistakesHaveTheirExitCodes() {
  QCOMPARE(run({QStringLiteral("revision")}).code, 2);
  QCOMPARE(run({QStringLiteral("revision"), QStringLiteral("explode")}).code, 2);
  QCOMPARE(run({QStringLiteral("revision"), QStringLiteral("--help")}).code, 0);
  QCOMPARE(run({QStringLiteral("revision"), QStringLiteral("create"), workspace()}).code, 2);  // no design
  QCOMPARE(run({QStringLiteral("revision"), QStringLiteral("list"), path("none.joinery")}).code, 1);
  QVERIFY(!QFile::exists(path("revisions")));
  designShops();
  const QString url = path("shop.db");
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--create")})), 0);
  const CommandRun unknown = run(migrate(workspace(), url, {QStringLiteral("--to"), QStringLiteral("zzz")}));
  REQUIRE_CODE(unknown, 2);
  QVERIFY2(unknown.errors.find("there is no revision zzz") != std::string::npos, unknown.errors.c_str());
  QCOMPARE(run({QStringLiteral("revision"), QStringLiteral("show"), workspace(), QStringLiteral("base")}).code, 2);
  writeRevision("0002_bad.json", "{");
  const CommandRun bad = run(migrate(workspace(), url));
  REQUIRE_CODE(bad, 2);
  QVERIFY2(bad.errors.find("0002_bad.json") != std::string::npos, bad.errors.c_str());
}

void MigrateCommandTest::twoHeadsAreNamed() {
  writeRevision("0001_a.json", R"({"version": 1, "id": "a", "up": []})");
  writeRevision("0002_mine.json", R"({"version": 1, "id": "mine", "parent": "a", "up": []})");
  writeRevision("0002_yours.json", R"({"version": 1, "id": "yours", "parent": "a", "up": []})");
  const QString url = path("shop.db");
  const CommandRun refused = run(migrate(workspace(), url, {QStringLiteral("--create")}));
  REQUIRE_CODE(refused, 2);
  QVERIFY2(refused.errors.find("there are several heads: mine, yours") != std::string::npos && refused.errors.find("parent") != std::string::npos, refused.errors.c_str());
  REQUIRE_CODE(run(migrate(workspace(), url, {QStringLiteral("--create"), QStringLiteral("--to"), QStringLiteral("mine")})), 0);
  QCOMPARE(current(url), QStringLiteral("mine"));
}

void MigrateCommandTest::aDatabaseMadeWithoutRevisionsIsStamped() {
  designShops();
  const QString url = path("shop.db");
  runScript(Url::sqliteFile(url.toStdString()), "CREATE TABLE shop (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE good (id INTEGER PRIMARY KEY, shop_id INTEGER REFERENCES shop (id))");
  const CommandRun refused = run(migrate(workspace(), url));
  REQUIRE_CODE(refused, 2);
  QVERIFY2(refused.errors.find("joinery revision stamp WORKSPACE URL " + chainHead()) != std::string::npos, refused.errors.c_str());
  REQUIRE_CODE(run({QStringLiteral("revision"), QStringLiteral("stamp"), workspace(), url, QStringLiteral("head")}), 0);
  QCOMPARE(current(url).toStdString(), chainHead());
  QVERIFY(run(migrate(workspace(), url)).output.find("already") != std::string::npos);
}

void MigrateCommandTest::controlCharactersDoNotReachTheTerminal() {
  writeRevision("0001_a.json", "{\"version\": 1, \"id\": \"a\", \"message\": \"\\u001b[2Jall is well\\r\", \"up\": [{\"op\": \"data\", \"up\": \"SELECT 1 -- \\u001b[2J\"}]}");
  for (const QStringList& words : {migrate(workspace(), path("shop.db"), {QStringLiteral("--create"), QStringLiteral("--yes")}), QStringList{QStringLiteral("revision"), QStringLiteral("list"), workspace()},
                                   QStringList{QStringLiteral("revision"), QStringLiteral("show"), workspace(), QStringLiteral("a")}}) {
    const CommandRun told = run(words);
    REQUIRE_CODE(told, 0);
    QVERIFY2(told.output.find('\x1b') == std::string::npos && told.output.find("all is well") != std::string::npos, told.output.c_str());
  }
}

JOINERY_TEST(MigrateCommandTest)
#include "tst_migrate_command.moc"
