// SPDX-License-Identifier: GPL-3.0-or-later
#include "breakable_database.h"

#include <QFile>
#include <QStandardPaths>
#include <QTest>

#include "orm/core/display_text.h"
#include "orm/engine/execution.h"
#include "orm/engine/worker.h"

namespace joinery::test {

namespace {

constexpr int kPatienceOfTools = 60'000;

constexpr const char* kTable = "CREATE TABLE number(id INTEGER PRIMARY KEY, part INTEGER NOT NULL, note TEXT);";
constexpr const char* kRowsForSqlite =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO number SELECT i, i % 7, 'row ' || i FROM n;";
constexpr const char* kRowsForPostgresql =
    "INSERT INTO number SELECT i, i % 7, 'row ' || i FROM generate_series(1, 20000) AS i;"
    "CREATE FUNCTION lazily(integer) RETURNS integer LANGUAGE sql VOLATILE AS 'SELECT $1 FROM pg_sleep(0.002)';"
    "CREATE VIEW slow AS SELECT id, lazily(part) AS part FROM number;";

QString program(const char* name) { return QStandardPaths::findExecutable(QString::fromLatin1(name)); }

}  // namespace

BreakableDatabase::BreakableDatabase(Fault fault) : m_fault(fault) {
  if (isServer()) startServer();
  else if (!program("sqlite3").isEmpty()) {
    Engine::Options options;
    options.createIfMissing = true;
    m_engine = Engine::create(Url::sqliteFile(m_folder.filePath(QStringLiteral("faults.db")).toStdString()), options);
  }
  if (m_engine) fill();
}

BreakableDatabase::~BreakableDatabase() {
  mend();
  m_engine.reset();
  Worker::waitForDestroyed(std::chrono::seconds(20));
  if (isServer()) server(QStringLiteral("stop"));
}

bool BreakableDatabase::server(const QString& action) {
  QProcess process;
  auto environment = QProcessEnvironment::systemEnvironment();
  environment.remove(QStringLiteral("JOINERY_TEST_POSTGRES"));
  environment.remove(QStringLiteral("JOINERY_TEST_DATA"));
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(JOINERY_SOURCE_DIR "/tests/support/postgres_server.sh"), {action, m_folder.filePath(QStringLiteral("server"))});
  return process.waitForFinished(kPatienceOfTools) && process.exitCode() == 0;
}

void BreakableDatabase::startServer() {
  if (!server(QStringLiteral("start"))) qFatal("the server did not start");
  QFile file(m_folder.filePath(QStringLiteral("server/url")));
  if (!file.open(QIODevice::ReadOnly)) qFatal("the server has no URL");
  if (const QByteArray url = file.readAll().trimmed(); !url.isEmpty()) m_engine = Engine::create(Url::parse(url.toStdString()));
}

void BreakableDatabase::fill() {
  run(kTable);
  run(isServer() ? kRowsForPostgresql : kRowsForSqlite);
}

QString BreakableDatabase::url() const {
  if (!isServer()) return m_folder.filePath(QStringLiteral("faults.db"));
  QFile file(m_folder.filePath(QStringLiteral("server/url")));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().trimmed()) : QString();
}

void BreakableDatabase::breakIt() {
  if (m_fault == Fault::StoppedServer) {
    // The test server brings what is committed to the disk later, which a crash would lose.
    run("CHECKPOINT");
    if (!server(QStringLiteral("halt"))) qFatal("the server did not stop");
  } else if (m_fault == Fault::KilledSessions) {
    value("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
  } else {
    m_locker = std::make_unique<QProcess>();
    m_locker->start(program("sqlite3"), {url()});
    m_locker->write(".timeout 20000\nBEGIN EXCLUSIVE;\nSELECT 'locked';\n");
    while (!m_locker->readAllStandardOutput().contains("locked"))
      if (!m_locker->waitForReadyRead(kPatienceOfTools)) qFatal("the file could not be locked");
  }
}

void BreakableDatabase::mend() {
  if (m_locker) {
    m_locker->write("ROLLBACK;\n.quit\n");
    if (!m_locker->waitForFinished(kPatienceOfTools)) qFatal("the lock did not go");
    m_locker.reset();
  }
  if (m_fault == Fault::StoppedServer && m_engine) server(QStringLiteral("resume"));
}

std::string BreakableDatabase::value(const std::string& sql) {
  auto connection = m_engine->connect(Engine::Access::Write);
  const auto batch = fetchAll(*connection->execute(sql));
  return batch->rows() == 0 ? std::string() : displayText(batch->at(0, 0), batch->column(0).type);
}

void BreakableDatabase::run(const std::string& script) {
  auto connection = m_engine->connect(Engine::Access::Write);
  for (const std::string& statement : connection->splitStatements(script)) fetchAll(*connection->execute(statement));
}

ConnectionPool::Lease BreakableDatabase::holdRow(int id) {
  auto lease = m_engine->connect(Engine::Access::Write);
  lease->execute("BEGIN");
  fetchAll(*lease->execute("SELECT 1 FROM number WHERE id = " + std::to_string(id) + " FOR UPDATE"));
  return lease;
}

ConnectionPool::Lease BreakableDatabase::holdInsertOf(int id) {
  auto lease = m_engine->connect(Engine::Access::Write);
  lease->execute("BEGIN");
  fetchAll(*lease->execute("INSERT INTO number VALUES (" + std::to_string(id) + ", 0, 'held')"));
  return lease;
}

void BreakableDatabase::waitForStatement(const std::string& part) {
  const std::string found = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%" + part + "%'";
  QTRY_VERIFY_WITH_TIMEOUT(value(found) != "0", kPatienceOfTools);
}

}  // namespace joinery::test
