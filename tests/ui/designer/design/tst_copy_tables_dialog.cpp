// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDialogButtonBox>
#include <QFile>
#include <QFloat16>  // Qt Test only declares it; the JSON library asks what it converts from
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "orm/schema/schema_json.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/connections/database.h"
#include "ui/designer/design/copy_tables_dialog.h"
#include "ui/designer/design/design_dialogs.h"
#include "ui/designer/design/design_page.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// Tables of a database or a file are copied to a design.
class TstCopyTablesDialog : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void tablesOfTheOpenDatabaseAreCopied();
  void tablesOfAnotherFileAreReadAndCopied();
  void tablesOfASchemaFileAreCopied();
  void whatIsNotAsItWasIsToldBefore();
  void theSearchNarrowsWhatAllAndNoneTick();
  void whatCannotBeReadIsTold();
  void aReadingThatIsStoppedGivesNothing();
  void looksAsItShould();

 private:
  template <typename Widget>
  Widget* child(const char* name) const { return m_dialog->findChild<Widget*>(s(name)); }
  QPushButton* copy() const { return m_dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok); }
  QString path(const char* name) const { return m_folder->filePath(s(name)); }
  void tick(const char* table) {
    for (auto* item : child<QListWidget>("copiedTables")->findItems(s(table), Qt::MatchExactly)) item->setCheckState(Qt::Checked);
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<WorkspaceDocument> m_document;
  std::unique_ptr<Database> m_database;
  std::unique_ptr<DesignPage> m_page;
  CopyTablesDialog* m_dialog = nullptr;
};

void TstCopyTablesDialog::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  const Url url = Url::sqliteFile(path("music.db").toStdString());
  runScript(url, "CREATE TABLE artist(id integer PRIMARY KEY, name text); CREATE TABLE album(id integer PRIMARY KEY, title text, artist_id integer REFERENCES artist(id));");
  runScript(Url::sqliteFile(path("other.db").toStdString()), "CREATE TABLE plant(id integer PRIMARY KEY, name text);");
  m_database = std::make_unique<Database>(Engine::create(url));
  QSignalSpy opened(m_database.get(), &Database::opened);
  m_database->open();
  QVERIFY(opened.wait());
  m_document = std::make_unique<WorkspaceDocument>();
  m_page = std::make_unique<DesignPage>(m_document.get());
  m_page->dialogs()->setDatabase(m_database.get());
  m_dialog = m_page->dialogs()->askTables();
}

void TstCopyTablesDialog::cleanup() {
  m_page.reset();
  m_document.reset();
  m_database.reset();
}

void TstCopyTablesDialog::tablesOfTheOpenDatabaseAreCopied() {
  QCOMPARE(child<QListWidget>("copiedTables")->count(), 2);
  QVERIFY(!copy()->isEnabled());
  tick("album");
  tick("artist");
  QTRY_VERIFY(copy()->isEnabled());
  copy()->click();
  const auto album = m_page->design()->metadata().find(QualifiedName("album"));
  QVERIFY(album);
  QCOMPARE(album->foreignKeys.size(), std::size_t{1});
  m_page->design()->undoStack().undo();
  QVERIFY(!m_page->design()->metadata().find(QualifiedName("album")));
}

void TstCopyTablesDialog::tablesOfAnotherFileAreReadAndCopied() {
  m_dialog->setFrom(CopyTablesDialog::From::Database);
  QCOMPARE(child<QListWidget>("copiedTables")->count(), 0);
  m_dialog->setLocation(path("other.db"));
  m_dialog->choose({QualifiedName("main", "plant"), QualifiedName("plant")});
  m_dialog->read();
  QTRY_COMPARE(child<QListWidget>("copiedTables")->count(), 1);
  child<QPushButton>("copyAll")->click();
  QTRY_VERIFY(copy()->isEnabled());
  copy()->click();
  QVERIFY(m_page->design()->metadata().find(QualifiedName("plant")));
}

void TstCopyTablesDialog::tablesOfASchemaFileAreCopied() {
  QFile file(path("schema.json"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(QByteArray::fromStdString(schema::schemaToJson(m_database->registry()->metadata()).dump()));
  file.close();
  m_dialog->setFrom(CopyTablesDialog::From::File);
  m_dialog->setLocation(file.fileName());
  m_dialog->read();
  QTRY_COMPARE(child<QListWidget>("copiedTables")->count(), 2);
  tick("artist");
  QTRY_VERIFY(copy()->isEnabled());
  QCOMPARE(m_dialog->chosenTables().size(), std::size_t{1});
}

void TstCopyTablesDialog::whatIsNotAsItWasIsToldBefore() {
  tick("album");
  QTRY_VERIFY(copy()->isEnabled());
  QVERIFY(child<QPlainTextEdit>("copyDifferences")->toPlainText().contains(s("artist")));
  QVERIFY(!m_page->design()->metadata().find(QualifiedName("album")));
  tick("artist");
  QTRY_COMPARE(child<QPlainTextEdit>("copyDifferences")->toPlainText(), s("Everything is as it was."));
}

void TstCopyTablesDialog::theSearchNarrowsWhatAllAndNoneTick() {
  child<QLineEdit>("copyFilter")->setText(s("ART"));
  child<QPushButton>("copyAll")->click();
  QCOMPARE(m_dialog->chosenTables().size(), std::size_t{1});
  child<QLineEdit>("copyFilter")->clear();
  child<QPushButton>("copyNone")->click();
  QVERIFY(m_dialog->chosenTables().empty());
}

void TstCopyTablesDialog::whatCannotBeReadIsTold() {
  m_dialog->setFrom(CopyTablesDialog::From::Database);
  m_dialog->setLocation(path("missing.db"));
  m_dialog->read();
  QTRY_VERIFY(!m_dialog->findChild<MessageBar*>()->text().isEmpty());
  m_dialog->setFrom(CopyTablesDialog::From::File);
  QVERIFY(m_dialog->findChild<MessageBar*>()->text().isEmpty() || !m_dialog->isBusy());
  m_dialog->setLocation(path("music.db"));
  m_dialog->read();
  QTRY_VERIFY(!m_dialog->isBusy());
  QVERIFY(m_dialog->findChild<MessageBar*>()->text().contains(s("Could not read")));
  QVERIFY(!copy()->isEnabled());
}

void TstCopyTablesDialog::aReadingThatIsStoppedGivesNothing() {
  m_dialog->setFrom(CopyTablesDialog::From::Database);
  m_dialog->setLocation(path("other.db"));
  m_dialog->read();
  QVERIFY(child<QPushButton>("copyStop")->isEnabled());
  child<QPushButton>("copyStop")->click();
  QTRY_VERIFY(!m_dialog->isBusy());
  QCOMPARE(child<QListWidget>("copiedTables")->count(), 0);
  m_dialog->setLocation(path("music.db"));
  m_dialog->read();
  QTRY_COMPARE(child<QListWidget>("copiedTables")->count(), 2);
}

void TstCopyTablesDialog::looksAsItShould() {
  tick("album");
  QTRY_VERIFY(copy()->isEnabled());
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  for (const auto& [choice, name] : {std::pair(Theme::Choice::Light, s("light")), std::pair(Theme::Choice::Dark, s("dark"))}) {
    Theme::instance().install(choice);
    QCoreApplication::processEvents();
    const QImage picture = m_dialog->grab().toImage();
    QCOMPARE(picture.size(), m_dialog->size() * m_dialog->devicePixelRatioF());
    if (!folder.isEmpty()) QVERIFY(picture.save(folder + s("/copy_") + name + s(".png")));
  }
}

JOINERY_TEST(TstCopyTablesDialog)
#include "tst_copy_tables_dialog.moc"
