// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid_database.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/ui_test.h"

namespace joinery::test {

namespace {

constexpr const char* kTables = R"(
BEGIN;
CREATE TABLE number(id INTEGER PRIMARY KEY, part INTEGER NOT NULL, word TEXT, note TEXT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
INSERT INTO number SELECT i, i % 3, CASE i % 2 WHEN 0 THEN 'Word ' ELSE 'word ' END || (i % 1000), 'a note that is somewhat longer than the others, number ' || i FROM n;
CREATE TABLE many(id INTEGER PRIMARY KEY, part INTEGER NOT NULL);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000) INSERT INTO many SELECT i, i % 7 FROM n;
CREATE TABLE pair(a INTEGER NOT NULL, b TEXT NOT NULL, c INTEGER, PRIMARY KEY (a, b));
INSERT INTO pair SELECT part, word || id, id FROM number WHERE id <= 500;
CREATE VIEW shown AS SELECT id, word FROM number;
COMMIT;
)";

std::string wideTable() {
  std::string columns, values;
  for (int i = 1; i < 2'000; ++i) {
    columns += ", c" + std::to_string(i) + " INTEGER";
    values += ", i + " + std::to_string(i);
  }
  return "CREATE TABLE wide(id INTEGER PRIMARY KEY" + columns + ");WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO wide SELECT i" +
         values + " FROM n";
}

}  // namespace

GridDatabase::GridDatabase() {
  // Numbers are compared as they are shown.
  QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
  QCoreApplication::setOrganizationName(s("joinery_grid_test"));
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.filePath(s("settings")));
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(Url::sqliteFile(m_folder.filePath(s("grid.db")).toStdString()), options);
  run(kTables);
  run(wideTable());
  m_database = std::make_unique<ui::Database>(m_engine);
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  if (!opened.wait(kPatience)) qFatal("the database did not open");
  m_changes = std::make_unique<ui::PendingChanges>(m_database.get());
}

GridDatabase::~GridDatabase() {
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(10));
}

void GridDatabase::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

std::unique_ptr<ui::TablePage> GridDatabase::show(const char* model, const std::vector<std::string>& sorts) {
  ui::TableView view;
  view.model = model;
  view.sorts = sorts;
  auto page = std::make_unique<ui::TablePage>(m_database.get(), m_changes.get(), view);
  page->resize(700, 500);
  page->show();
  if (!QTest::qWaitForWindowExposed(page.get()) || !QTest::qWaitFor([&] { return !page->isBusy() && !page->statusText().contains(s("≥")); }, kPatience)) qFatal("the table is not shown");
  page->activateWindow();
  gridOf(*page)->setFocus();
  return page;
}

QString currentText(ui::TablePage& page, int column) {
  const auto current = gridOf(page)->currentIndex();
  return current.isValid() ? current.siblingAtColumn(column).data().toString() : QString();
}

}  // namespace joinery::test
