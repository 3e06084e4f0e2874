// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QAction>
#include <QDialog>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <algorithm>

#include "orm/engine/execution.h"
#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "tests/support/window_database.h"
#include "tests/ui/designer/migration/designed_music.h"
#include "ui/designer/migration/difference_view.h"
#include "ui/designer/migration/migration_page.h"
#include "ui/designer/migration/migration_preview.h"
#include "ui/designer/migration/revision_history.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/theme.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using namespace joinery::test;
using namespace joinery::ui;

/// From a design to revisions, and from revision to revision in a database.
class TstMigrationPage : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void aDesignBecomesARevision();
  void aWorkspaceWithoutAFileIsSavedFirst();
  void whatHasNotChangedIsNotSaved();
  void rowsStayAcrossARename_data() { addBackends(); }
  void rowsStayAcrossARename();
  void aDatabaseIsMadeByTheDesign();
  void aFileThatIsThereIsNotReplaced();
  void whatIsLostIsAskedFirst_data() { addBackends(); }
  void whatIsLostIsAskedFirst();
  void aDryRunLeavesTheDatabaseAsItIs_data() { addBackends(); }
  void aDryRunLeavesTheDatabaseAsItIs();
  void pendingEditsKeepADatabaseFromMigrating();
  void aDatabaseThatStandsElsewhereIsLookedAtFirst();
  void aDatabaseWithoutARecordIsStamped();
  void aDryRunShowsWhereTheDatabaseStandsNow();
  void anOfferOfAClosedDatabaseDoesNothing();
  void whatIsRareIsInAMenu();
  void theSqlIsWrittenIntoAFile();
  void aMigrationOutlivesItsPage_data() { addBackends(); }
  void aMigrationOutlivesItsPage();
  void aMigrationIsStopped();
  void brokenRevisionsAreTold();
  void whatWasToldGoesOnceTheRevisionsAreRead();
  void aDatabaseAtAnUnknownRevisionIsTold();
  void looksAsItShould();

 private:
  void startOn(Backend backend, const std::string& script = "SELECT 1");
  void settle() { QTRY_VERIFY_WITH_TIMEOUT(!m_page->isBusy() && !m_document->isBusy(), kPatience); }
  void trigger(const char* action) {
    auto* found = m_page->findChild<QAction*>(s(action));
    QVERIFY2(found && found->isEnabled(), action);
    found->trigger();
  }
  template <typename Dialog>
  Dialog* dialog() {
    return QTest::qWaitFor([this] { return m_page->findChild<Dialog*>() && m_page->findChild<Dialog*>()->isVisible(); }, kPatience) ? m_page->findChild<Dialog*>() : nullptr;
  }
  void saveRevision(const char* message);
  void answer(bool accepts);
  void edit(const migration::Operations& operations) {
    mustEdit(*m_design, operations);
    m_document->putDesignedSchema(m_design->toJson());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isBusy(), kPatience);
    settle();
  }
  /// The design as the workspace has it, with what was saved taken off.
  void readDesign() { m_design->read(*m_document->designedSchema()); }
  void migrate() {
    QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
    trigger("migrate");
    // The outline, then the migration itself.
    const bool isOver = QTest::qWaitFor([&] { return ended.count() == 2 || m_page->findChild<QMessageBox*>() || !message().isEmpty(); }, kPatience);
    const auto* asked = m_page->findChild<QMessageBox*>();
    QVERIFY2(!asked, asked ? qPrintable(asked->informativeText()) : "");
    QVERIFY2(isOver && ended.count() == 2, qPrintable(message()));
    QTRY_VERIFY_WITH_TIMEOUT(!m_database->database()->isOpening(), kPatience);
    settle();
  }
  QString cell(int row, int column) const { return m_page->revisions()->model()->index(row, column).data().toString(); }
  QString message() const { return m_page->messages()->text(); }
  std::string read(const char* sql) const {
    const auto reader = m_database->engine().connect(Engine::Access::Read);
    const auto batch = fetchAll(*reader->execute(sql));
    if (batch->rows() == 0) return {};
    const ValueView value = batch->at(0, 0);
    return value.storageClass() == StorageClass::Text ? std::string(value.bytes()) : std::to_string(value.toInteger());
  }
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<WorkspaceDocument> m_document;
  std::unique_ptr<WindowDatabase> m_database;
  std::unique_ptr<SchemaDesign> m_design;
  std::unique_ptr<MigrationRunner> m_runner;
  std::unique_ptr<MigrationPage> m_page;
};

void TstMigrationPage::init() {
  m_folder = std::make_unique<QTemporaryDir>();
  m_document = std::make_unique<WorkspaceDocument>();
  m_runner = std::make_unique<MigrationRunner>();
  m_page = std::make_unique<MigrationPage>(m_document.get(), m_runner.get());
  m_page->resize(1000, 700);
  m_page->show();
  new QAbstractItemModelTester(m_page->revisions()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_page.get());
}

void TstMigrationPage::cleanup() {
  m_page.reset();
  m_runner.reset();
  m_design.reset();
  m_document.reset();
  m_database.reset();
  QVERIFY(Worker::waitForDestroyed(std::chrono::seconds(60)));
}

/// A workspace with a file and a design, and a database that is open.
void TstMigrationPage::startOn(Backend backend, const std::string& script) {
  m_database = std::make_unique<WindowDatabase>(backend, script);
  m_design = std::make_unique<SchemaDesign>();
  designMusic(*m_design, backend == Backend::Sqlite ? "sqlite" : "postgresql");
  m_document->putDesignedSchema(m_design->toJson());
  QSignalSpy saved(m_document.get(), &WorkspaceDocument::saved);
  m_document->saveAs(m_folder->filePath(s("music.joinery")));
  QVERIFY(saved.wait(kPatience));
  m_runner->setDatabase(m_database->database(), m_database->changes());
  m_page->setDatabase(m_database->database());
  settle();
}

void TstMigrationPage::saveRevision(const char* message) {
  QSignalSpy saved(m_document.get(), &WorkspaceDocument::saved);
  trigger("saveRevision");
  auto* asked = dialog<QInputDialog>();
  QVERIFY(asked);
  asked->setTextValue(s(message));
  asked->accept();
  QVERIFY(saved.wait(kPatience));
  settle();
  readDesign();
}

void TstMigrationPage::answer(bool accepts) {
  auto* box = dialog<QMessageBox>();
  QVERIFY(box);
  for (auto* button : box->buttons())
    if ((box->buttonRole(button) == QMessageBox::AcceptRole) == accepts) return button->click();
}

void TstMigrationPage::aDesignBecomesARevision() {
  startOn(Backend::Sqlite);
  QCOMPARE(m_page->revisions()->model()->rowCount(), 2);
  QCOMPARE(cell(1, 0), s("Not saved"));
  saveRevision("First tables");
  QCOMPARE(m_page->revisions()->model()->rowCount(), 2);
  QCOMPARE(cell(1, 2), s("First tables"));
  QCOMPARE(cell(1, 0), s("Pending"));
  QVERIFY(QFile::exists(m_folder->filePath(s("revisions/0001_first_tables.json"))));
  // Neither the design nor its file has something that is no revision.
  QVERIFY(m_design->recorded().empty());
  QVERIFY(!m_document->isModified());
  edit({migration::RenameColumn{QualifiedName("artist"), "name", "full_name"}});
  QCOMPARE(cell(2, 0), s("Not saved"));
  m_page->revisions()->setCurrentIndex(m_page->revisions()->model()->index(2, 0));
  settle();
  QVERIFY(m_page->view()->contents());
  QCOMPARE(m_page->view()->contents()->operations.size(), std::size_t(1));
  saveRevision("Names of artists");
  QCOMPARE(cell(2, 3), cell(1, 1));
  const auto* second = m_page->history()->chain()->find(cell(2, 1).toStdString());
  QVERIFY(second && second->up.size() == 1 && std::holds_alternative<migration::RenameColumn>(second->up.front()));
  QVERIFY(std::holds_alternative<migration::RenameColumn>(second->down.front()));
}

void TstMigrationPage::aWorkspaceWithoutAFileIsSavedFirst() {
  SchemaDesign design;
  designMusic(design, "sqlite");
  m_document->putDesignedSchema(design.toJson());
  QTRY_VERIFY_WITH_TIMEOUT(m_page->isBusy(), kPatience);
  settle();
  QSignalSpy asked(m_page.get(), &MigrationPage::saveWorkspaceRequested);
  trigger("saveRevision");
  QVERIFY2(message().startsWith(s("Save the workspace first")), qPrintable(message()));
  for (auto* button : m_page->messages()->findChildren<QAbstractButton*>())
    if (button->text().contains(s("Save the workspace"))) button->click();
  QCOMPARE(asked.count(), 1);
  // Once it has a file it goes on.
  m_document->saveAs(m_folder->filePath(s("new.joinery")));
  QVERIFY(dialog<QInputDialog>());
}

void TstMigrationPage::whatHasNotChangedIsNotSaved() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  trigger("saveRevision");
  QVERIFY2(message().contains(s("there is nothing to save")), qPrintable(message()));
  QVERIFY(!m_page->findChild<QInputDialog*>());
}

void TstMigrationPage::rowsStayAcrossARename() {
  QFETCH(int, backend);
  startOn(static_cast<Backend>(backend));
  saveRevision("First tables");
  migrate();
  QVERIFY2(message().contains(s("is at ")), qPrintable(message()));
  QVERIFY(m_database->database()->registry()->find("album"));
  QCOMPARE(cell(1, 0), s("The database is here"));
  m_database->run("INSERT INTO artist (id, name) VALUES (1, 'Anne'); INSERT INTO album (id, title, artist_id) VALUES (7, 'Blue', 1)");
  edit({migration::RenameColumn{QualifiedName("album"), "title", "name"}, migration::Rename{migration::RenameKind::Table, QualifiedName("artist"), QualifiedName("musician")}});
  saveRevision("Names");
  migrate();
  QCOMPARE(read("SELECT name FROM album WHERE id = 7"), std::string("Blue"));
  QCOMPARE(read("SELECT name FROM musician"), std::string("Anne"));
  QVERIFY(m_database->database()->registry()->find("musician"));
  QCOMPARE(cell(1, 0), s("Applied"));
  QCOMPARE(cell(2, 0), s("The database is here"));
  // And back.
  m_page->choose(cell(1, 1));
  settle();
  migrate();
  QCOMPARE(read("SELECT title FROM album WHERE id = 7"), std::string("Blue"));
  QCOMPARE(cell(2, 0), s("Pending"));
}

void TstMigrationPage::aDatabaseIsMadeByTheDesign() {
  startOn(Backend::Sqlite);
  QSignalSpy created(m_page.get(), &MigrationPage::databaseCreated);
  trigger("createDatabase");
  auto* asked = dialog<QInputDialog>();
  QVERIFY(asked);
  QCOMPARE(asked->textValue(), s("First tables"));
  asked->accept();
  QTRY_VERIFY_WITH_TIMEOUT(m_page->history()->chain() && m_page->history()->chain()->revisions().size() == 1, kPatience);
  // The place is asked for; here it is given.
  for (auto* each : m_page->findChildren<QDialog*>()) each->close();
  settle();
  m_page->createAt(Url::sqliteFile(m_folder->filePath(s("made.db")).toStdString()));
  QVERIFY(created.wait(kPatience));
  const auto engine = Engine::create(created.front().front().value<Url>());
  const auto reader = engine->connect(Engine::Access::Read);
  QCOMPARE(fetchAll(*reader->execute("SELECT count(*) FROM album"))->rows(), std::size_t(1));
  QVERIFY(migration::RevisionTable(*reader, engine->dialect()).read().isKnown);
}

void TstMigrationPage::aFileThatIsThereIsNotReplaced() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  QFile file(m_folder->filePath(s("mine.db")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("mine");
  file.close();
  m_page->createAt(Url::sqliteFile(file.fileName().toStdString()));
  QTRY_VERIFY_WITH_TIMEOUT(message().contains(s("Could not create the database")), kPatience);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QCOMPARE(file.readAll(), QByteArray("mine"));
}

void TstMigrationPage::whatIsLostIsAskedFirst() {
  QFETCH(int, backend);
  startOn(static_cast<Backend>(backend));
  saveRevision("First tables");
  migrate();
  m_database->run("INSERT INTO album (id, title, year) VALUES (7, 'Blue', 1971)");
  const auto& album = *m_design->metadata().find(QualifiedName("album"));
  edit({migration::DropColumn{QualifiedName("album"), *album.column("year"), "title"}});
  saveRevision("No years");
  trigger("migrate");
  auto* box = dialog<QMessageBox>();
  QVERIFY(box);
  QVERIFY2(box->informativeText().contains(s("album.year")), qPrintable(box->informativeText()));
  answer(false);
  settle();
  QCOMPARE(read("SELECT year FROM album"), std::string("1971"));
  QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
  trigger("migrate");
  QVERIFY(dialog<QMessageBox>());
  answer(true);
  QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 2, kPatience);
  settle();
  QCOMPARE(read("SELECT title FROM album"), std::string("Blue"));
  if (!m_database->isSqlite()) return;
  const QString backup = QString::fromStdString(ended.back().front().value<MigrationOutcome>().result.backup);
  QVERIFY(QFile::exists(backup));
  QVERIFY2(message().contains(backup), qPrintable(message()));
}

void TstMigrationPage::aDryRunLeavesTheDatabaseAsItIs() {
  QFETCH(int, backend);
  startOn(static_cast<Backend>(backend));
  saveRevision("First tables");
  QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
  trigger("rehearseMigration");
  QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 2, kPatience);
  settle();
  QVERIFY2(message().startsWith(s("The dry run went through")), qPrintable(message()));
  m_page->refresh();
  settle();
  QVERIFY(!m_page->history()->standing()->isKnown);
  QCOMPARE(cell(1, 0), s("Pending"));
}

void TstMigrationPage::pendingEditsKeepADatabaseFromMigrating() {
  startOn(Backend::Sqlite, "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)");
  saveRevision("First tables");
  m_database->changes()->insertRow("note");
  trigger("migrate");
  QVERIFY2(message().contains(s("changes that are not committed")), qPrintable(message()));
  QVERIFY(!m_runner->isRunning());
  m_database->changes()->revertAll();
  migrate();
  QCOMPARE(cell(1, 0), s("The database is here"));
}

/// Somebody puts an older file in its place, or another program migrates it.
void TstMigrationPage::aDatabaseThatStandsElsewhereIsLookedAtFirst() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  migrate();
  edit({migration::RenameColumn{QualifiedName("artist"), "name", "full_name"}});
  saveRevision("Names of artists");
  m_database->run("DROP TABLE album; DROP TABLE artist; DROP TABLE joinery_revision");
  QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
  trigger("migrate");
  QVERIFY(ended.wait(kPatience));
  QTRY_VERIFY_WITH_TIMEOUT(!m_database->database()->isOpening(), kPatience);
  settle();
  QVERIFY2(message().contains(s("is not where it was")), qPrintable(message()));
  QVERIFY(!m_runner->isRunning());
  QCOMPARE(read("SELECT count(*) FROM sqlite_master WHERE name = 'artist'"), std::string("0"));
  // The page shows where it is now, and from there it goes on.
  QCOMPARE(cell(1, 0), s("Pending"));
  migrate();
  QCOMPARE(cell(2, 0), s("The database is here"));
}

void TstMigrationPage::aDryRunShowsWhereTheDatabaseStandsNow() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  migrate();
  QCOMPARE(cell(1, 0), s("The database is here"));
  m_database->run("DROP TABLE album; DROP TABLE artist; DROP TABLE joinery_revision");
  QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
  trigger("rehearseMigration");
  QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 2, kPatience);
  QTRY_COMPARE_WITH_TIMEOUT(cell(1, 0), s("Pending"), kPatience);
  settle();
}

void TstMigrationPage::anOfferOfAClosedDatabaseDoesNothing() {
  startOn(Backend::Sqlite, "CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
  saveRevision("First tables");
  m_page->refresh();
  settle();
  const auto buttons = m_page->messages()->findChildren<QAbstractButton*>();
  const auto offer = std::ranges::find_if(buttons, [](const QAbstractButton* each) { return each->text().remove(QLatin1Char('&')).startsWith(s("Stamp")); });
  QVERIFY2(offer != buttons.end(), qPrintable(message()));
  m_page->setDatabase(nullptr);
  (*offer)->click();
  QVERIFY(!m_page->findChild<QMessageBox*>());
}

/// So that a narrow window shows every button.
void TstMigrationPage::whatIsRareIsInAMenu() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  m_page->resize(788, 600);
  auto* more = m_page->findChild<QToolButton*>(s("moreOfMigrations"));
  QVERIFY(more && more->menu());
  QTRY_VERIFY_WITH_TIMEOUT(more->isVisible() && more->geometry().right() <= m_page->width(), kPatience);
  const QList<QAction*> actions = more->menu()->actions();
  for (const char* each : {"stampDatabase", "saveMigrationScript"}) QVERIFY2(actions.contains(m_page->findChild<QAction*>(s(each))), each);
}

void TstMigrationPage::aDatabaseWithoutARecordIsStamped() {
  startOn(Backend::Sqlite, "CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
  saveRevision("First tables");
  QVERIFY(m_page->history()->isUnstamped());
  QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
  trigger("stampDatabase");
  answer(true);
  QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, kPatience);
  settle();
  QTRY_COMPARE_WITH_TIMEOUT(cell(1, 0), s("The database is here"), kPatience);
  QCOMPARE(read("SELECT count(*) FROM sqlite_master WHERE name = 'album'"), std::string("0"));
}

void TstMigrationPage::theSqlIsWrittenIntoAFile() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
  const QString path = m_folder->filePath(s("way.sql"));
  m_runner->writeScript(m_page->history()->chain(), m_page->history()->chain()->head(), path);
  QVERIFY(ended.wait(kPatience));
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray sql = file.readAll();
  QVERIFY2(sql.contains("CREATE TABLE") && sql.contains("joinery_revision"), sql.constData());
  QVERIFY(message().contains(path));
}

void TstMigrationPage::aMigrationOutlivesItsPage() {
  QFETCH(int, backend);
  startOn(static_cast<Backend>(backend));
  saveRevision("First tables");
  QSignalSpy ended(m_runner.get(), &MigrationRunner::ended);
  connect(m_runner.get(), &MigrationRunner::runningChanged, this, [this] {
    if (m_runner->running() == MigrationOutcome::Kind::Migrate && m_page) m_page.release()->deleteLater();
  });
  trigger("migrate");
  QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 2, kPatience);
  QVERIFY(!m_page);
  QCOMPARE(read("SELECT count(*) FROM album"), std::string("0"));
  QTRY_VERIFY_WITH_TIMEOUT(!m_database->database()->isOpening(), kPatience);
  m_page = std::make_unique<MigrationPage>(m_document.get(), m_runner.get());
  m_page->setDatabase(m_database->database());
  settle();
  QCOMPARE(cell(1, 0), s("The database is here"));
}

void TstMigrationPage::aMigrationIsStopped() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  const std::string slow = "INSERT INTO artist (name) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
  migration::Revision revision;
  revision.parent = m_page->history()->chain()->head();
  revision.message = "For ever";
  revision.up = {migration::DataStep{slow}};
  migration::RevisionFolder::beside(m_document->path().toStdString()).add(revision);
  m_page->refresh();
  settle();
  m_page->choose(cell(2, 1));
  settle();
  trigger("migrate");
  answer(true);
  QTRY_VERIFY_WITH_TIMEOUT(m_runner->running() == MigrationOutcome::Kind::Migrate && m_runner->progressText().contains(s("RECURSIVE")), kPatience);
  m_page->stop();
  QTRY_VERIFY_WITH_TIMEOUT(message().contains(s("was stopped")), kPatience);
  settle();
  // The one before it stays, and nothing of this one.
  QTRY_COMPARE_WITH_TIMEOUT(cell(1, 0), s("The database is here"), kPatience);
  QCOMPARE(read("SELECT count(*) FROM artist"), std::string("0"));
}

void TstMigrationPage::brokenRevisionsAreTold() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  QFile file(m_folder->filePath(s("revisions/0002_broken.json")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("{");
  file.close();
  m_page->refresh();
  settle();
  QVERIFY2(message().contains(s("0002_broken.json")), qPrintable(message()));
  QVERIFY(!m_page->findChild<QAction*>(s("migrate"))->isEnabled());
}

void TstMigrationPage::whatWasToldGoesOnceTheRevisionsAreRead() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  QFile broken(m_folder->filePath(s("revisions/0002_broken.json")));
  QVERIFY(broken.open(QIODevice::WriteOnly));
  broken.write("{");
  broken.close();
  m_page->refresh();
  settle();
  QVERIFY2(message().contains(s("0002_broken.json")), qPrintable(message()));
  for (const auto* each : m_page->view()->findChildren<QLabel*>()) QVERIFY2(!each->text().contains(s("no revisions yet")), qPrintable(each->text()));
  QVERIFY(broken.remove());
  m_page->refresh();
  settle();
  QCOMPARE(message(), QString());
}

void TstMigrationPage::aDatabaseAtAnUnknownRevisionIsTold() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  migrate();
  const std::string own = read("SELECT id FROM joinery_revision");
  const auto writer = m_database->engine().connect(Engine::Access::Write);
  fetchAll(*writer->execute("UPDATE joinery_revision SET id = 'elsewhere'"));
  m_page->refresh();
  settle();
  QVERIFY2(message().contains(s("elsewhere")), qPrintable(message()));
  fetchAll(*writer->execute("UPDATE joinery_revision SET id = '" + own + "'"));
  m_page->refresh();
  settle();
  QCOMPARE(message(), QString());
}

void TstMigrationPage::looksAsItShould() {
  startOn(Backend::Sqlite);
  saveRevision("First tables");
  migrate();
  const auto& album = *m_design->metadata().find(QualifiedName("album"));
  edit({migration::DropColumn{QualifiedName("album"), *album.column("year"), "title"}, migration::RenameColumn{QualifiedName("artist"), "name", "full_name"}});
  saveRevision("No years; full names");
  edit(migration::addTable(m_design->metadata(), "label", m_design->dialect()));
  m_page->choose(cell(2, 1));
  settle();
  trigger("previewMigration");
  auto* preview = dialog<MigrationPreview>();
  QVERIFY(preview);
  QVERIFY(preview->sql()->toPlainText().contains(s("full_name")));
  QCOMPARE(preview->steps()->topLevelItemCount(), 1);
  QVERIFY(preview->steps()->topLevelItem(0)->text(1).contains(s("Loses data")));
  const QString folder = qEnvironmentVariable("JOINERY_TEST_PICTURES");
  for (const auto& [choice, name] : {std::pair(Theme::Choice::Light, s("light")), std::pair(Theme::Choice::Dark, s("dark"))}) {
    Theme::instance().install(choice);
    QCoreApplication::processEvents();
    const QImage picture = m_page->grab().toImage();
    QCOMPARE(picture.size(), m_page->size() * m_page->devicePixelRatioF());
    if (folder.isEmpty()) continue;
    QVERIFY(picture.save(folder + s("/migrations_") + name + s(".png")));
    QVERIFY(preview->grab().save(folder + s("/preview_") + name + s(".png")));
  }
}

JOINERY_TEST(TstMigrationPage)
#include "tst_migration_page.moc"
