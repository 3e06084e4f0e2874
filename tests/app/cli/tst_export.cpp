// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command_run.h"
#include "orm/core/db_error.h"
#include "orm/core/output_file.h"
#include "orm/engine/engine.h"
#include "orm/transfer/row_export.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

constexpr const char* kExportedRows = R"(
CREATE TABLE artist(id integer PRIMARY KEY, name text, rating numeric(40,10), data {bytes}, ok boolean, at timestamp);
INSERT INTO artist VALUES (1, 'plain', 12345678901234567890123456789.0123456789, {blob}, true, '2020-01-31 10:20:30');
INSERT INTO artist VALUES (2, 'a "quoted", cell', NULL, NULL, false, NULL);
INSERT INTO artist VALUES (3, '', 1.5, NULL, NULL, NULL);
INSERT INTO artist VALUES (4, NULL, NULL, NULL, NULL, NULL);
INSERT INTO artist VALUES (5, '=1+1', NULL, NULL, NULL, NULL);
)";

std::string replaced(std::string script, const std::string& place, const std::string& text) {
  for (std::size_t at = script.find(place); at != std::string::npos; at = script.find(place, at)) script.replace(at, place.size(), text);
  return script;
}

std::string exportedText(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "no file"s;
}

}  // namespace

/// The command `export`: what stands in the file, and that it is there whole or not at all.
class ExportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void writesCsv_data() { addBackends(); }
  void writesCsv();
  void writesWhatWasAskedFor_data() { addBackends(); }
  void writesWhatWasAskedFor();
  void writesTsvWithASpellingOfNull();
  void writesJson_data() { addBackends(); }
  void writesJson();
  void writesJsonLines();
  void writesSqlThatMakesTheSameRows_data() { addBackends(); }
  void writesSqlThatMakesTheSameRows();
  void writesRowsOfAStatement_data() { addBackends(); }
  void writesRowsOfAStatement();
  void formulasAreEscapedOnRequest();
  void quotesTellTextsFromNumbers();
  void bytesThatAreNoUtf8StandAsTheyAre();
  void theEnginesOwnLinesAreTheSame();
  void writesToStandardOutput();
  void whatFailsLeavesTheOldFile_data() { addBackends(); }
  void whatFailsLeavesTheOldFile();
  void aFolderThatTakesNoFilesIsAnError();
  void aCancelLeavesNothing_data() { addBackends(); }
  void aCancelLeavesNothing();
  void linksAndPermissionsAreKept();
  void wrongUsageIsTold_data();
  void wrongUsageIsTold();

 private:
  void prepare(Backend backend, const std::string& script);
  void prepareRows();
  CommandRun exported(const QStringList& words) { return runCommand(QStringList{QStringLiteral("export"), QString::fromStdString(m_url.toString())} + words); }
  QString file(const char* name) const { return m_folder->filePath(QLatin1String(name)); }

  std::unique_ptr<QTemporaryDir> m_folder;
  Url m_url;
};

void ExportTest::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void ExportTest::prepare(Backend backend, const std::string& script) {
  const bool isSqlite = backend == Backend::Sqlite;
  m_url = isSqlite ? Url::sqliteFile(file("some.db").toStdString()) : ownDatabaseUrl();
  if (!isSqlite) runScript(m_url, "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  runScript(m_url, replaced(replaced(script, "{bytes}", isSqlite ? "blob" : "bytea"), "{blob}", isSqlite ? "x'00ff41'" : "'\\x00ff41'").c_str());
}

void ExportTest::prepareRows() {
  QFETCH(int, backend);
  prepare(static_cast<Backend>(backend), kExportedRows);
}

void ExportTest::writesCsv() {
  prepareRows();
  const CommandRun run = exported({QStringLiteral("artist"), file("out.csv"), QStringLiteral("--sort"), QStringLiteral("+id"), QStringLiteral("--columns"), QStringLiteral("id,name,data")});
  QCOMPARE(run.errors, ""s);
  QCOMPARE(run.code, 0);
  QCOMPARE(exportedText(file("out.csv")), "id,name,data\r\n1,plain,x'00ff41'\r\n2,\"a \"\"quoted\"\", cell\",\r\n3,\"\",\r\n4,,\r\n5,=1+1,\r\n"s);
  QVERIFY2(run.output.starts_with("5 rows, "), run.output.c_str());
}

void ExportTest::writesWhatWasAskedFor() {
  prepareRows();
  const CommandRun run = exported({QStringLiteral("artist"), file("out.csv"), QStringLiteral("--filter"), QStringLiteral("{\"id\": {\"$lt\": 4}}"), QStringLiteral("--sort"), QStringLiteral("-id"), QStringLiteral("--columns"), QStringLiteral("rating,id"),
                                   QStringLiteral("--limit"), QStringLiteral("2"), QStringLiteral("--no-header"), QStringLiteral("--delimiter"), QStringLiteral(";"), QStringLiteral("--line-end"), QStringLiteral("lf")});
  QCOMPARE(run.errors, ""s);
  QFETCH(int, backend);
  const std::string rating = static_cast<Backend>(backend) == Backend::Sqlite ? "1.5" : "1.5000000000";
  QCOMPARE(exportedText(file("out.csv")), rating + ";3\n;2\n");
}

void ExportTest::writesTsvWithASpellingOfNull() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a text, b text); INSERT INTO t VALUES (NULL, '\\N'), ('', 'x\ty'), ('z', 'two\nlines')");
  const CommandRun run = exported({QStringLiteral("t"), file("out.tsv"), QStringLiteral("--null"), QStringLiteral("\\N")});
  QCOMPARE(run.errors, ""s);
  QCOMPARE(exportedText(file("out.tsv")), "a\tb\n\\N\t\"\\N\"\n\"\"\t\"x\ty\"\nz\t\"two\nlines\"\n"s);
}

void ExportTest::writesJson() {
  prepareRows();
  const CommandRun run = exported({QStringLiteral("artist"), file("out.json"), QStringLiteral("--sort"), QStringLiteral("+id")});
  QCOMPARE(run.errors, ""s);
  const Json json = parseJson(exportedText(file("out.json")));
  QCOMPARE(json.size(), std::size_t{5});
  QCOMPARE(json[0]["data"].dump(), "{\"$blob\":\"AP9B\"}"s);
  QCOMPARE(json[0]["ok"].dump(), "true"s);
  QCOMPARE(json[0]["at"].dump(), "\"2020-01-31T10:20:30\""s);
  QVERIFY(json[3]["name"].is_null());
  QCOMPARE(json[2]["name"].dump(), "\"\""s);
  QFETCH(int, backend);
  if (static_cast<Backend>(backend) == Backend::Postgresql) QCOMPARE(json[0]["rating"].dump(), "\"12345678901234567890123456789.0123456789\""s);
  QCOMPARE(exported({QStringLiteral("artist"), file("none.json"), QStringLiteral("--filter"), QStringLiteral("{\"id\": 99}")}).code, 0);
  QCOMPARE(exportedText(file("none.json")), "[]\n"s);
}

void ExportTest::writesJsonLines() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a text, b integer); INSERT INTO t VALUES ('two\nlines', 9223372036854775807), ('é', NULL)");
  QCOMPARE(exported({QStringLiteral("t"), file("out.jsonl")}).code, 0);
  QCOMPARE(exportedText(file("out.jsonl")), "{\"a\":\"two\\nlines\",\"b\":\"9223372036854775807\"}\n{\"a\":\"é\",\"b\":null}\n"s);
}

void ExportTest::writesSqlThatMakesTheSameRows() {
  prepareRows();
  QCOMPARE(exported({QStringLiteral("artist"), file("out.sql"), QStringLiteral("--sort"), QStringLiteral("+id")}).errors, ""s);
  QCOMPARE(exported({QStringLiteral("artist"), file("before.csv"), QStringLiteral("--sort"), QStringLiteral("+id")}).code, 0);
  runScript(m_url, "DELETE FROM artist");
  runScript(m_url, exportedText(file("out.sql")).c_str());
  QCOMPARE(exported({QStringLiteral("artist"), file("after.csv"), QStringLiteral("--sort"), QStringLiteral("+id")}).code, 0);
  QCOMPARE(exportedText(file("after.csv")), exportedText(file("before.csv")));
  QVERIFY(exportedText(file("after.csv")).find("quoted") != std::string::npos);
}

void ExportTest::writesRowsOfAStatement() {
  prepareRows();
  QCOMPARE(exported({file("out.csv"), QStringLiteral("--query"), QStringLiteral("SELECT id, id AS id, name FROM artist WHERE id = 2")}).errors, ""s);
  QCOMPARE(exportedText(file("out.csv")), "id,id,name\r\n2,2,\"a \"\"quoted\"\", cell\"\r\n"s);
  QCOMPARE(exported({file("out.jsonl"), QStringLiteral("--query"), QStringLiteral("SELECT id, id AS id FROM artist WHERE id = 2")}).code, 0);
  QCOMPARE(exportedText(file("out.jsonl")), "{\"id\":2,\"id_2\":2}\n"s);
  QCOMPARE(exported({file("out.sql"), QStringLiteral("--table"), QStringLiteral("copy of"), QStringLiteral("--query"), QStringLiteral("SELECT id FROM artist WHERE id = 2")}).code, 0);
  QCOMPARE(exportedText(file("out.sql")), "BEGIN;\nINSERT INTO \"copy of\" (id) VALUES (2);\nCOMMIT;\n"s);
}

/// F6: a spreadsheet evaluates none of the cells.
void ExportTest::formulasAreEscapedOnRequest() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a text, n integer); INSERT INTO t VALUES ('=1+1', -5), ('@x', 5), ('plain', 0)");
  QCOMPARE(exported({QStringLiteral("t"), file("out.csv"), QStringLiteral("--escape-formulas")}).code, 0);
  QCOMPARE(exportedText(file("out.csv")), "a,n\r\n\"'=1+1\",-5\r\n\"'@x\",5\r\nplain,0\r\n"s);
}

void ExportTest::quotesTellTextsFromNumbers() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a, b text); INSERT INTO t VALUES (12, '12'), ('12', 'x'), (1.0, ''), ('1.0', '1.0'), (x'41', 'x''41'''), ('007', '007'), (1e300, 'Infinity')");
  QCOMPARE(exported({QStringLiteral("t"), file("out.csv"), QStringLiteral("--no-header")}).code, 0);
  QCOMPARE(exportedText(file("out.csv")), "12,12\r\n\"12\",x\r\n1.0,\"\"\r\n\"1.0\",1.0\r\nx'41',\"x'41'\"\r\n007,007\r\n1e+300,Infinity\r\n"s);
}

void ExportTest::bytesThatAreNoUtf8StandAsTheyAre() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a text); INSERT INTO t VALUES (CAST(x'ff41fe' AS TEXT))");
  QCOMPARE(exported({QStringLiteral("t"), file("out.csv"), QStringLiteral("--no-header")}).code, 0);
  QCOMPARE(exportedText(file("out.csv")), "\xff" "A\xfe\r\n"s);
  QCOMPARE(exported({QStringLiteral("t"), file("out.jsonl")}).code, 0);
  QCOMPARE(exportedText(file("out.jsonl")), "{\"a\":{\"$blob\":\"/0H+\"}}\n"s);
}

/// PostgreSQL writes the lines by itself, but not where formulas are escaped.
void ExportTest::theEnginesOwnLinesAreTheSame() {
  if (qgetenv("JOINERY_TEST_POSTGRES").isEmpty()) QSKIP("JOINERY_TEST_POSTGRES names no server");
  prepare(Backend::Postgresql,
          "CREATE TYPE mood AS ENUM ('calm', 'wild, free');"
          "CREATE TABLE t(id integer PRIMARY KEY, big bigint, n numeric, r double precision, a text, c char(4), d date, h time, at timestamp, z timestamptz, u uuid, j jsonb, m mood);"
          "INSERT INTO t VALUES (1, 9223372036854775807, 1.500, 1e15, E'a \"quoted\", cell\r\n', 'ab', '2024-02-29', '24:00', '2024-02-29 12:00:00.5', '2024-02-29 12:00+05:30', '4fb4c5da-36c4-4ae2-8f7e-23e01aaf9568', '{\"a\": [1, null]}', 'wild, free');"
          "INSERT INTO t(id, n, r, a, d, at) VALUES (2, 'NaN', 'NaN', '', '0044-03-15 BC', 'infinity'), (3, 0, -0.0, '\\.', 'infinity', NULL), (4, 1e30, 'Infinity', ' ', NULL, NULL), (5, 0, 'NaN', 'NULL', NULL, NULL);"
          "INSERT INTO t(id, r) SELECT 10 + row_number() OVER (), r FROM unnest('{1e14,999999999999999.9,123456789012345680,0.0001,0.00009999,1e-5,0.1,1e300,5e-324,1.7976931348623157e308,-2.5,100,1e22}'::double precision[]) r");
  for (const char* end : {"crlf", "lf"}) {
    const QStringList words{QStringLiteral("t"), QStringLiteral("--sort"), QStringLiteral("+id"), QStringLiteral("--line-end"), QLatin1String(end)};
    QCOMPARE(exported(words + QStringList{file("own.csv")}).errors, ""s);
    QCOMPARE(exported(words + QStringList{file("ours.csv"), QStringLiteral("--escape-formulas")}).errors, ""s);
    QCOMPARE(exportedText(file("own.csv")), exportedText(file("ours.csv")));
    QVERIFY(exportedText(file("own.csv")).size() > 500);
  }
}

void ExportTest::writesToStandardOutput() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a text); INSERT INTO t VALUES ('x')");
  const CommandRun run = exported({QStringLiteral("t"), QStringLiteral("-")});
  QCOMPARE(run.output, "a\r\nx\r\n"s);
  QCOMPARE(exported({QStringLiteral("t"), QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("jsonl")}).output, "{\"a\":\"x\"}\n"s);
}

/// B10: the target is not replaced where the engine fails midway.
void ExportTest::whatFailsLeavesTheOldFile() {
  prepareRows();
  QFile old(file("out.csv"));
  QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
  old.close();
  QFETCH(int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  const char* failing = isSqlite ? "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 9000) SELECT CASE n WHEN 8500 THEN abs(-9223372036854775807 - 1) ELSE n END FROM c" : "SELECT 1 / (n - 8500) FROM generate_series(1, 9000) n";
  const CommandRun run = exported({file("out.csv"), QStringLiteral("--query"), QString::fromUtf8(failing)});
  QCOMPARE(run.code, 1);
  QVERIFY2(run.errors.starts_with("joinery: "), run.errors.c_str());
  QCOMPARE(exportedText(file("out.csv")), "old"s);
  QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("*out*")}, QDir::Files | QDir::Hidden).size(), 1);
}

void ExportTest::aFolderThatTakesNoFilesIsAnError() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a text)");
  // A file stands where the folder would be: root may write into any folder.
  const CommandRun run = exported({QStringLiteral("t"), file("some.db") + QStringLiteral("/out.csv")});
  QCOMPARE(run.code, 1);
  QVERIFY2(run.errors.find("can't be written") != std::string::npos, run.errors.c_str());
  QVERIFY(QDir().mkdir(file("closed")));
  QVERIFY(chmod(qPrintable(file("closed")), 0500) == 0);
  const CommandRun closed = exported({QStringLiteral("t"), file("closed/out.csv")});
  QCOMPARE(closed.code, geteuid() == 0 ? 0 : 1);
  chmod(qPrintable(file("closed")), 0700);
  // /dev/full: every write fails as on a full disk.
  prepare(Backend::Sqlite, "CREATE TABLE u(a text); INSERT INTO u VALUES ('x')");
  const CommandRun full = exported({QStringLiteral("u"), QStringLiteral("/dev/full"), QStringLiteral("--format"), QStringLiteral("csv")});
  QCOMPARE(full.code, 1);
  QVERIFY2(full.errors.find("No space left") != std::string::npos, full.errors.c_str());
}

void ExportTest::aCancelLeavesNothing() {
  prepareRows();
  const auto engine = Engine::create(m_url);
  const auto lease = engine->connect(Engine::Access::Read);
  const CancelToken token;
  const RowExport rows(engine->dialect(), {}, token, [&](const TransferProgress& progress) {
    if (progress.rows > 1000) token.cancel();
  });
  CompiledStatement statement;
  statement.sql = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000) SELECT n FROM c";
  std::int64_t written = 0;
  const auto filesOfOutput = [this] { return QDir(m_folder->path()).entryList({QStringLiteral("*out*")}, QDir::Files | QDir::Hidden).size(); };
  qsizetype whileWriting = -1;
  const auto kind = kindThrown([&] {
    OutputFile output(file("out.csv").toStdString());
    rows.run(*lease, statement, [&](std::string_view bytes) {
      output.write(bytes);
      whileWriting = filesOfOutput();
      written += static_cast<std::int64_t>(bytes.size());
    });
    output.commit();
  });
  QCOMPARE(kind, std::optional(ErrorKind::Cancelled));
  QVERIFY(written > 1000 && written < 400'000);
  QCOMPARE(filesOfOutput(), 0);
  // Not even a process that is killed leaves anything, where there are files without a name.
  const int nameless = open(qPrintable(m_folder->path()), O_TMPFILE | O_WRONLY, 0600);
  if (nameless < 0) return;
  close(nameless);
  QCOMPARE(whileWriting, 0);
}

void ExportTest::linksAndPermissionsAreKept() {
  prepare(Backend::Sqlite, "CREATE TABLE t(a text)");
  QFile old(file("real.csv"));
  QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
  old.close();
  QVERIFY(old.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
  QVERIFY(QFile::link(file("real.csv"), file("link.csv")));
  QCOMPARE(exported({QStringLiteral("t"), file("link.csv")}).code, 0);
  QVERIFY(QFileInfo(file("link.csv")).isSymLink());
  QCOMPARE(exportedText(file("real.csv")), "a\r\n"s);
  struct stat status = {};
  QVERIFY(stat(qPrintable(file("real.csv")), &status) == 0);
  QCOMPARE(status.st_mode & 0777, 0640u);
}

void ExportTest::wrongUsageIsTold_data() {
  QTest::addColumn<QStringList>("words");
  QTest::addColumn<std::string>("told");
  QTest::newRow("no format") << QStringList{QStringLiteral("t"), QStringLiteral("out.xyz")} << "does not tell its format"s;
  QTest::newRow("wrong format") << QStringList{QStringLiteral("t"), QStringLiteral("out.csv"), QStringLiteral("--format"), QStringLiteral("xml")} << "'xml' is no format"s;
  QTest::newRow("no file") << QStringList{QStringLiteral("t")} << "FILE is missing"s;
  QTest::newRow("unknown model") << QStringList{QStringLiteral("tt"), QStringLiteral("out.csv")} << "tt"s;
  QTest::newRow("unknown column") << QStringList{QStringLiteral("t"), QStringLiteral("out.csv"), QStringLiteral("--columns"), QStringLiteral("nope")} << "has no column \"nope\""s;
  QTest::newRow("two characters") << QStringList{QStringLiteral("t"), QStringLiteral("out.csv"), QStringLiteral("--delimiter"), QStringLiteral("ab")} << "takes one character"s;
  QTest::newRow("same characters") << QStringList{QStringLiteral("t"), QStringLiteral("out.csv"), QStringLiteral("--delimiter"), QStringLiteral("\"")} << "must be different"s;
  QTest::newRow("delimiter of JSON") << QStringList{QStringLiteral("t"), QStringLiteral("out.json"), QStringLiteral("--delimiter"), QStringLiteral(";")} << "--delimiter is of CSV and TSV"s;
  QTest::newRow("filter of a query") << QStringList{QStringLiteral("out.csv"), QStringLiteral("--query"), QStringLiteral("SELECT 1"), QStringLiteral("--limit"), QStringLiteral("1")} << "--limit is of a model"s;
}

void ExportTest::wrongUsageIsTold() {
  QFETCH(QStringList, words);
  QFETCH(std::string, told);
  prepare(Backend::Sqlite, "CREATE TABLE t(a text)");
  const CommandRun run = exported(words);
  QCOMPARE(run.code, 2);
  QVERIFY2(run.errors.find(told) != std::string::npos, run.errors.c_str());
  QVERIFY(!QFile::exists(QStringLiteral("out.csv")));
}

JOINERY_TEST(ExportTest)
#include "tst_export.moc"
