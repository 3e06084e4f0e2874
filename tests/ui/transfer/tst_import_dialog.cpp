// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/ui/filter/music_database.h"
#include "ui/transfer/column_mapping.h"
#include "ui/transfer/import_dialog.h"
#include "ui/widgets/message_bar.h"

using namespace joinery;
using namespace joinery::test;

class TstImportDialog : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void looksAtTheFile();
  void importsIntoATable();
  void makesATableThatLosesNothing();
  void columnsCanGoElsewhereOrNowhere();
  void aBadRowLeavesNothing();
  void badRowsAreLeftOutAndTold();
  void takenKeysUpdate();
  void tellsWhyAFileCantBeRead();
  void aStoppedImportLeavesNothing();

 private:
  template <typename T>
  T* field(const char* name) const { return m_dialog->findChild<T*>(QLatin1String(name)); }
  QAbstractItemModel* model(const char* view) const { return field<QTableView>(view)->model(); }
  QString cell(const char* view, int row, int column) const { return model(view)->index(row, column).data().toString(); }
  QString message() const { return m_dialog->findChild<ui::MessageBar*>()->text(); }
  void choose(const char* name, int index) { field<QComboBox>(name)->setCurrentIndex(index); }
  bool look(const QByteArray& text, const char* name = "people.csv");
  bool run();

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<test::MusicDatabase> m_open;
  std::unique_ptr<ui::ImportDialog> m_dialog;
};

void TstImportDialog::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setApplicationName(s("tst_import_dialog"));
}

void TstImportDialog::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_open = std::make_unique<test::MusicDatabase>();
  m_dialog = std::make_unique<ui::ImportDialog>(m_open->database());
  for (const char* view : {"importPreview", "columnMapping", "badRows"}) new QAbstractItemModelTester(model(view), QAbstractItemModelTester::FailureReportingMode::QtTest, m_dialog.get());
  m_dialog->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void TstImportDialog::cleanup() {
  m_dialog.reset();
  m_open.reset();
}

bool TstImportDialog::look(const QByteArray& text, const char* name) {
  const QString path = m_folder->filePath(QLatin1String(name));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) return false;
  file.close();
  QSignalSpy previewed(m_dialog.get(), &ui::ImportDialog::previewed);
  m_dialog->setFile(path);
  return previewed.count() > 0 || previewed.wait(kPatience);
}

bool TstImportDialog::run() {
  QSignalSpy imported(m_dialog.get(), &ui::ImportDialog::imported);
  QSignalSpy failed(m_dialog.get(), &ui::ImportDialog::failed);
  QTest::mouseClick(field<QPushButton>("import"), Qt::LeftButton);
  return QTest::qWaitFor([&] { return imported.count() + failed.count() > 0; }, kPatience) && imported.count() > 0;
}

void TstImportDialog::looksAtTheFile() {
  QVERIFY(!field<QPushButton>("import")->isEnabled());
  QVERIFY(look("ArtistId;Name;Founded\n4;\"Zoë; Band\";\n5\n6;Bob;1990\n"));
  QCOMPARE(field<QComboBox>("delimiter")->currentText(), s("Semicolon"));
  QCOMPARE(model("importPreview")->rowCount(), 3);
  QCOMPARE(cell("importPreview", 0, 1), s("Zoë; Band"));
  QCOMPARE(cell("importPreview", 0, 2), s("NULL"));
  QVERIFY(model("importPreview")->index(1, 0).data(Qt::ToolTipRole).toString().contains(s("Line 3")));
  // Told otherwise, it is looked at anew.
  QSignalSpy previewed(m_dialog.get(), &ui::ImportDialog::previewed);
  choose("delimiter", 0);
  QVERIFY(previewed.wait(kPatience));
  QCOMPARE(model("importPreview")->columnCount(), 1);
}

void TstImportDialog::importsIntoATable() {
  m_dialog->setTable(s("Artist"));
  QVERIFY(look("name,ARTISTID,Founded\nNew,4,1999\n\"\",5,\n"));
  QCOMPARE(cell("columnMapping", 0, ui::ColumnMappingModel::Target), s("Name"));
  QCOMPARE(cell("columnMapping", 1, ui::ColumnMappingModel::Target), s("ArtistId"));
  QVERIFY2(run(), qPrintable(message()));
  QCOMPARE(m_open->value("SELECT group_concat(ArtistId || '=' || Name || '=' || ifnull(Founded, 'NULL')) FROM Artist WHERE ArtistId > 3"), std::string("4=New=1999,5==NULL"));
  QVERIFY2(message().startsWith(s("2 rows taken into Artist")), qPrintable(message()));
}

void TstImportDialog::makesATableThatLosesNothing() {
  field<QRadioButton>("intoNewTable")->setChecked(true);
  QVERIFY(look("id,zip,long,hex,born\n1,00123,12345678901234567890,0x1f,2001-02-03\n2,1,2,0x2,2001-02-04\n"));
  QCOMPARE(field<QLineEdit>("newTable")->text(), s("people"));
  QStringList kinds;
  for (int row = 0; row < 5; ++row) kinds << cell("columnMapping", row, ui::ColumnMappingModel::Type);
  QCOMPARE(kinds.join(QLatin1Char(' ')), s("integer text text text date"));
  QVERIFY2(run(), qPrintable(message()));
  QCOMPARE(m_open->value("SELECT zip || ' ' || long || ' ' || hex || ' ' || born FROM people WHERE id = 1"), std::string("00123 12345678901234567890 0x1f 2001-02-03"));
}

void TstImportDialog::columnsCanGoElsewhereOrNowhere() {
  m_dialog->setTable(s("Artist"));
  QVERIFY(look("a,b,c\n4,New,1999\n"));
  QVERIFY(!field<QPushButton>("import")->isEnabled());
  const auto put = [this](int row, const char* target) { QVERIFY(model("columnMapping")->setData(model("columnMapping")->index(row, ui::ColumnMappingModel::Target), s(target), Qt::EditRole)); };
  put(0, "ArtistId");
  put(1, "ArtistId");
  QVERIFY(!field<QPushButton>("import")->isEnabled());
  put(1, "Name");
  QVERIFY2(run(), qPrintable(message()));
  QCOMPARE(m_open->value("SELECT Name || ifnull(Founded, ' without') FROM Artist WHERE ArtistId = 4"), std::string("New without"));
}

void TstImportDialog::aBadRowLeavesNothing() {
  m_dialog->setTable(s("Artist"));
  QVERIFY(look("ArtistId,Name\n4,New\n5,\n"));
  QVERIFY(!run());
  QVERIFY2(message().startsWith(s("Nothing was imported")) && message().contains(s("line 3")), qPrintable(message()));
  QCOMPARE(m_open->value("SELECT count(*) FROM Artist"), std::string("3"));
  QCOMPARE(model("badRows")->rowCount(), 1);
  QTRY_VERIFY_WITH_TIMEOUT(field<QPushButton>("import")->isEnabled(), kPatience);
}

void TstImportDialog::badRowsAreLeftOutAndTold() {
  m_dialog->setTable(s("Artist"));
  QVERIFY(look("ArtistId,Name\n4,New\n5,\n1,Taken\n6\n7,Last\n"));
  choose("badRowRule", 1);
  field<QSpinBox>("mostBadRows")->setValue(3);
  QVERIFY2(run(), qPrintable(message()));
  QCOMPARE(m_open->value("SELECT group_concat(ArtistId) FROM Artist WHERE ArtistId > 3"), std::string("4,7"));
  QCOMPARE(model("badRows")->rowCount(), 3);
  QCOMPARE(cell("badRows", 0, 0), s("3"));
  QVERIFY(cell("badRows", 0, 1).contains(s("NOT NULL")));
  QVERIFY(field<QTableView>("badRows")->isVisible());
}

void TstImportDialog::takenKeysUpdate() {
  m_dialog->setTable(s("Artist"));
  QVERIFY(look("ArtistId,Name\n1,Other\n"));
  choose("takenKeyRule", 2);
  QVERIFY2(run(), qPrintable(message()));
  QCOMPARE(m_open->value("SELECT Name || Founded FROM Artist WHERE ArtistId = 1"), std::string("Other1973"));
}

void TstImportDialog::tellsWhyAFileCantBeRead() {
  QSignalSpy failed(m_dialog.get(), &ui::ImportDialog::previewFailed);
  m_dialog->setFile(m_folder->filePath(s("missing.csv")));
  QVERIFY(failed.wait(kPatience));
  QVERIFY2(message().contains(s("missing.csv")), qPrintable(message()));
  m_dialog->setFile(m_folder->path());
  QVERIFY(failed.wait(kPatience));
  QVERIFY(!field<QPushButton>("import")->isEnabled());
}

void TstImportDialog::aStoppedImportLeavesNothing() {
  QByteArray many = "ArtistId,Name\n";
  for (int i = 4; i < 300'000; ++i) many += QByteArray::number(i) + ",Somebody\n";
  m_dialog->setTable(s("Artist"));
  QVERIFY(look(many));
  QSignalSpy failed(m_dialog.get(), &ui::ImportDialog::failed);
  QTest::mouseClick(field<QPushButton>("import"), Qt::LeftButton);
  m_dialog->close();
  QVERIFY(m_dialog->isVisible());
  auto* question = m_dialog->findChild<QMessageBox*>();
  QVERIFY(question);
  question->buttons().first()->click();
  QVERIFY(failed.count() > 0 || failed.wait(kPatience));
  QVERIFY(!m_dialog->isVisible());
  QCOMPARE(m_open->value("SELECT count(*) FROM Artist"), std::string("3"));
}

JOINERY_TEST(TstImportDialog)
#include "tst_import_dialog.moc"
