// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/own_database.h"

#include <QCoreApplication>
#include <QTest>

#include "orm/engine/engine.h"

namespace joinery::test {

namespace {

/// Making one for each test takes seconds.
class OwnDatabase {
 public:
  OwnDatabase() : m_name("joinery_test_" + std::to_string(QCoreApplication::applicationPid())) {
    m_url = Url::parse(qgetenv("JOINERY_TEST_POSTGRES").toStdString());
    m_server = Engine::create(m_url);
    m_server->connect(Engine::Access::Write)->execute("CREATE DATABASE " + m_name);
    m_url.database = m_name;
  }
  ~OwnDatabase() {
    try {
      m_server->connect(Engine::Access::Write)->execute("DROP DATABASE " + m_name + " WITH (FORCE)");
    } catch (const std::exception& error) {
      qWarning("%s", error.what());
    }
  }
  const Url& url() const { return m_url; }

 private:
  std::string m_name;
  Url m_url;
  std::shared_ptr<Engine> m_server;
};

}  // namespace

const Url& ownDatabaseUrl() {
  static const OwnDatabase database;
  return database.url();
}

void addBackends() {
  QTest::addColumn<int>("backend");
  QTest::newRow("SQLite") << static_cast<int>(Backend::Sqlite);
  if (!qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QTest::newRow("PostgreSQL") << static_cast<int>(Backend::Postgresql);
}

void addBackends(const char* column, const std::vector<BackendCase>& cases) {
  QTest::addColumn<int>("backend");
  QTest::addColumn<QByteArray>(column);
  for (const BackendCase& each : cases) {
    QTest::addRow("%s, SQLite", each.name) << static_cast<int>(Backend::Sqlite) << QByteArray(each.text);
    if (!qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) QTest::addRow("%s, PostgreSQL", each.name) << static_cast<int>(Backend::Postgresql) << QByteArray(each.text);
  }
}

void runScript(const Url& url, const char* statements) {
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(url, options);
  const auto lease = engine->connect(Engine::Access::Write);
  for (const std::string& statement : lease->splitStatements(statements)) lease->execute(statement);
}

}  // namespace joinery::test
