// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/window_database.h"

#include <QSignalSpy>

#include "orm/engine/execution.h"
#include "tests/support/ui_test.h"

namespace joinery::test {

WindowDatabase::WindowDatabase(Backend backend, const std::string& script) {
  Engine::Options options;
  options.createIfMissing = true;
  m_engine = Engine::create(backend == Backend::Sqlite ? Url::sqliteFile(filePath(s("test.db")).toStdString()) : ownDatabaseUrl(), options);
  if (!isSqlite()) run("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  run(script);
  m_database = std::make_unique<ui::Database>(m_engine);
  QSignalSpy opened(m_database.get(), &ui::Database::opened);
  m_database->open();
  if (!opened.wait(kPatience)) qFatal("the database did not open");
  m_changes = std::make_unique<ui::PendingChanges>(m_database.get());
}

WindowDatabase::~WindowDatabase() {
  m_changes.reset();
  m_database.reset();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(10));
}

void WindowDatabase::run(const std::string& script) {
  auto writer = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : writer->splitStatements(script)) fetchAll(*writer->execute(statement));
}

}  // namespace joinery::test
