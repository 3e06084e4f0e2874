// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTextBlock>
#include <QTemporaryDir>
#include <QToolButton>
#include <unistd.h>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/music_database.h"
#include "ui/console/console_page.h"
#include "ui/console/console_texts.h"
#include "ui/console/results_panel.h"
#include "ui/console/sql_editor.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr const char* kEndless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
constexpr const char* kEndlessRows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";

/// What the program holds of the machine's memory.
qint64 residentBytes() {
  QFile file(s("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

}  // namespace

class TstConsolePage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void runsWhatWasTyped();
  void runsTheSelectionOnly();
  void showsNullAndBytes();
  void readsResultsOfAnySize();
  void keepsWhatCameBeforeAStop();
  void keepsWhatCameBeforeAnError();
  void showsRowsAsTheyCome();
  void takesLittleMemoryForALargeResult();
  void copiesRowsThatAreNotInMemory();
  void refusesToCopyTooMuch();
  void exportsAllRows();
  void exportsInEveryFormat();
  void leavesNoFileWhenAnExportIsStopped();
  void neverPaintsAnOlderResult();
  void reportsEachStatement();
  void jumpsToTheMistake();
  void runsStatementsBeforeTheMistake();
  void stopsALongStatement();
  void leavesTheWriterToOthersWhileItReads();
  void keepsATransactionOpen();
  void saysWhenTheDatabaseMayHaveChanged();
  void copiesTheSelection();
  void keepsItsTextOnDisk();
  void keepsNoEmptyText();
  void keepsNoBreakSpaces();
  void ignoresIdsThatAreNone();
  void refusesNothingToRun();
  void canBeClosedWhileItRuns();

 private:
  ui::SqlEditor* editor() const { return m_page->findChild<ui::SqlEditor*>(); }
  ui::ResultsView* results() const { return m_page->findChild<ui::ResultsView*>(); }
  ui::MessageBar* messages() const { return m_page->findChild<ui::MessageBar*>(); }
  QString reports() const { return m_page->findChild<QPlainTextEdit*>(s("statementReports"))->toPlainText(); }
  ui::ResultsPanel* panel() const { return m_page->findChild<ui::ResultsPanel*>(); }
  QString cell(int row, int column) const { return results()->model()->index(row, column).data().toString(); }
  /// @return whether it ended in time
  bool run(const char* sql) const {
    QSignalSpy ran(m_page.get(), &ui::ConsolePage::ran);
    m_page->setText(s(sql));
    m_page->run();
    return ran.count() > 0 || ran.wait(kPatience);
  }

  std::unique_ptr<test::MusicDatabase> m_open;
  std::unique_ptr<ui::ConsolePage> m_page;
};

void TstConsolePage::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_console_page"));
}

void TstConsolePage::init() {
  m_open = std::make_unique<test::MusicDatabase>();
  m_page = std::make_unique<ui::ConsolePage>(m_open->database(), QString());
  new QAbstractItemModelTester(results()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_page.get());
  m_page->resize(800, 600);
  m_page->show();
  QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void TstConsolePage::cleanup() {
  if (m_page) m_page->setText({});
  m_page.reset();
  m_open.reset();
}

void TstConsolePage::runsWhatWasTyped() {
  QCOMPARE(editor()->accessibleName(), s("SQL"));
  QCOMPARE(results()->accessibleName(), s("Results"));
  m_page->setFocus();
  QSignalSpy ran(m_page.get(), &ui::ConsolePage::ran);
  QTest::keyClicks(editor(), s("SELECT Name, Founded FROM Artist ORDER BY 1"));
  QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
  QVERIFY(m_page->isBusy());
  QVERIFY(ran.wait(kPatience));
  QVERIFY(!m_page->isBusy());
  QCOMPARE(results()->model()->rowCount(), 3);
  QCOMPARE(results()->model()->headerData(0, Qt::Horizontal).toString(), s("Name"));
  QCOMPARE(cell(0, 0), s("AC/DC"));
  QVERIFY2(m_page->statusText().startsWith(s("3 rows")), qPrintable(m_page->statusText()));
  QCOMPARE(editor()->text(), s("SELECT Name, Founded FROM Artist ORDER BY 1"));
}

void TstConsolePage::runsTheSelectionOnly() {
  m_page->setText(s("SELECT 1;\nSELECT 2;"));
  QTextCursor cursor = editor()->textCursor();
  cursor.setPosition(0);
  cursor.setPosition(8, QTextCursor::KeepAnchor);
  editor()->setTextCursor(cursor);
  QSignalSpy ran(m_page.get(), &ui::ConsolePage::ran);
  m_page->run();
  QVERIFY(ran.wait(kPatience));
  QCOMPARE(cell(0, 0), s("1"));
}

void TstConsolePage::showsNullAndBytes() {
  QVERIFY(run("SELECT NULL, x'00ff', 12, 'a' || char(10) || 'b'"));
  QCOMPARE(cell(0, 0), s("NULL"));
  QVERIFY(results()->model()->index(0, 0).data(Qt::FontRole).value<QFont>().italic());
  QVERIFY(!results()->model()->index(0, 2).data(Qt::FontRole).isValid());
  QVERIFY(cell(0, 1).startsWith(s("BLOB")));
  QCOMPARE(cell(0, 3), s("a⏎b"));
}

void TstConsolePage::readsResultsOfAnySize() {
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i, 'row ' || i FROM n"));
  QCOMPARE(panel()->rows(), 300'000);
  QVERIFY2(m_page->statusText().startsWith(s("300,000 rows")), qPrintable(m_page->statusText()));
  QVERIFY(results()->model()->rowCount() <= ui::ResultsModel::kMostRows);
  QCOMPARE(cell(0, 1), s("row 1"));
  QTest::keyClick(results(), Qt::Key_End, Qt::ControlModifier);
  const int last = results()->currentIndex().row();
  QCOMPARE(results()->model()->headerData(last, Qt::Vertical).toLongLong(), 300'000);
  QTRY_COMPARE_WITH_TIMEOUT(cell(last, 1), s("row 300000"), kPatience);
  results()->scrollToGlobalRow(149'999);
  QCOMPARE(results()->firstVisibleRow(), 149'999);
  const int middle = results()->rowAt(0);
  QTRY_COMPARE_WITH_TIMEOUT(cell(middle, 1), s("row 150000"), kPatience);
  QTest::keyClick(results(), Qt::Key_Home, Qt::ControlModifier);
  QTRY_COMPARE_WITH_TIMEOUT(cell(0, 1), s("row 1"), kPatience);
}

void TstConsolePage::keepsWhatCameBeforeAStop() {
  QSignalSpy ran(m_page.get(), &ui::ConsolePage::ran);
  m_page->setText(s(kEndlessRows));
  m_page->run();
  QTRY_VERIFY_WITH_TIMEOUT(panel()->rows() > 100'000, kPatience);
  QVERIFY(m_page->isBusy());
  QVERIFY2(m_page->statusText().contains(s(" rows")), qPrintable(m_page->statusText()));
  m_page->stop();
  QVERIFY(ran.wait(kPatience));
  QVERIFY2(m_page->statusText().startsWith(s("Stopped")), qPrintable(m_page->statusText()));
  const auto kept = panel()->rows();
  QVERIFY2(m_page->statusText().endsWith(QLocale().toString(static_cast<qlonglong>(kept)) + s(" rows")), qPrintable(m_page->statusText()));
  results()->scrollToGlobalRow(kept - 50);
  QTRY_COMPARE_WITH_TIMEOUT(cell(results()->rowAt(0), 0), results()->model()->headerData(results()->rowAt(0), Qt::Vertical).toString(), kPatience);
}

void TstConsolePage::keepsWhatCameBeforeAnError() {
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i, CASE WHEN i = 4500 THEN abs(-9223372036854775808) END FROM n"));
  QVERIFY2(messages()->text().contains(s("integer overflow")), qPrintable(messages()->text()));
  QVERIFY2(panel()->rows() > 1'000 && panel()->rows() < 4'500, qPrintable(QString::number(panel()->rows())));
  QVERIFY2(m_page->statusText().startsWith(s("Failed · ")), qPrintable(m_page->statusText()));
}

void TstConsolePage::showsRowsAsTheyCome() {
  m_page->setText(s(kEndlessRows));
  m_page->run();
  QTRY_VERIFY_WITH_TIMEOUT(panel()->rows() > 0, kPatience);
  QVERIFY(m_page->isBusy());
  QCOMPARE(cell(0, 0), s("1"));
  const auto before = panel()->rows();
  QTRY_VERIFY_WITH_TIMEOUT(panel()->rows() > before, kPatience);
  QSignalSpy ran(m_page.get(), &ui::ConsolePage::ran);
  m_page->stop();
  QVERIFY(ran.wait(kPatience));
}

void TstConsolePage::takesLittleMemoryForALargeResult() {
  const auto before = residentBytes();
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400) SELECT i, hex(zeroblob(500000)) FROM n"));
  QCOMPARE(panel()->rows(), 400);
  // 400 MB of text; what is read of it to be shown goes again.
  results()->scrollToGlobalRow(200);
  QTRY_COMPARE_WITH_TIMEOUT(cell(results()->rowAt(0), 0), s("201"), kPatience);
  const auto grown = residentBytes() - before;
  QVERIFY2(grown < 150 * 1024 * 1024, qPrintable(QString::number(grown)));
}

void TstConsolePage::copiesRowsThatAreNotInMemory() {
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000) SELECT i, 'a long text that fills the memory, row ' || i FROM n"));
  QSignalSpy copied(panel(), &ui::ResultsPanel::copied);
  results()->selectAll();
  QTest::keyClick(results(), Qt::Key_C, Qt::ControlModifier);
  QVERIFY(copied.count() == 1 || copied.wait(kPatience));
  const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
  QCOMPARE(lines.size(), 150'000);
  QCOMPARE(lines.last(), s("150000\ta long text that fills the memory, row 150000"));
}

void TstConsolePage::refusesToCopyTooMuch() {
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) SELECT hex(zeroblob(500000)) FROM n"));
  QGuiApplication::clipboard()->setText(s("untouched"));
  results()->selectAll();
  QTest::keyClick(results(), Qt::Key_C, Qt::ControlModifier);
  QTRY_VERIFY_WITH_TIMEOUT(messages()->text().contains(s("Export")), kPatience);
  QCOMPARE(QGuiApplication::clipboard()->text(), s("untouched"));
}

void TstConsolePage::exportsAllRows() {
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i, 'text, ' || i AS t FROM n"));
  QTemporaryDir folder;
  const QString path = folder.filePath(s("rows.csv"));
  QSignalSpy exported(panel(), &ui::ResultsPanel::exported);
  panel()->exportTo(path);
  QVERIFY(exported.wait(kPatience));
  QCOMPARE(exported[0][1].toLongLong(), 200'000);
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const auto lines = file.readAll().split('\n');
  QCOMPARE(lines.size(), 200'002);  // a header, and nothing after the last line
  QCOMPARE(lines[0], QByteArray("i,t\r"));
  QCOMPARE(lines[200'000], QByteArray("200000,\"text, 200000\"\r"));
  QVERIFY2(messages()->text().contains(path), qPrintable(messages()->text()));
}

/// INSERTs and sheets are called as the file.
void TstConsolePage::exportsInEveryFormat() {
  QVERIFY(run("SELECT 1 AS i, 'text' AS t"));
  QTemporaryDir folder;
  QSignalSpy exported(panel(), &ui::ResultsPanel::exported);
  const auto written = [&](const char* name) {
    panel()->exportTo(folder.filePath(QLatin1String(name)));
    QFile file(folder.filePath(QLatin1String(name)));
    return exported.wait(kPatience) && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
  };
  QCOMPARE(written("rows.tsv"), QByteArray("i\tt\n1\ttext\n"));
  QCOMPARE(written("rows.jsonl"), QByteArray("{\"i\":1,\"t\":\"text\"}\n"));
  QVERIFY(written("people.sql").contains("INSERT INTO people (i, t) VALUES (1, 'text');\n"));
  QVERIFY(written("rows.xlsx").startsWith("PK"));
}

void TstConsolePage::leavesNoFileWhenAnExportIsStopped() {
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i, i * 2, i * 3 FROM n"));
  QTemporaryDir folder;
  QSignalSpy failed(panel(), &ui::ResultsPanel::failed);
  auto& jobs = *m_open->database()->engine()->jobs();
  QTRY_VERIFY_WITH_TIMEOUT(jobs.jobs().empty(), kPatience);
  panel()->exportTo(folder.filePath(s("rows.csv")));
  QCOMPARE(jobs.jobs().size(), 1U);
  QCOMPARE(jobs.jobs()[0].what, std::string("Writing rows.csv"));
  jobs.stop(jobs.jobs()[0].number);
  QVERIFY(failed.wait(kPatience));
  QVERIFY(QDir(folder.path()).isEmpty());
  QCOMPARE(panel()->rows(), 1'000'000);
}

void TstConsolePage::neverPaintsAnOlderResult() {
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT 'old ' || i FROM n"));
  // A read of the old file is on its way when the next result comes.
  results()->scrollToGlobalRow(200'000);
  QVERIFY(run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT 'new ' || i FROM n"));
  results()->scrollToGlobalRow(200'000);
  QTRY_COMPARE_WITH_TIMEOUT(cell(results()->rowAt(0), 0), s("new 200001"), kPatience);
  for (int row = 0; row < results()->model()->rowCount(); row += 100) QVERIFY(!cell(row, 0).startsWith(s("old")));
}

void TstConsolePage::reportsEachStatement() {
  QVERIFY(run("UPDATE Artist SET Founded = 1 WHERE ArtistId < 3; SELECT Name FROM Artist; CREATE TABLE x(a);"));
  const QStringList lines = reports().split(QLatin1Char('\n'));
  QCOMPARE(lines.size(), 3);
  QVERIFY2(lines[0].contains(s("2 rows changed")), qPrintable(lines[0]));
  QVERIFY2(lines[1].contains(s("3 rows")), qPrintable(lines[1]));
  QVERIFY2(lines[2].startsWith(s("CREATE TABLE x(a)")), qPrintable(lines[2]));
  QCOMPARE(results()->model()->rowCount(), 3);
  QCOMPARE(m_open->value("SELECT sum(Founded) FROM Artist WHERE ArtistId < 3"), std::string("2"));
}

void TstConsolePage::jumpsToTheMistake() {
  QVERIFY(run("-- 😀 SELECT missing\nSELECT 1;\nSELECT '😀', missing FROM Artist;"));
  const QTextCursor cursor = editor()->textCursor();
  QCOMPARE(cursor.blockNumber(), 2);
  QCOMPARE(cursor.block().text().sliced(cursor.positionInBlock()).left(7), s("missing"));
  QVERIFY2(messages()->text().startsWith(s("Line 3, column")), qPrintable(messages()->text()));
  QVERIFY2(messages()->text().contains(s("no such column: missing")), qPrintable(messages()->text()));
  QVERIFY(run("SELECT 1"));
  QVERIFY(messages()->text().isEmpty());
}

void TstConsolePage::runsStatementsBeforeTheMistake() {
  QVERIFY(run("INSERT INTO Artist(Name) VALUES ('New'); SELEC 1; INSERT INTO Artist(Name) VALUES ('Never');"));
  QCOMPARE(m_open->value("SELECT group_concat(Name) FROM Artist WHERE Name LIKE 'Ne%'"), std::string("New"));
  QVERIFY(!messages()->text().isEmpty());
}

void TstConsolePage::stopsALongStatement() {
  QSignalSpy ran(m_page.get(), &ui::ConsolePage::ran);
  m_page->setText(s(kEndless));
  m_page->run();
  auto* stop = m_page->findChild<QToolButton*>(s("stop"));
  QCOMPARE(stop->accessibleName(), s("Stop"));
  QVERIFY(stop->isEnabled());
  QTest::mouseClick(stop, Qt::LeftButton);
  QVERIFY(ran.wait(kPatience));
  QVERIFY2(m_page->statusText().startsWith(s("Stopped")), qPrintable(m_page->statusText()));
  QVERIFY(!stop->isEnabled());
  QVERIFY(run("SELECT 7"));
  QCOMPARE(cell(0, 0), s("7"));
}

void TstConsolePage::leavesTheWriterToOthersWhileItReads() {
  m_page->setText(s(kEndless));
  m_page->run();
  m_open->run("UPDATE Artist SET Founded = 5");
  QVERIFY(m_page->isBusy());
  QSignalSpy ran(m_page.get(), &ui::ConsolePage::ran);
  m_page->stop();
  QVERIFY(ran.wait(kPatience));
}

void TstConsolePage::keepsATransactionOpen() {
  QVERIFY(run("BEGIN; UPDATE Artist SET Name = 'x' WHERE ArtistId = 1"));
  QCOMPARE(m_open->value("SELECT Name FROM Artist WHERE ArtistId = 1"), std::string("AC/DC"));
  QVERIFY(run("SELECT Name FROM Artist WHERE ArtistId = 1"));
  QCOMPARE(cell(0, 0), s("x"));
  QVERIFY(run("ROLLBACK"));
  QVERIFY(run("SELECT Name FROM Artist WHERE ArtistId = 1"));
  QCOMPARE(cell(0, 0), s("AC/DC"));
}

void TstConsolePage::saysWhenTheDatabaseMayHaveChanged() {
  QSignalSpy changed(m_page.get(), &ui::ConsolePage::databaseChanged);
  QVERIFY(run("SELECT 1"));
  QCOMPARE(changed.count(), 0);
  QVERIFY(run("CREATE TABLE other(a)"));
  QCOMPARE(changed.count(), 1);
  QVERIFY(run("DELETE FROM Track; SELECT 1"));
  QCOMPARE(changed.count(), 2);
}

void TstConsolePage::copiesTheSelection() {
  QVERIFY(run("SELECT ArtistId, Name FROM Artist ORDER BY 1 LIMIT 2"));
  results()->selectAll();
  QTest::keyClick(results(), Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(QGuiApplication::clipboard()->text(), s("1\tAC/DC\n2\tAccept"));
  QTest::keyClick(results(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(QGuiApplication::clipboard()->text(), s("ArtistId\tName\n1\tAC/DC\n2\tAccept"));
}

void TstConsolePage::keepsItsTextOnDisk() {
  const QString id = m_page->textId();
  QTest::keyClicks(editor(), s("SELECT 'kept'"));
  m_page.reset();
  m_page = std::make_unique<ui::ConsolePage>(m_open->database(), id);
  QSignalSpy loaded(m_page.get(), &ui::ConsolePage::textLoaded);
  QVERIFY(loaded.wait(kPatience));
  QCOMPARE(m_page->textId(), id);
  QCOMPARE(m_page->text(), s("SELECT 'kept'"));
  QCOMPARE(m_page->title(), s("SELECT 'kept'"));
  const auto mode = QFile::permissions(ui::ConsoleTexts::path(id));
  QVERIFY(mode & QFileDevice::ReadOwner);
  QVERIFY(!(mode & (QFileDevice::ReadGroup | QFileDevice::ReadOther | QFileDevice::WriteGroup | QFileDevice::WriteOther)));
  QTest::keyClicks(editor(), s(" "));
  // While it is open too: some time after the first change.
  QTRY_COMPARE_WITH_TIMEOUT(QFile(ui::ConsoleTexts::path(id)).size(), 14, kPatience);
}

void TstConsolePage::keepsNoEmptyText() {
  const QString id = m_page->textId();
  m_page->setText(s("SELECT 1"));
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(ui::ConsoleTexts::path(id)), kPatience);
  m_page->setText(s("  \n"));
  m_page.reset();
  QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(ui::ConsoleTexts::path(id)), kPatience);
}

void TstConsolePage::keepsNoBreakSpaces() {
  QVERIFY(run("SELECT length('a\u00a0b'), unicode('\u00a0')"));
  QCOMPARE(cell(0, 1), s("160"));
}

void TstConsolePage::ignoresIdsThatAreNone() {
  ui::ConsolePage page(m_open->database(), s("../../elsewhere"));
  QVERIFY(ui::ConsoleTexts::isId(page.textId()));
}

void TstConsolePage::refusesNothingToRun() {
  m_page->setText(s("  "));
  m_page->run();
  QVERIFY(!m_page->isBusy());
  QVERIFY(!messages()->text().isEmpty());
}

void TstConsolePage::canBeClosedWhileItRuns() {
  m_page->setText(s(kEndless));
  m_page->run();
  m_page->setText({});
  m_page.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
}

JOINERY_TEST(TstConsolePage)
#include "tst_console_page.moc"
