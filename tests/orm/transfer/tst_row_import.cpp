// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <limits>

#include "orm/core/db_error.h"
#include "orm/core/display_text.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"
#include "orm/transfer/row_import.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

constexpr std::int64_t kAllBadRows = std::numeric_limits<std::int64_t>::max();
/// As many as are read here in any case: those after them are the engine's to read.
constexpr int kReadFirst = static_cast<int>(ImportPreview::kRows);

/// What came of an import, lines counted from the first after the rows that only fill up.
struct Imported {
  std::string told;
  bool isCopied = false;  ///< the engine has read rows of the file by itself
  bool isRefused = false; ///< and has refused some
};

}  // namespace

/// Imports of CSV into PostgreSQL, which reads most of a file by itself: what is taken and told is what it would be of rows that are read here.
class RowImportTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QSKIP("JOINERY_TEST_POSTGRES names no server");
    m_engine = Engine::create(ownDatabaseUrl());
  }
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void theEngineReadsTheSame_data();
  void theEngineReadsTheSame();
  void aBadRowAmongManyIsTold_data();
  void aBadRowAmongManyIsTold();
  void whatTheEngineWouldReadOtherwiseIsReadHere_data();
  void whatTheEngineWouldReadOtherwiseIsReadHere();
  void linesAreCountedOverBlocks();
  void whatIsReadOnceIsTakenAsWhatCanBeReadAgain();
  void aCancelBetweenBlocksLeavesNothing();
  void aKeyThatIsJudgedLateCanNotBeTaken_data();
  void aKeyThatIsJudgedLateCanNotBeTaken();

 private:
  void prepare(const std::string& script);
  std::string cell(const std::string& sql) { return displayText(fetchAll(*m_engine->connect(Engine::Access::Read)->execute(sql))->at(0, 0), ValueType{}); }
  std::string write(const std::string& text);
  Imported import(const std::string& head, const std::string& filling, int times, const std::string& rows, ImportOptions options);

  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<QTemporaryDir> m_folder;
};

void RowImportTest::prepare(const std::string& script) {
  const auto lease = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : lease->splitStatements("SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public; " + script)) lease->execute(statement);
}

std::string RowImportTest::write(const std::string& text) {
  const std::string path = m_folder->filePath(QStringLiteral("in.csv")).toStdString();
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

/// @param filling rows "fill,…" between the head and the rows
Imported RowImportTest::import(const std::string& head, const std::string& filling, int times, const std::string& rows, ImportOptions options) {
  std::string text = head;
  for (int i = 0; i < times; ++i) text += filling;
  InputFile in(write(text + rows));
  const auto before = m_engine->log().statements();
  options.table = QualifiedName("public", "t");
  Imported imported;
  const auto lease = m_engine->connect(Engine::Access::Write);
  RowImport run(*lease, m_engine->dialect(), options);
  const std::int64_t shift = times * std::ranges::count(filling, filling.back());
  const auto tell = [&](const ImportResult& result) {
    // Where a quote begins stands in the reason too.
    for (const BadRow& bad : result.bad) imported.told += std::to_string(bad.line - shift) + " " + bad.reason.substr(0, bad.reason.find(" in line")) + "\n";
  };
  try {
    const ImportResult result = run.run(in);
    tell(result);
    imported.told += std::to_string(result.rows - times) + " rows\n";
  } catch (const DbError& error) {
    tell(run.soFar());
    imported.told += errorKindName(error.kind());
  }
  for (const LoggedStatement& each : m_engine->log().statements(before.empty() ? 0 : before.back().number)) {
    const bool copies = each.sql.starts_with("COPY ") && each.sql.find(" WITH (") != std::string::npos;
    imported.isCopied = imported.isCopied || copies;
    imported.isRefused = imported.isRefused || (copies && !each.error.empty());
  }
  imported.told += cell("SELECT coalesce(string_agg(t::text, '|' ORDER BY ctid), '') FROM t WHERE a IS DISTINCT FROM 'fill'");
  return imported;
}

void RowImportTest::theEngineReadsTheSame_data() {
  QTest::addColumn<std::string>("rows");
  QTest::addColumn<std::string>("nullText");
  QTest::addColumn<std::string>("lineEnd");
  const auto add = [](const char* name, const std::string& rows, const std::string& lineEnd = "\n"s) {
    for (const auto& [rule, text] : {std::pair{"", ""s}, std::pair{", NULL is \\N", "\\N"s}, std::pair{", NULL is a word", "null"s}}) QTest::addRow("%s%s", name, rule) << rows << text << lineEnd;
  };
  add("plain", "1,x\n2,y\n");
  add("quotes", "\"1\",\"a \"\"b\"\", c\"\n2,\"\"\"\"\n");
  add("ends of lines in quotes", "1,\"a\nb\r\nc\rd\"\n2,y\n");
  add("empty, and empty in quotes", "1,\n2,\"\"\n,x\n\"\",y\n,\n\"\",\"\"\n");
  add("words for NULL", "1,\\N\n2,\"\\N\"\n3,null\n4,\"null\"\n\\N,5\nnull,6\n7,NULL\n");
  add("CR LF", "1,x\r\n\"2\",\"y\r\n\"\r\n3,\r\n", "\r\n");
  add("CR", "1,x\r\"2\",\"y\"\r", "\r");
  add("no end of the last line", "1,x\n2,y");
  add("no end of the last line, empty cell", "1,x\n2,");
  add("blanks and leading zeros", " 1 , x\t\n007, 00.10 \n");
  add("backslashes", "1,\\.\n\\n,\\t\n\\,a\\b\n");
  add("a long cell", "1,\"" + std::string(300'000, 'x') + "\n\"\n2," + std::string(70'000, 'y') + "\n");
  add("letters of all kinds", "é⚡,\xF0\x9F\x98\x80\n\xEF\xBB\xBFmark,x\n");
}

void RowImportTest::theEngineReadsTheSame() {
  QFETCH(std::string, rows);
  QFETCH(std::string, nullText);
  QFETCH(std::string, lineEnd);
  ImportOptions options;
  options.delimited.nullText = nullText;
  const std::string table = "CREATE TABLE t(a text, b text)", filling = "fill,x" + lineEnd;
  for (const std::string& head : {"a,b"s + lineEnd, "\xEF\xBB\xBF\"b\",a"s + lineEnd}) {
    prepare(table);
    const Imported here = import(head, filling, 0, rows, options);
    prepare(table);
    const Imported engines = import(head, head.front() == 'a' ? filling : "x,fill" + lineEnd, kReadFirst, rows, options);
    QCOMPARE(engines.told, here.told);
    QVERIFY(engines.isCopied && !engines.isRefused);
  }
}

void RowImportTest::aBadRowAmongManyIsTold_data() {
  QTest::addColumn<std::string>("rows");
  QTest::newRow("too few cells") << "1,1\n2\n3,3\n"s;
  QTest::newRow("too many cells") << "1,1\n2,2,2\n3,3\n"s;
  QTest::newRow("no number") << "1,1\n\"2\n\",x\n3,3\n4,y\n"s;
  QTest::newRow("NULL refused") << "1,1\n,2\n3,3\n"s;
  QTest::newRow("refused by a check") << "1,1\n2,-2\n3,3"s;
  QTest::newRow("refused by a trigger") << "1,1\n2,13\n3,3\n"s;
  QTest::newRow("a key twice") << "1,1\n1,2\n3,3\n"s;
  QTest::newRow("no UTF-8") << "1,1\n\xff,2\n3,3\n"s;
  QTest::newRow("NUL") << "1,1\nx"s + '\0' + "y,2\n3,3\n"s;
  QTest::newRow("quotes without end") << "1,1\n2,\"2\n3,3\n"s;
  QTest::newRow("text after quotes") << "1,1\n\"2\"x,2\n3,3\n"s;
  QTest::newRow("the last line is cut") << "1,1\n2"s;
}

/// The line, the reason, and whether the others are there.
void RowImportTest::aBadRowAmongManyIsTold() {
  QFETCH(std::string, rows);
  const std::string table =
      "CREATE TABLE t(a text NOT NULL, b integer CHECK (b > 0)); CREATE UNIQUE INDEX ON t(a) WHERE a <> 'fill'; CREATE FUNCTION unlucky() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no luck'; END $$;"
      " CREATE TRIGGER no_luck BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.b = 13) EXECUTE FUNCTION unlucky()";
  for (const std::int64_t most : {kAllBadRows, std::int64_t{1}, std::int64_t{0}}) {
    ImportOptions options;
    options.mostBadRows = most;
    prepare(table);
    const Imported here = import("a,b\n", "fill,1\n", 0, rows, options);
    prepare(table);
    const Imported engines = import("a,b\n", "fill,1\n", kReadFirst, rows, options);
    QCOMPARE(engines.told, here.told);
    QVERIFY2(here.told.starts_with("3 "), here.told.c_str());
    if (most == 0) QCOMPARE(cell("SELECT count(*) FROM t"), "0"s);
  }
}

void RowImportTest::whatTheEngineWouldReadOtherwiseIsReadHere_data() {
  QTest::addColumn<std::string>("rows");
  QTest::newRow("a quote in a cell") << "1,5\" pipe\n2,a\"b,c\n3,y\n"s;
  QTest::newRow("what ends a COPY") << "1,x\n\\.\n2,y\n"s;
  QTest::newRow("blank lines") << "\n1,x\n\n2,y\n\n"s;
  QTest::newRow("ends of lines of several kinds") << "1,x\r\n2,y\n3,z\r4,w"s;
}

void RowImportTest::whatTheEngineWouldReadOtherwiseIsReadHere() {
  QFETCH(std::string, rows);
  ImportOptions options;
  options.mostBadRows = kAllBadRows;
  prepare("CREATE TABLE t(a text, b text)");
  const Imported here = import("a,b\n", "fill,x\n", 0, rows, options);
  prepare("CREATE TABLE t(a text, b text)");
  const Imported engines = import("a,b\n", "fill,x\n", kReadFirst, rows, options);
  QCOMPARE(engines.told, here.told);
  QVERIFY(!engines.isCopied);
  prepare("CREATE TABLE t(a text)");
  const Imported one = import("a\n", "fill\n", kReadFirst, "\n1\n\n", options);
  QCOMPARE(one.told, "3 rows\n()|(1)|()"s);
  QVERIFY(one.isCopied);
}

/// Bad rows in several blocks, each with its line; rows before and after them are copied.
void RowImportTest::linesAreCountedOverBlocks() {
  prepare("CREATE TABLE t(a integer, b text)");
  constexpr int kRows = 400'000;
  std::string text = "a,b\n", expected;
  int line = 1;
  for (int i = 0; i < kRows; ++i) {
    const bool isBad = i % 150'000 == 100'000;
    if (isBad) expected += std::to_string(line + 1) + " ";
    text += (isBad ? "x" : std::to_string(i)) + ",\"some words\nin two lines\"\n";
    line += 2;
  }
  ImportOptions options;
  options.table = QualifiedName("public", "t");
  options.mostBadRows = kAllBadRows;
  InputFile in(write(text));
  const auto lease = m_engine->connect(Engine::Access::Write);
  std::int64_t seen = 0;
  const ImportResult result = RowImport(*lease, m_engine->dialect(), options, {}, [&](const TransferProgress& progress) { seen = std::max(seen, progress.bytes); }).run(in);
  std::string lines;
  for (const BadRow& bad : result.bad) lines += std::to_string(bad.line) + " ";
  QCOMPARE(lines, expected);
  QCOMPARE(result.rows, std::int64_t{kRows - 2});
  QCOMPARE(seen, in.size());
  QCOMPARE(cell("SELECT count(*) || ' ' || sum(a)::text FROM t WHERE b = E'some words\\nin two lines'"), std::to_string(kRows - 2) + " " + std::to_string(std::int64_t{kRows} * (kRows - 1) / 2 - 100'000 - 250'000));
}

/// Blocks with and without quotes, some with a bad row: of a file, and of a pipe, which can't go back to the first of them.
void RowImportTest::whatIsReadOnceIsTakenAsWhatCanBeReadAgain() {
  constexpr int kRows = 300'000;
  std::string text = "a,b\n";
  for (int i = 0; i < kRows; ++i) {
    const bool isBad = i == 20'000 || i == 290'000, isQuoted = i >= 100'000 && i < 200'000;
    text += (isBad ? "x" : std::to_string(i)) + (isQuoted ? ",\"some \"\"words\"\" that make the line longer\"\n" : ",some words that make the line a little longer\n");
  }
  const std::string file = write(text), pipe = file + ".pipe";
  QCOMPARE(mkfifo(pipe.c_str(), 0600), 0);
  ImportOptions options;
  options.table = QualifiedName("public", "t");
  options.mostBadRows = kAllBadRows;
  for (const std::string& path : {file, pipe}) {
    prepare("CREATE TABLE t(a integer, b text)");
    const auto writing = std::async(std::launch::async, [&] { if (path == pipe) std::ofstream(pipe, std::ios::binary) << text; });
    InputFile in(path);
    const auto lease = m_engine->connect(Engine::Access::Write);
    const ImportResult result = RowImport(*lease, m_engine->dialect(), options).run(in);
    QCOMPARE(result.rows, std::int64_t{kRows - 2});
    QCOMPARE(result.bad.size(), std::size_t{2});
    QCOMPARE(result.bad[0].line, std::int64_t{20'002});
    QCOMPARE(result.bad[1].line, std::int64_t{290'002});
    QCOMPARE(cell("SELECT count(*) || ' ' || sum(a)::text || ' ' || count(*) FILTER (WHERE b LIKE '%\"words\"%') FROM t"),
             std::to_string(kRows - 2) + " " + std::to_string(std::int64_t{kRows} * (kRows - 1) / 2 - 310'000) + " 100000");
  }
}

void RowImportTest::aCancelBetweenBlocksLeavesNothing() {
  prepare("CREATE TABLE t(a integer, b text)");
  std::string text = "a,b\n";
  for (int i = 0; i < 300'000; ++i) text += std::to_string(i) + ",some words that make the line a little longer\n";
  ImportOptions options;
  options.table = QualifiedName("public", "t");
  InputFile in(write(text));
  const CancelToken token;
  std::int64_t seen = 0;
  const auto lease = m_engine->connect(Engine::Access::Write);
  RowImport rows(*lease, m_engine->dialect(), options, token, [&](const TransferProgress& progress) {
    seen = progress.rows;
    if (seen > kReadFirst) token.cancel();
  });
  QCOMPARE(kindThrown([&] { rows.run(in); }), std::optional(ErrorKind::Cancelled));
  QVERIFY(seen > kReadFirst && seen < 300'000);
  QCOMPARE(cell("SELECT count(*) FROM t"), "0"s);
}

void RowImportTest::aKeyThatIsJudgedLateCanNotBeTaken_data() {
  QTest::addColumn<QByteArray>("keys");
  QTest::addColumn<int>("onTakenKey");
  QTest::addColumn<QByteArray>("named");
  const auto nothing = static_cast<int>(OnTakenKey::Nothing), update = static_cast<int>(OnTakenKey::Update);
  QTest::newRow("left, by any key") << QByteArray("PRIMARY KEY (a), CONSTRAINT late UNIQUE (b) DEFERRABLE") << nothing << QByteArray("late (b)");
  QTest::newRow("updated, by the primary key") << QByteArray("CONSTRAINT late PRIMARY KEY (a) DEFERRABLE INITIALLY DEFERRED") << update << QByteArray("late (a)");
  QTest::newRow("updated, by another key") << QByteArray("PRIMARY KEY (a), CONSTRAINT late UNIQUE (b) DEFERRABLE") << update << QByteArray();
  QTest::newRow("left, judged at once") << QByteArray("PRIMARY KEY (a), UNIQUE (b)") << nothing << QByteArray();
}

/// PostgreSQL says of it that ON CONFLICT does not support such constraints as arbiters.
void RowImportTest::aKeyThatIsJudgedLateCanNotBeTaken() {
  QFETCH(const QByteArray, keys);
  QFETCH(const int, onTakenKey);
  QFETCH(const QByteArray, named);
  prepare("CREATE TABLE t(a integer, b text, " + keys.toStdString() + "); INSERT INTO t VALUES (1, 'x')");
  ImportOptions options;
  options.table = QualifiedName("public", "t");
  options.onTakenKey = static_cast<OnTakenKey>(onTakenKey);
  InputFile in(write("a,b\n1,x\n2,y\n"));
  const auto lease = m_engine->connect(Engine::Access::Write);
  std::string said;
  try {
    RowImport(*lease, m_engine->dialect(), options).run(in);
  } catch (const DbError& error) {
    said = error.message();
    QVERIFY(error.kind() == ErrorKind::NotSupported && !error.hint.empty() && error.sql.empty());
  }
  QCOMPARE(said.empty(), named.isEmpty());
  QVERIFY2(said.find(named.toStdString()) != std::string::npos, said.c_str());
  QCOMPARE(cell("SELECT count(*) FROM t"), std::string(named.isEmpty() ? "2" : "1"));
}

JOINERY_TEST(RowImportTest)
#include "tst_row_import.moc"
