// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSignalSpy>
#include <QTemporaryDir>
#include <memory>

#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "ui/connections/database.h"

namespace joinery::test {

/// Works on either engine, opened as the window does.
class FilteredDatabase {
 public:
  FilteredDatabase(Backend backend) {
    Engine::Options options = ui::Database::windowOptions();
    options.createIfMissing = true;
    m_engine = Engine::create(backend == Backend::Sqlite ? Url::sqliteFile(m_folder.filePath(QStringLiteral("works.db")).toStdString()) : ownDatabaseUrl(), options);
    run("DROP VIEW IF EXISTS endless; DROP TABLE IF EXISTS work; DROP TABLE IF EXISTS note;"
        "CREATE TABLE work(id integer PRIMARY KEY, title text, year integer, day date);"
        "INSERT INTO work VALUES (1, 'Rain', 1990, '2020-01-31'), (2, 'rainbow', 1990, '2020-02-01'), (3, 'Rain', 1991, '2021-01-01'), (4, 'Sun', 2001, NULL),"
        " (5, '100%', 20, NULL), (6, '100 days', NULL, NULL), (7, NULL, NULL, NULL), (8, 'a, \"b\"', 1990, NULL), (9, 'R_in', 1, NULL);"
        "CREATE TABLE note(id integer PRIMARY KEY, data json);"
        "INSERT INTO note VALUES (1, '{\"kind\": \"a\", \"at\": {\"city\": \"x\"}}'), (2, '{\"kind\": \"b\"}'), (3, NULL), (4, '[1]');"
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0");
    m_database = std::make_unique<ui::Database>(m_engine);
    QSignalSpy opened(m_database.get(), &ui::Database::opened);
    m_database->open();
    if (!opened.wait(60'000)) qFatal("the database did not open");
  }
  ~FilteredDatabase() {
    m_database.reset();
    m_engine.reset();
    Worker::waitForDestroyed(std::chrono::seconds(10));
  }

  ui::Database* database() { return m_database.get(); }
  void run(const std::string& script) {
    auto writer = m_engine->connect(Engine::Access::Write);
    for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
  }

 private:
  QTemporaryDir m_folder;
  std::shared_ptr<Engine> m_engine;
  std::unique_ptr<ui::Database> m_database;
};

}  // namespace joinery::test
