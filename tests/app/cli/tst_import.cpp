// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include "command_run.h"
#include "orm/core/display_text.h"
#include "orm/engine/engine.h"
#include "orm/transfer/row_import.h"
#include "tests/support/memory_peak.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

constexpr const char* kSqliteTypes = R"(
CREATE TABLE a(id INTEGER PRIMARY KEY, i BIGINT, n NUMERIC, r REAL, t TEXT, b BLOB, ok BOOLEAN, d DATETIME, j JSON, any_one);
CREATE TABLE b(id INTEGER PRIMARY KEY, i BIGINT, n NUMERIC, r REAL, t TEXT, b BLOB, ok BOOLEAN, d DATETIME, j JSON, any_one);
INSERT INTO a VALUES (1, 9223372036854775807, 1.25, 0.1, 'plain', x'00ff41', 1, '2020-01-31 10:20:30.123456', '{"a": 1.10}', 12);
INSERT INTO a VALUES (2, -9223372036854775807 - 1, 'abc', 1e300, 'a "quoted", cell', x'', 0, '0044-03-15 BC', '[]', '12');
INSERT INTO a VALUES (3, 0, 17, 9e999, '', NULL, NULL, NULL, NULL, '');
INSERT INTO a VALUES (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO a VALUES (5, 'no number', 4.9e-324, -0.5, 'two
lines' || char(13) || char(10) || char(9) || ';', x'0d0a', 'true', 1.5, 'x''41''', x'41');
INSERT INTO a VALUES (6, 5, 1.7976931348623157e308, 2.2250738585072014e-308, 'x''41''', 'text among bytes', 7, 5, '""', '007');
INSERT INTO a VALUES (7, 1, 1, 1, ' blanks ', x'ff', 1, 'infinity', 'é⚡', 1.0);
INSERT INTO a VALUES (8, 2, 2, 2, char(0xFEFF) || 'mark', zeroblob(300000), 1, '12', 'null', '1.0');
)";
constexpr const char* kPostgresqlTypes = R"(
CREATE TYPE mood AS ENUM ('calm', 'wild and free');
CREATE TABLE a(id integer PRIMARY KEY, i bigint, n numeric, r double precision, f real, t text, b bytea, ok boolean, d timestamp, z timestamptz, day date, hour time, gap interval, u uuid, j json, m mood, l text[], g int4range, ip inet, bits varbit(8));
CREATE TABLE b(LIKE a INCLUDING ALL);
INSERT INTO a VALUES (1, 9223372036854775807, 12345678901234567890123456789.012345678900, 0.1, 0.1, 'plain', '\x00ff41', true, '2020-01-31 10:20:30.123456', '2020-01-31 10:20:30+05:30', '0044-03-15 BC', '24:00:00', '1 year 2 mons -3 days 04:05:06.7', '4fb4c5da-36c4-4ae2-8f7e-23e01aaf9568', '{"a":  1.10}', 'wild and free', ARRAY['a,b', E'c\x22d\\e', NULL, ''], '[1,5)', '10.0.0.1/8', B'0101');
INSERT INTO a VALUES (2, -9223372036854775808, 'NaN', 'NaN', 'Infinity', 'a "quoted", \N cell\', '', false, 'infinity', '-infinity', 'infinity', '00:00:00', '0', NULL, '[]', 'calm', '{}', 'empty', '::1', B'');
INSERT INTO a VALUES (3, 0, -0.000, '-Infinity', 1e-40, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO a(id) VALUES (4);
INSERT INTO a(id, t, r) VALUES (5, E'two\nlines\r\n\t;', 5e-324), (6, 'x''41''', 1.7976931348623157e308), (7, ' blanks é⚡ ', 1e300), (8, repeat('long "cell"', 30000), 1);
)";

void writeImported(const QString& path, const std::string& text) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), static_cast<qint64>(text.size())) != static_cast<qint64>(text.size())) qFatal("no file");
}

/// A hundred thousand, 40 MB, or as many as JOINERY_TRANSFER_ROWS says.
int manyRows() {
  const int given = qEnvironmentVariableIntValue("JOINERY_TRANSFER_ROWS");
  return given > 0 ? given : 100'000;
}

}  // namespace

/// The command `import`: what comes back of what was exported, what is inferred, and what becomes of bad rows.
class ImportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void everyTypeComesBackToTheByte_data();
  void everyTypeComesBackToTheByte();
  void bytesThatAreNoUtf8ComeBack_data();
  void bytesThatAreNoUtf8ComeBack();
  void nothingIsLostByInference_data() { addBackends(); }
  void nothingIsLostByInference();
  void typesAreInferred();
  void aLaterRowThatWouldLoseIsBad_data() { addBackends(); }
  void aLaterRowThatWouldLoseIsBad();
  void makesATable_data() { addBackends(); }
  void makesATable();
  void aBadRowEndsItAndNothingIsThere_data() { addBackends(); }
  void aBadRowEndsItAndNothingIsThere();
  void badRowsAreLeftOutOnRequest_data() { addBackends(); }
  void badRowsAreLeftOutOnRequest();
  void takenKeysAreLeftOrUpdated_data() { addBackends(); }
  void takenKeysAreLeftOrUpdated();
  void columnsAreMapped_data() { addBackends(); }
  void columnsAreMapped();
  void numbersGoOnBehindThoseOfTheRows_data();
  void numbersGoOnBehindThoseOfTheRows();
  void jsonOfOthersIsTaken_data() { addBackends(); }
  void jsonOfOthersIsTaken();
  void csvOfOthersIsTaken_data();
  void csvOfOthersIsTaken();
  void aFileThatCannotBeReadIsTold_data();
  void aFileThatCannotBeReadIsTold();
  void aCancelLeavesNothing_data() { addBackends(); }
  void aCancelLeavesNothing();
  void memoryDoesNotGrowWithTheRows_data() { addBackends(); }
  void memoryDoesNotGrowWithTheRows();
  void noMoreIsKeptThanReadersNeed();

 private:
  bool isSqlite() const { return m_backend == Backend::Sqlite; }
  void prepare(const std::string& script);
  void prepareFetched(const std::string& script);
  void goOutAndComeIn(std::int64_t mostBytes, int count);
  CommandRun run(const char* command, const QStringList& words) { return runCommand(QStringList{QString::fromUtf8(command), QString::fromStdString(m_url.toString())} + words); }
  CommandRun importText(const std::string& text, const QStringList& words = {}, const char* name = "in.csv");
  std::string cell(const std::string& sql);
  QString file(const char* name) const { return m_folder->filePath(QLatin1String(name)); }

  Backend m_backend = Backend::Sqlite;
  std::unique_ptr<QTemporaryDir> m_folder;
  Url m_url;
};

void ImportTest::prepare(const std::string& script) {
  m_url = isSqlite() ? Url::sqliteFile(file("some.db").toStdString()) : ownDatabaseUrl();
  if (isSqlite()) QFile::remove(file("some.db"));
  else runScript(m_url, "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  runScript(m_url, script.c_str());
}

void ImportTest::prepareFetched(const std::string& script) {
  QFETCH(int, backend);
  m_backend = static_cast<Backend>(backend);
  prepare(script);
}

CommandRun ImportTest::importText(const std::string& text, const QStringList& words, const char* name) {
  writeImported(file(name), text);
  return run("import", QStringList{QStringLiteral("t"), file(name)} + words);
}

std::string ImportTest::cell(const std::string& sql) {
  const auto batch = fetchAll(*Engine::create(m_url)->connect(Engine::Access::Read)->execute(sql));
  return batch->rows() == 0 ? "none" : displayText(batch->at(0, 0), ValueType{});
}

void ImportTest::everyTypeComesBackToTheByte_data() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QString>("name");
  QTest::addColumn<QStringList>("options");
  const bool hasServer = !qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES");
  for (const Backend backend : {Backend::Sqlite, Backend::Postgresql}) {
    if (backend == Backend::Postgresql && !hasServer) continue;
    const char* engine = backend == Backend::Sqlite ? "SQLite" : "PostgreSQL";
    for (const char* name : {"all.csv", "all.tsv", "all.json", "all.jsonl"}) QTest::addRow("%s %s", engine, name) << static_cast<int>(backend) << QString::fromUtf8(name) << QStringList();
    QTest::addRow("%s other characters", engine) << static_cast<int>(backend) << QStringLiteral("all.csv")
                                                 << QStringList{QStringLiteral("--delimiter"), QStringLiteral(";"), QStringLiteral("--quote"), QStringLiteral("'"), QStringLiteral("--null"), QStringLiteral("\\N")};
    QTest::addRow("%s updates", engine) << static_cast<int>(backend) << QStringLiteral("all.csv") << QStringList();
  }
}

/// E2: export, then import, and the rows are the same, seen by the engine.
void ImportTest::everyTypeComesBackToTheByte() {
  QFETCH(QString, name);
  QFETCH(QStringList, options);
  QFETCH(int, backend);
  prepareFetched(static_cast<Backend>(backend) == Backend::Sqlite ? kSqliteTypes : kPostgresqlTypes);
  const QString path = m_folder->filePath(name);
  QCOMPARE(run("export", QStringList{QStringLiteral("a"), path} + options).errors, ""s);
  const bool updates = QByteArray(QTest::currentDataTag()).endsWith("updates");
  if (updates) runScript(m_url, "INSERT INTO b(id) VALUES (1), (5)");
  const CommandRun imported = run("import", QStringList{QStringLiteral("b"), path} + options + (updates ? QStringList{QStringLiteral("--on-conflict"), QStringLiteral("update")} : QStringList()));
  QCOMPARE(imported.errors, ""s);
  QCOMPARE(imported.code, 0);
  QCOMPARE(cell("SELECT count(*) FROM b"), "8"s);
  std::string row;
  for (const char* column : {"id", "i", "n", "r", "t", "b", "ok", "d", "j", "any_one"})
    row += (row.empty() ? "" : " || '|' || ") + ("typeof("s + column + ") || quote(" + column + ") || length(CAST(coalesce(" + column + ", '') AS BLOB))");
  const auto rowOf = [&](const std::string& table) { return isSqlite() ? row : "(" + table + ".*)::text"; };
  const std::string lost = cell("SELECT " + rowOf("a") + " FROM a EXCEPT SELECT " + rowOf("b") + " FROM b");
  QVERIFY2(lost == "none", (lost + "\n" + cell("SELECT " + rowOf("b") + " FROM b EXCEPT SELECT " + rowOf("a") + " FROM a")).c_str());
}

void ImportTest::bytesThatAreNoUtf8ComeBack_data() {
  QTest::addColumn<QString>("name");
  for (const char* name : {"x.csv", "x.tsv"}) QTest::newRow(name) << QString::fromUtf8(name);
}

void ImportTest::bytesThatAreNoUtf8ComeBack() {
  QFETCH(QString, name);
  m_backend = Backend::Sqlite;
  prepare("CREATE TABLE a(x TEXT); CREATE TABLE b(x TEXT); INSERT INTO a VALUES (CAST(x'ff41fe' AS TEXT)), (CAST(x'410042' AS TEXT))");
  QCOMPARE(run("export", {QStringLiteral("a"), m_folder->filePath(name)}).code, 0);
  QCOMPARE(run("import", {QStringLiteral("b"), m_folder->filePath(name)}).errors, ""s);
  QCOMPARE(cell("SELECT group_concat(typeof(x) || hex(CAST(x AS BLOB))) FROM b"), "textFF41FE,text410042"s);
}

/// Pains 17 and 18: leading zeros, long numbers, hex colours and numbers in quotes.
void ImportTest::nothingIsLostByInference() {
  prepareFetched("");
  const std::string text = "zip,long,colour,hex,version,phone,quoted,id\r\n00501,12345678901234567890,557e90,0x1F,1.10.0,+49 30,\"7\",1\r\n10115,1,ff00aa,12,2.0,030,\"8\",2\r\n";
  QCOMPARE(importText(text, {QStringLiteral("--create")}).errors, ""s);
  QCOMPARE(run("export", {QStringLiteral("t"), file("out.csv")}).code, 0);
  QFile out(file("out.csv"));
  QVERIFY(out.open(QIODevice::ReadOnly));
  QCOMPARE(out.readAll().replace("\"", "").toStdString(), QByteArray::fromStdString(text).replace("\"", "").toStdString());
}

void ImportTest::typesAreInferred() {
  m_backend = Backend::Sqlite;
  prepare("");
  writeImported(file("in.csv"), "i,n,r,t,b,d,m,x,none,long,mixed,neg\n1,1.5,1e+300,a,true,2020-01-31,2020-01-31 10:00:00,x'41',,9223372036854775807,1,-5\n-2,2,1.5,1,false,2020-02-29,2020-01-31 10:00:01,x'',,1,x,0\n");
  const Json columns = run("import", {QStringLiteral("t"), file("in.csv"), QStringLiteral("--preview")}).json()["columns"];
  std::string types;
  for (const Json& column : columns) types += column["name"].get<std::string>() + "=" + column["type"].get<std::string>() + " ";
  QCOMPARE(types, "i=integer n=numeric r=real t=text b=boolean d=date m=timestamp x=blob none=text long=integer mixed=text neg=integer "s);
}

void ImportTest::aLaterRowThatWouldLoseIsBad() {
  prepareFetched("");
  std::string text = "code\n";
  for (int i = 1; i <= 1000; ++i) text += std::to_string(i) + "\n";
  text += "007\n";
  const CommandRun refused = importText(text, {QStringLiteral("--create")});
  QCOMPARE(refused.code, 1);
  QVERIFY2(refused.errors.find("line 1002: code: \"007\" would not stay as it is") != std::string::npos, refused.errors.c_str());
  QCOMPARE(importText(text, {QStringLiteral("--create"), QStringLiteral("--type"), QStringLiteral("code=text")}).errors, ""s);
  QCOMPARE(cell("SELECT count(*) FROM t WHERE code = '007'"), "1"s);
}

void ImportTest::makesATable() {
  prepareFetched("");
  const CommandRun made = importText("{\"id\": 1, \"name\": \"x\", \"tags\": [1, 2]}\n{\"id\": 2, \"ok\": true}\n", {QStringLiteral("--create")}, "in.jsonl");
  QCOMPARE(made.errors, ""s);
  QCOMPARE(cell("SELECT count(*) FROM t WHERE id = 2 AND name IS NULL AND tags IS NULL AND ok"), "1"s);
  const CommandRun again = importText("{\"id\": 1}", {QStringLiteral("--create")}, "in.jsonl");
  QVERIFY2(again.code == 2 && again.errors.find("already") != std::string::npos, again.errors.c_str());
}

void ImportTest::aBadRowEndsItAndNothingIsThere() {
  prepareFetched("CREATE TABLE t(id integer PRIMARY KEY, n integer NOT NULL)");
  std::string text = "id,n\n";
  for (int i = 1; i <= 5000; ++i) text += std::to_string(i) + (i == 4321 ? ",\n" : ",7\n");
  const CommandRun refused = importText(text);
  QCOMPARE(refused.code, 1);
  QVERIFY2(refused.errors.starts_with("joinery: line 4322: "), refused.errors.c_str());
  QCOMPARE(cell("SELECT count(*) FROM t"), "0"s);
  QCOMPARE(importText("id,n\n1,2,3\n").errors.find("line 2: the row has 3 cells, not 2") == std::string::npos, false);
}

void ImportTest::badRowsAreLeftOutOnRequest() {
  prepareFetched("CREATE TABLE t(id integer PRIMARY KEY, n integer NOT NULL CHECK (n > 0))");
  const std::string text = "id,n\n1,1\n2,-1\n3\n4,4\n1,9\n\"6\n\",6\n7,7\n";
  const CommandRun skipped = importText(text, {QStringLiteral("--skip-bad"), QStringLiteral("all")});
  QCOMPARE(skipped.code, 0);
  for (const char* line : {"line 3: ", "line 4: the row has 1 cell, not 2", "line 6: "}) QVERIFY2(skipped.errors.find(line) != std::string::npos, skipped.errors.c_str());
  QVERIFY2(skipped.output.find("3 bad rows left out") != std::string::npos, skipped.output.c_str());
  QCOMPARE(cell("SELECT sum(id) FROM t"), "18"s);
  runScript(m_url, "DELETE FROM t");
  QCOMPARE(importText(text, {QStringLiteral("--skip-bad"), QStringLiteral("2")}).code, 1);
  QCOMPARE(cell("SELECT count(*) FROM t"), "0"s);
}

void ImportTest::takenKeysAreLeftOrUpdated() {
  prepareFetched("CREATE TABLE t(id integer PRIMARY KEY, n integer, kept integer); INSERT INTO t VALUES (1, 10, 100)");
  const std::string text = "id,n\n1,11\n2,22\n";
  QCOMPARE(importText(text).code, 1);
  QVERIFY(importText(text, {QStringLiteral("--on-conflict"), QStringLiteral("nothing")}).output.starts_with("1 row, "));
  QCOMPARE(cell("SELECT sum(n) FROM t"), "32"s);
  QCOMPARE(importText(text, {QStringLiteral("--on-conflict"), QStringLiteral("update")}).errors, ""s);
  QCOMPARE(cell("SELECT sum(n) + sum(kept) FROM t"), "133"s);
}

void ImportTest::columnsAreMapped() {
  prepareFetched("CREATE TABLE t(id integer PRIMARY KEY, name text, twice integer GENERATED ALWAYS AS (id * 2) STORED)");
  QCOMPARE(importText("ID,title,junk,twice\n1,x,y,99\n", {QStringLiteral("--map"), QStringLiteral("title=name"), QStringLiteral("--map"), QStringLiteral("junk=")}).errors, ""s);
  QCOMPARE(cell("SELECT count(*) FROM t WHERE id = 1 AND name = 'x' AND twice = 2"), "1"s);
  const CommandRun unknown = importText("id,title\n1,x\n");
  QVERIFY2(unknown.code == 2 && unknown.errors.find("has no column \"title\"") != std::string::npos, unknown.errors.c_str());
  QVERIFY(importText("id\n2\n", {QStringLiteral("--map"), QStringLiteral("titel=name")}).errors.find("the file has no column \"titel\"") != std::string::npos);
}

void ImportTest::numbersGoOnBehindThoseOfTheRows_data() {
  QTest::addColumn<int>("backend");
  QTest::addColumn<std::string>("type");
  const auto add = [](const char* name, Backend backend, const char* type) { QTest::newRow(name) << static_cast<int>(backend) << std::string(type); };
  add("SQLite", Backend::Sqlite, "INTEGER PRIMARY KEY");
  add("SQLite AUTOINCREMENT", Backend::Sqlite, "INTEGER PRIMARY KEY AUTOINCREMENT");
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) return;
  add("serial", Backend::Postgresql, "serial PRIMARY KEY");
  add("identity", Backend::Postgresql, "bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY");
  add("identity always", Backend::Postgresql, "smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
}

/// A row that is inserted after an import gets a number that no row has; numbers never go back.
void ImportTest::numbersGoOnBehindThoseOfTheRows() {
  QFETCH(std::string, type);
  prepareFetched("");
  runScript(m_url, ("CREATE TABLE t(\"Id\" " + type + ", n integer); INSERT INTO t(n) VALUES (1)").c_str());
  const CommandRun imported = importText("Id,n\n7,7\n300,8\n41,9\n");
  QCOMPARE(imported.errors, ""s);
  QCOMPARE(imported.output.find("the numbers of Id go on behind 300") != std::string::npos, !isSqlite());
  runScript(m_url, "INSERT INTO t(n) VALUES (2)");
  QCOMPARE(cell("SELECT \"Id\" FROM t WHERE n = 2"), "301"s);
  QCOMPARE(importText("Id,n\n50,3\n").output.find("numbers"), std::string::npos);
  QCOMPARE(importText("n\n5\n").output.find("numbers"), std::string::npos);
  QCOMPARE(cell("SELECT \"Id\" FROM t WHERE n = 5"), "302"s);
}

void ImportTest::jsonOfOthersIsTaken() {
  prepareFetched("CREATE TABLE t(id integer PRIMARY KEY, n numeric, s text, j json)");
  const CommandRun taken = importText("[ {\"id\": 1, \"n\": 1.25, \"s\": 5, \"j\": {\"a\": [1]}},\n {\"id\": 2, \"s\": \"\\u00e9\"} ]", {}, "in.json");
  QCOMPARE(taken.errors, ""s);
  QCOMPARE(cell("SELECT count(*) FROM t WHERE (id = 1 AND n = 1.25 AND s = '5' AND j IS NOT NULL) OR (id = 2 AND s = 'é' AND n IS NULL)"), "2"s);
  const CommandRun broken = importText("[{\"id\": 3},\n{\"id\": 4,}]", {}, "in.json");
  QVERIFY2(broken.code == 1 && broken.errors.starts_with("joinery: line 2: "), broken.errors.c_str());
  const CommandRun line = importText("{\"id\": 5}\n{\"id\": nope}\n\n{\"id\": 6}\n", {QStringLiteral("--skip-bad"), QStringLiteral("1")}, "in.jsonl");
  QVERIFY2(line.code == 0 && line.errors.starts_with("joinery: line 2: "), line.errors.c_str());
  QCOMPARE(cell("SELECT sum(id) FROM t"), "14"s);
}

void ImportTest::csvOfOthersIsTaken_data() {
  QTest::addColumn<std::string>("text");
  QTest::addColumn<QStringList>("options");
  QTest::newRow("LF, no end") << "a,b\n1,x\n2,y"s << QStringList();
  QTest::newRow("CR") << "a,b\r1,x\r2,y\r"s << QStringList();
  QTest::newRow("a mark of UTF-8, blank lines") << "\xEF\xBB\xBF" "a,b\r\n1,x\r\n\r\n2,y\r\n\r\n"s << QStringList();
  QTest::newRow("all in quotes") << "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n"s << QStringList();
  QTest::newRow("no header") << "1,x\n2,y\n"s << QStringList{QStringLiteral("--no-header"), QStringLiteral("--map"), QStringLiteral("c1=a"), QStringLiteral("--map"), QStringLiteral("c2=b")};
  QTest::newRow("tabs") << "a\tb\n1\tx\n2\ty\n"s << QStringList{QStringLiteral("--delimiter"), QStringLiteral("tab")};
}

void ImportTest::csvOfOthersIsTaken() {
  QFETCH(std::string, text);
  QFETCH(QStringList, options);
  m_backend = Backend::Sqlite;
  prepare("CREATE TABLE t(a INTEGER, b TEXT)");
  QCOMPARE(importText(text, options).errors, ""s);
  QCOMPARE(cell("SELECT group_concat(typeof(a) || a || b) FROM t"), "integer1x,integer2y"s);
}

void ImportTest::aFileThatCannotBeReadIsTold_data() {
  QTest::addColumn<std::string>("text");
  QTest::addColumn<std::string>("told");
  QTest::newRow("empty") << ""s << "the file is empty"s;
  QTest::newRow("UTF-16") << "\xFF\xFE" "a"s << "UTF-16"s;
  QTest::newRow("names twice") << "a,a\n1,2\n"s << "two columns are called \"a\""s;
  QTest::newRow("quote without end") << "a\n1\n\"2\n3\n"s << "line 3: the quote that begins in line 3 never ends"s;
  QTest::newRow("text after a quote") << "a\n\"1\"2\n"s << "line 2: there is text after the closing quote"s;
}

void ImportTest::aFileThatCannotBeReadIsTold() {
  QFETCH(std::string, text);
  QFETCH(std::string, told);
  m_backend = Backend::Sqlite;
  prepare("CREATE TABLE t(a INTEGER)");
  const CommandRun refused = importText(text);
  QCOMPARE(refused.code, 1);
  QVERIFY2(refused.errors.find(told) != std::string::npos, refused.errors.c_str());
  QCOMPARE(cell("SELECT count(*) FROM t"), "0"s);
}

void ImportTest::aCancelLeavesNothing() {
  prepareFetched("CREATE TABLE t(id integer)");
  std::string text = "id\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + "\n";
  writeImported(file("in.csv"), text);
  const auto engine = Engine::create(m_url);
  const auto lease = engine->connect(Engine::Access::Write);
  const CancelToken token;
  std::int64_t seen = 0;
  ImportOptions options;
  options.table = QualifiedName("t");
  RowImport rows(*lease, engine->dialect(), options, token, [&](const TransferProgress& progress) {
    seen = progress.rows;
    token.cancel();
  });
  InputFile in(file("in.csv").toStdString());
  QCOMPARE(kindThrown([&] { rows.run(in); }), std::optional(ErrorKind::Cancelled));
  QVERIFY(seen > 0 && seen < 20'000);
  QCOMPARE(fetchAll(*lease->execute("SELECT count(*) FROM t"))->at(0, 0).toInteger(), std::int64_t{0});
}

constexpr const char* kManyRowsGoFromTo = "CREATE TABLE a(id integer, name text); CREATE TABLE t(id integer, name text)";

/// More bytes than the limit go out and come in: more rows of the same kind would take no more memory.
void ImportTest::goOutAndComeIn(std::int64_t mostBytes, int count) {
  const std::string rows = std::to_string(count);
  runScript(m_url, ("INSERT INTO a WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < " + rows + ") SELECT n, " + (isSqlite() ? "hex(zeroblob(200))" : "repeat('00', 200)") + " || ', ' || n FROM c").c_str());
  const MemoryPeak peak;
  QCOMPARE(run("export", {QStringLiteral("a"), file("many.csv")}).code, 0);
  const std::int64_t afterExport = peak.growth();
  const CommandRun imported = run("import", {QStringLiteral("t"), file("many.csv")});
  QCOMPARE(imported.errors, ""s);
  QVERIFY(QFileInfo(file("many.csv")).size() > std::int64_t{400} * count);
  if (!MemoryPeak::kCountsMore) QVERIFY2(peak.growth() < mostBytes, qPrintable(QStringLiteral("%1 bytes, %2 of them for the export").arg(peak.growth()).arg(afterExport)));
  QCOMPARE(cell("SELECT count(*) FROM t"), rows);
  QCOMPARE(cell("SELECT count(*) FROM (SELECT id, name FROM a EXCEPT SELECT id, name FROM t) AS missing"), "0"s);
}

void ImportTest::memoryDoesNotGrowWithTheRows() {
  prepareFetched(kManyRowsGoFromTo);
  if (isSqlite()) runScript(m_url, "PRAGMA journal_mode = wal");
  goOutAndComeIn(30 << 20, manyRows());
}

/// Of an import into a file with a rollback journal 64 MiB stay in memory, for as long as that keeps nobody from reading.
void ImportTest::noMoreIsKeptThanReadersNeed() {
  m_backend = Backend::Sqlite;
  prepare(kManyRowsGoFromTo);
  goOutAndComeIn(96 << 20, 3 * manyRows());
}

JOINERY_TEST(ImportTest)
#include "tst_import.moc"
