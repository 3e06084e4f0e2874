// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/music_database.h"
#include "ui/transfer/export_dialog.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

namespace {

ui::ExportSubject statementSubject(const std::string& sql) {
  const auto statement = [sql](TransferFormat) {
    CompiledStatement compiled;
    compiled.sql = sql;
    return compiled;
  };
  return {QStringLiteral("Result"), {}, false, {{QStringLiteral("All rows"), ui::statementRows(statement)}}};
}

}  // namespace

class TstExportDialog : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void writesWhatIsShown();
  void writesTheSelectedRows();
  void writesAStatementsRows();
  void theEndingGoesWithTheFormat();
  void escapesFormulasUnlessToldOtherwise();
  void asksBeforeAFileIsReplaced();
  void tellsWhatFails();
  void stopLeavesNothing();
  void closingWhileItRunsAsks();
  void everyFieldHasAName();

 private:
  void open(ui::ExportSubject subject, const char* file);
  ui::ShownRows shown() const { return {.model = "Artist"}; }
  template <typename T>
  T* field(const char* name) const { return m_dialog->findChild<T*>(QLatin1String(name)); }
  QString message() const { return m_dialog->findChild<ui::MessageBar*>()->text(); }
  QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
  QByteArray text(const char* name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
  }
  /// @return whether it was written
  bool run() const {
    QSignalSpy done(m_dialog.get(), &ui::ExportDialog::exported);
    QTest::mouseClick(field<QPushButton>("export"), Qt::LeftButton);
    return done.count() > 0 || done.wait(kPatience);
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<test::MusicDatabase> m_open;
  std::unique_ptr<ui::ExportDialog> m_dialog;
};

namespace {

constexpr const char* kEndlessRows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";

}  // namespace

void TstExportDialog::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_export_dialog"));
}

void TstExportDialog::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_open = std::make_unique<test::MusicDatabase>();
}

void TstExportDialog::cleanup() {
  m_dialog.reset();
  m_open.reset();
}

void TstExportDialog::open(ui::ExportSubject subject, const char* file) {
  m_dialog = std::make_unique<ui::ExportDialog>(m_open->database(), std::move(subject));
  m_dialog->setFile(path(file));
  m_dialog->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void TstExportDialog::writesWhatIsShown() {
  ui::ShownRows rows = shown();
  rows.filter = Json{{"Founded", {{"$gt", 1900}}}};
  rows.sorts = {"-ArtistId"};
  open(ui::exportSubject(*m_open->database(), rows), "artists.csv");
  QCOMPARE(field<QComboBox>("rowsToExport")->currentText(), s("Rows that pass the filter"));
  QVERIFY(run());
  QCOMPARE(text("artists.csv"), QByteArray("ArtistId,Name,Founded,Since,IsBand,Facts\r\n3,Nobody,2001,,,\r\n1,AC/DC,1973,,,\r\n"));
  QVERIFY2(message().startsWith(s("2 rows, ")), qPrintable(message()));
  field<QComboBox>("rowsToExport")->setCurrentIndex(0);
  m_dialog->setFile(path("all.csv"));
  QVERIFY(run());
  QCOMPARE(text("all.csv").count('\n'), 4);
}

/// One range is read by a statement, several by their keys: the same columns, of these rows in this order.
void TstExportDialog::writesTheSelectedRows() {
  m_open->run("INSERT INTO Artist(ArtistId, Name) VALUES (4, 'Fourth'), (5, 'Fifth')");
  const auto query = std::make_shared<const PagedQuery>(m_open->database()->registry(), m_open->database()->engine()->dialect(), PagedQuery::Spec{.model = "Artist", .sorts = {"-ArtistId"}});
  ui::ShownRows rows = shown();
  rows.rowCount = 5;
  rows.selection = RowRanges{query, {{1, 2}}, 2};
  open(ui::exportSubject(*m_open->database(), rows), "range.csv");
  QCOMPARE(field<QComboBox>("rowsToExport")->itemText(0), s("All rows of Artist (5)"));
  QCOMPARE(field<QComboBox>("rowsToExport")->currentText(), s("Selected rows (2)"));
  QVERIFY(run());
  QCOMPARE(text("range.csv"), QByteArray("ArtistId,Name,Founded,Since,IsBand,Facts\r\n4,Fourth,,,,\r\n3,Nobody,2001,,,\r\n"));
  rows.selection = RowRanges{query, {{0, 1}, {3, std::nullopt}}, 3};
  open(ui::exportSubject(*m_open->database(), rows), "ranges.csv");
  QVERIFY(run());
  QCOMPARE(text("ranges.csv"), QByteArray("ArtistId,Name,Founded,Since,IsBand,Facts\r\n5,Fifth,,,,\r\n2,Accept,,,,\r\n1,AC/DC,1973,,,\r\n"));
  m_dialog->setFile(path("ranges.xlsx"));
  QVERIFY(run());
  QVERIFY(text("ranges.xlsx").startsWith("PK"));
}

void TstExportDialog::writesAStatementsRows() {
  open(statementSubject(std::string("SELECT Name FROM Artist ORDER BY Name")), "result.tsv");
  QVERIFY(run());
  QCOMPARE(text("result.tsv"), QByteArray("Name\nAC/DC\nAccept\nNobody\n"));
}

void TstExportDialog::theEndingGoesWithTheFormat() {
  open(ui::exportSubject(*m_open->database(), shown()), "artists.csv");
  auto* format = field<QComboBox>("format");
  format->setCurrentIndex(format->findText(s("SQL")));
  QCOMPARE(field<QLineEdit>("exportFile")->text(), path("artists.sql"));
  QVERIFY(field<QLineEdit>("insertTable")->isVisible());
  QVERIFY(!field<QComboBox>("delimiter")->isVisible());
  m_dialog->setFile(path("artists.xlsx"));
  QCOMPARE(format->currentText(), s("Excel (XLSX)"));
  QVERIFY(run());
  QVERIFY(text("artists.xlsx").startsWith("PK"));
}

void TstExportDialog::escapesFormulasUnlessToldOtherwise() {
  m_open->run("INSERT INTO Artist(ArtistId, Name) VALUES (4, '=1+1')");
  ui::ShownRows rows = shown();
  rows.filter = Json{{"ArtistId", 4}};
  open(ui::exportSubject(*m_open->database(), rows), "escaped.csv");
  QVERIFY(field<QCheckBox>("escapeFormulas")->isChecked());
  QVERIFY(run());
  QVERIFY2(text("escaped.csv").contains("\"'=1+1\""), text("escaped.csv").constData());
  field<QCheckBox>("escapeFormulas")->setChecked(false);
  m_dialog->setFile(path("plain.csv"));
  QVERIFY(run());
  QVERIFY2(text("plain.csv").contains("4,=1+1"), text("plain.csv").constData());
}

void TstExportDialog::asksBeforeAFileIsReplaced() {
  QFile old(path("artists.csv"));
  QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
  old.close();
  open(ui::exportSubject(*m_open->database(), shown()), "artists.csv");
  QTest::mouseClick(field<QPushButton>("export"), Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(m_dialog->findChild<QMessageBox*>(), kPatience);
  QCOMPARE(text("artists.csv"), QByteArray("old"));
  QSignalSpy done(m_dialog.get(), &ui::ExportDialog::exported);
  m_dialog->findChild<QMessageBox*>()->buttons().first()->click();
  QVERIFY(done.count() > 0 || done.wait(kPatience));
  QVERIFY(text("artists.csv").startsWith("ArtistId"));
}

void TstExportDialog::tellsWhatFails() {
  open(statementSubject(std::string("SELECT x FROM nowhere")), "result.csv");
  QSignalSpy failed(m_dialog.get(), &ui::ExportDialog::failed);
  QTest::mouseClick(field<QPushButton>("export"), Qt::LeftButton);
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
  QVERIFY2(message().contains(s("no such table: nowhere")), qPrintable(message()));
  QTRY_VERIFY_WITH_TIMEOUT(field<QPushButton>("export")->isEnabled(), kPatience);
  QVERIFY(!QFile::exists(path("result.csv")));
}

void TstExportDialog::stopLeavesNothing() {
  open(statementSubject(std::string(kEndlessRows)), "result.csv");
  QSignalSpy started(m_dialog.get(), &ui::ExportDialog::started);
  QTest::mouseClick(field<QPushButton>("export"), Qt::LeftButton);
  QVERIFY(started.count() > 0 || started.wait(kPatience));
  auto* job = m_dialog->findChild<ui::TransferJob*>();
  QTRY_VERIFY_WITH_TIMEOUT(job->progress().rows > 10'000, kPatience);
  QVERIFY(!field<QPushButton>("export")->isEnabled());
  QSignalSpy failed(m_dialog.get(), &ui::ExportDialog::failed);
  QTest::mouseClick(field<QPushButton>("stopTransfer"), Qt::LeftButton);
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
  QVERIFY2(message().startsWith(s("The export was stopped")), qPrintable(message()));
  QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void TstExportDialog::closingWhileItRunsAsks() {
  open(statementSubject(std::string(kEndlessRows)), "result.csv");
  QSignalSpy started(m_dialog.get(), &ui::ExportDialog::started);
  QTest::mouseClick(field<QPushButton>("export"), Qt::LeftButton);
  QVERIFY(started.count() > 0 || started.wait(kPatience));
  m_dialog->close();
  QVERIFY(m_dialog->isVisible());
  auto* question = m_dialog->findChild<QMessageBox*>();
  QVERIFY(question);
  QSignalSpy failed(m_dialog.get(), &ui::ExportDialog::failed);
  question->buttons().first()->click();
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
  QVERIFY(!m_dialog->isVisible());
}

void TstExportDialog::everyFieldHasAName() {
  open(ui::exportSubject(*m_open->database(), shown()), "artists.csv");
  for (const char* name : {"rowsToExport", "exportFile", "format", "delimiter", "nullText", "lineEnd", "insertTable", "export", "transferProgress", "stopTransfer"}) {
    const auto* found = field<QWidget>(name);
    QVERIFY2(found && !found->accessibleName().isEmpty(), name);
  }
}

JOINERY_TEST(TstExportDialog)
#include "tst_export_dialog.moc"
