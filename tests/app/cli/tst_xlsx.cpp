// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <unistd.h>

#include "command_run.h"
#include "orm/core/db_error.h"
#include "orm/engine/engine.h"
#include "orm/transfer/row_export.h"
#include "orm/transfer/spreadsheet_moment.h"
#include "orm/transfer/xlsx_encoder.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

namespace {

/// Prints the sheets of a file: "name: A1=text bold, B1=…" with a line for each row; a number with its format.
constexpr const char* kReader = R"(
import re, sys, zipfile
import xml.etree.ElementTree as tree
N = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
book = zipfile.ZipFile(sys.argv[1])
styles = tree.fromstring(book.read('xl/styles.xml'))
formats = {f.get('numFmtId'): f.get('formatCode') for f in styles.iter(N + 'numFmt')}
formats['2'] = '0.00'
shown = [formats.get(x.get('numFmtId'), '') for x in styles.find(N + 'cellXfs')]
def said(cell):
    kind = cell.get('t', 'n')
    text = ''.join(t.text or '' for t in cell.iter(N + 't')) if kind == 'inlineStr' else cell.find(N + 'v').text
    form = shown[int(cell.get('s', '0'))]
    return re.sub(r'\d', '', cell.get('r')) + ' ' + {'inlineStr': 'text', 'n': 'number', 'b': 'truth'}[kind] + ' ' + text + (' as ' + form if form else '')
for number, sheet in enumerate(tree.fromstring(book.read('xl/workbook.xml')).iter(N + 'sheet'), 1):
    print('# ' + sheet.get('name'))
    for row in tree.fromstring(book.read('xl/worksheets/sheet%d.xml' % number)).iter(N + 'row'):
        print(' | '.join(said(cell) for cell in row))
)";

std::string sheetsOf(const QString& path) {
  QProcess python;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("PYTHONUTF8"), QStringLiteral("1"));
  python.setProcessEnvironment(environment);
  python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QString::fromLatin1(kReader), path});
  if (!python.waitForFinished()) return "no python3";
  return (python.readAllStandardOutput() + python.readAllStandardError()).toStdString();
}

std::shared_ptr<const RowBatch> numbers(int count) {
  RowBatchBuilder builder({ResultColumn{.label = "n", .type = ValueType::of(TypeKind::Integer)}});
  for (int i = 1; i <= count; ++i) {
    builder.append(0, ValueView::integer(i));
    builder.endRow();
  }
  return builder.build();
}

}  // namespace

/// XLSX of the command `export`: what stands in the cells.
class XlsxTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void writesEachValueAsASpreadsheetKeepsIt_data() { addBackends(); }
  void writesEachValueAsASpreadsheetKeepsIt();
  void textsThatXlsxCantHoldAreTheirBytes();
  void goesOnInANextSheet();
  void namesOfSheetsAreMended_data();
  void namesOfSheetsAreMended();
  void momentsThatSpreadsheetsTell_data();
  void momentsThatSpreadsheetsTell();
  void aTextThatIsTooLongLeavesTheOldFile();
  void whatIsNotDoneHasNoName();
  void isOnlyWrittenAndOnlyToFiles();

 private:
  CommandRun exported(const QStringList& words) { return runCommand(QStringList{QStringLiteral("export"), QString::fromStdString(m_url.toString())} + words); }
  QString file(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
  void prepareSqlite(const char* script) {
    m_url = Url::sqliteFile(file("some.db").toStdString());
    runScript(m_url, script);
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  Url m_url;
};

void XlsxTest::writesEachValueAsASpreadsheetKeepsIt() {
  QFETCH(int, backend);
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  if (isSqlite) {
    prepareSqlite("CREATE TABLE a(id integer PRIMARY KEY, big bigint, n numeric, code text, data blob, ok boolean, d date, at timestamp, r real);"
                  "INSERT INTO a VALUES (1, 999999999999999, 12.5, '007', x'00ff', 1, '2024-02-29', '2024-02-29 12:00:00', 0.1);"
                  "INSERT INTO a VALUES (2, 1000000000000000, 3, '=1+1', NULL, 0, '1899-01-01', '2024-02-29 12:00:00.123456', 1e300);"
                  "INSERT INTO a(id, code) VALUES (3, NULL)");
  } else {
    m_url = ownDatabaseUrl();
    runScript(m_url, "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
                     "CREATE TABLE a(id integer PRIMARY KEY, big bigint, n numeric, code text, data bytea, ok boolean, d date, at timestamp, r double precision);"
                     "INSERT INTO a VALUES (1, 999999999999999, 12.50, '007', '\\x00ff', true, '2024-02-29', '2024-02-29 12:00:00', 0.1);"
                     "INSERT INTO a VALUES (2, 1000000000000000, 1234567890123456.5, '=1+1', NULL, false, '1899-01-01', '2024-02-29 12:00:00.123456', 1e300);"
                     "INSERT INTO a(id) VALUES (3)");
  }
  const CommandRun run = exported({QStringLiteral("a"), file("out.xlsx"), QStringLiteral("--sort"), QStringLiteral("+id")});
  QCOMPARE(run.errors, ""s);
  QVERIFY2(run.output.starts_with("3 rows, "), run.output.c_str());
  const std::string numeric = isSqlite ? "C number 12.5" : "C number 12.5 as 0.00";
  const std::string longNumeric = isSqlite ? "C number 3" : "C text 1234567890123456.5";
  QCOMPARE(sheetsOf(file("out.xlsx")),
           "# a\nA text id | B text big | C text n | D text code | E text data | F text ok | G text d | H text at | I text r\n"
           "A number 1 | B number 999999999999999 | " + numeric + " | D text 007 | E text x'00ff' | F truth 1 | G number 45351 as yyyy-mm-dd | H number 45351.5 as yyyy-mm-dd hh:mm:ss | I number 0.1\n"
           "A number 2 | B text 1000000000000000 | " + longNumeric + " | D text =1+1 | F truth 0 | G text 1899-01-01 | H text 2024-02-29 12:00:00.123456 | I number 1E+300\n"
           "A number 3\n");
  // Nothing of what waited is left beside it.
  QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).filter(QStringLiteral("xlsx")), QStringList{QStringLiteral("out.xlsx")});
}

void XlsxTest::textsThatXlsxCantHoldAreTheirBytes() {
  prepareSqlite("CREATE TABLE t(a text); INSERT INTO t VALUES (CAST(x'610062' AS text)), (CAST(x'ff' AS text)), ('_x0041_x0042_ _x1_'), (char(1)), ('é⚡ <&>'), (' two' || char(10) || 'lines ')");
  QCOMPARE(exported({QStringLiteral("t"), file("out.xlsx")}).errors, ""s);
  // A reader takes _x005F_ for the sign _ and _x0001_ for the character.
  QCOMPARE(sheetsOf(file("out.xlsx")), "# t\nA text a\nA text x'610062'\nA text x'ff'\nA text _x005F_x0041_x005F_x0042_ _x1_\nA text _x0001_\nA text é⚡ <&>\nA text  two\nlines \n"s);
}

void XlsxTest::goesOnInANextSheet() {
  const std::string path = file("out.xlsx").toStdString();
  std::string out;
  XlsxEncoder encoder(path, m_folder->path().toStdString(), "n", 4);
  encoder.begin({ResultColumn{.label = "n", .type = ValueType::of(TypeKind::Integer)}}, out);
  encoder.rows(*numbers(5), out);
  encoder.rows(*numbers(1), out);
  encoder.end(out);
  QCOMPARE(out, ""s);
  QCOMPARE(sheetsOf(file("out.xlsx")), "# n\nA text n\nA number 1\nA number 2\nA number 3\n# n (2)\nA text n\nA number 4\nA number 5\nA number 1\n"s);
}

void XlsxTest::namesOfSheetsAreMended_data() {
  QTest::addColumn<std::string>("wanted");
  QTest::addColumn<std::string>("name");
  QTest::newRow("none") << ""s << "Rows"s;
  QTest::newRow("signs") << "a/b[c]:*?\\'"s << "a_b_c______"s;
  QTest::newRow("taken") << "History"s << "History_"s;
  QTest::newRow("long") << std::string(40, 'a') << std::string(31, 'a');
  QTest::newRow("no UTF-8") << "\xff"s << "Rows"s;
}

void XlsxTest::namesOfSheetsAreMended() {
  QFETCH(std::string, wanted);
  QFETCH(std::string, name);
  std::string out;
  XlsxEncoder encoder(file("out.xlsx").toStdString(), m_folder->path().toStdString(), wanted);
  encoder.begin({ResultColumn{.label = "n", .type = {}}}, out);
  encoder.end(out);
  QCOMPARE(sheetsOf(file("out.xlsx")), "# " + name + "\nA text n\n");
}

void XlsxTest::momentsThatSpreadsheetsTell_data() {
  QTest::addColumn<std::string>("text");
  QTest::addColumn<double>("serial");
  QTest::newRow("first") << "1900-03-01"s << 61.0;
  QTest::newRow("day before") << "1900-02-28"s << -1.0;
  QTest::newRow("last") << "9999-12-31"s << 2958465.0;
  QTest::newRow("no day") << "2023-02-29"s << -1.0;
  QTest::newRow("minutes") << "2024-01-01 06:00"s << 45292.25;
  QTest::newRow("T") << "2024-01-01T06:00:00"s << 45292.25;
  QTest::newRow("milliseconds") << "2024-01-01 00:00:00.5"s << 45292.0 + 500 / 86'400'000.0;
  QTest::newRow("microseconds") << "2024-01-01 00:00:00.000001"s << -1.0;
  QTest::newRow("zone") << "2024-01-01 06:00:00+00"s << -1.0;
  QTest::newRow("long ago") << "0044-03-15 BC"s << -1.0;
  QTest::newRow("25 o'clock") << "2024-01-01 25:00"s << -1.0;
  QTest::newRow("word") << "infinity"s << -1.0;
  QTest::newRow("nothing") << ""s << -1.0;
}

void XlsxTest::momentsThatSpreadsheetsTell() {
  QFETCH(std::string, text);
  QFETCH(double, serial);
  const auto moment = spreadsheetMoment(text);
  QCOMPARE(moment ? moment->serial : -1.0, serial);
}

void XlsxTest::aTextThatIsTooLongLeavesTheOldFile() {
  prepareSqlite("CREATE TABLE t(id integer PRIMARY KEY, a text); INSERT INTO t VALUES (1, replace(hex(zeroblob(32767)), '00', 'é')), (2, replace(hex(zeroblob(32768)), '00', 'é'))");
  QCOMPARE(exported({QStringLiteral("t"), file("out.xlsx"), QStringLiteral("--limit"), QStringLiteral("1")}).errors, ""s);
  const std::string before = sheetsOf(file("out.xlsx"));
  const CommandRun run = exported({QStringLiteral("t"), file("out.xlsx"), QStringLiteral("--sort"), QStringLiteral("+id")});
  QCOMPARE(run.code, 1);
  QVERIFY2(run.errors.find("row 2, a: a cell of XLSX takes 32,767 characters, not 32768") != std::string::npos, run.errors.c_str());
  QCOMPARE(sheetsOf(file("out.xlsx")), before);
  QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("*out*")}, QDir::Files | QDir::Hidden).size(), 1);
}

/// Not even a process that is killed leaves anything, where there are files without a name.
void XlsxTest::whatIsNotDoneHasNoName() {
  const int nameless = open(qPrintable(m_folder->path()), O_TMPFILE | O_WRONLY, 0600);
  if (nameless < 0) QSKIP("this file system has no files without a name");
  close(nameless);
  prepareSqlite("CREATE TABLE t(a integer)");
  const auto engine = Engine::create(m_url);
  const auto lease = engine->connect(Engine::Access::Read);
  const auto namesNow = [this] { return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).filter(QRegularExpression(QStringLiteral("xlsx|tmp"))); };
  RowFormatOptions options;
  options.format = TransferFormat::Xlsx;
  QStringList names;
  int looks = 0;
  const RowExport rows(engine->dialect(), options, CancelToken(), [&](const TransferProgress&) {
    ++looks;
    names += namesNow();
  });
  CompiledStatement statement;
  statement.sql = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) SELECT n FROM c";
  QCOMPARE(rows.runTo(file("out.xlsx").toStdString(), *lease, statement).rows, 20'000);
  // The last look is when all of it is zipped.
  QVERIFY(looks > 1);
  QCOMPARE(names, QStringList());
  QCOMPARE(namesNow(), QStringList{QStringLiteral("out.xlsx")});
  QVERIFY(QByteArray::fromStdString(sheetsOf(file("out.xlsx"))).endsWith("A number 20000\n"));
}

void XlsxTest::isOnlyWrittenAndOnlyToFiles() {
  prepareSqlite("CREATE TABLE t(a text)");
  const CommandRun streamed = exported({QStringLiteral("t"), QStringLiteral("-"), QStringLiteral("--format"), QStringLiteral("xlsx")});
  QCOMPARE(streamed.code, 2);
  QVERIFY2(streamed.errors.find("XLSX goes to a file") != std::string::npos, streamed.errors.c_str());
  const CommandRun device = exported({QStringLiteral("t"), QStringLiteral("/dev/null"), QStringLiteral("--format"), QStringLiteral("xlsx")});
  QCOMPARE(device.code, 2);
  QCOMPARE(exported({QStringLiteral("t"), file("out.xlsx")}).errors, ""s);
  const CommandRun read = runCommand({QStringLiteral("import"), QString::fromStdString(m_url.toString()), QStringLiteral("t"), file("out.xlsx")});
  QCOMPARE(read.code, 2);
  QVERIFY2(read.errors.find("XLSX is written, not read") != std::string::npos, read.errors.c_str());
}

JOINERY_TEST(XlsxTest)
#include "tst_xlsx.moc"
