// SPDX-License-Identifier: GPL-3.0-or-later
#include "tested_databases.h"

#include <QFile>
#include <QTest>

namespace joinery::test {

namespace {

Url serverDatabase(const QString& name) {
  Url url = Url::parse(qgetenv("JOINERY_TEST_POSTGRES").toStdString());
  url.database = name.toStdString();
  return url;
}

}  // namespace

void TestedDatabases::addRows() {
  QTest::addColumn<QString>("database");
  QStringList names{QStringLiteral("sample"), QStringLiteral("awkward")};
  const QString data = qEnvironmentVariable("JOINERY_TEST_DATA", QLatin1String(JOINERY_SOURCE_DIR) + QStringLiteral("/../shared/data"));
  for (const char* file : {"/chinook/Chinook_Sqlite.sqlite", "/northwind/northwind.sqlite"}) {
    if (QFile::exists(data + QLatin1String(file))) names << data + QLatin1String(file);
    else qInfo("%s is not there and not tried: set JOINERY_TEST_DATA", qPrintable(data + QLatin1String(file)));
  }
  for (const QString& name : names) QTest::newRow(qPrintable(name)) << name;
  if (qEnvironmentVariableIsEmpty("JOINERY_TEST_POSTGRES")) return;
  QTest::newRow("awkward, PostgreSQL") << QStringLiteral("pg:");
  const auto server = Engine::create(Url::parse(qgetenv("JOINERY_TEST_POSTGRES").toStdString()))->connect(Engine::Access::Read);
  for (const char* name : {"chinook", "northwind"})
    if (server->execute("SELECT 1 FROM pg_database WHERE datname = '" + std::string(name) + "'")->fetch(1)->rows() > 0) QTest::addRow("%s, PostgreSQL", name) << QStringLiteral("pg:") + QLatin1String(name);
}

const AwkwardDatabase& TestedDatabases::awkward(Backend backend) {
  auto& made = backend == Backend::Sqlite ? m_sqlite : m_postgresql;
  if (!made) made = std::make_unique<AwkwardDatabase>(backend);
  return *made;
}

Url TestedDatabases::urlOf(const QString& database) {
  if (database == QLatin1String("sample")) return Url::sqliteFile(JOINERY_SAMPLE);
  if (database == QLatin1String("awkward")) return awkward(Backend::Sqlite).url();
  if (!database.startsWith(QLatin1String("pg:"))) return Url::sqliteFile(database.toStdString());
  return database.size() > 3 ? serverDatabase(database.mid(3)) : awkward(Backend::Postgresql).url();
}

Url TestedDatabases::makeEmpty(const Url& like) {
  if (like.isSqlite()) {
    const QString path = m_folder.filePath(QStringLiteral("created.db"));
    QFile::remove(path);
    QFile(path).open(QIODevice::WriteOnly);
    return Url::sqliteFile(path.toStdString());
  }
  // What was in it is no longer needed.
  m_postgresql.reset();
  const Url url = ownDatabaseUrl();
  const auto lease = Engine::create(url)->connect(Engine::Access::Write);
  for (const char* each : {"DROP SCHEMA IF EXISTS \"other place\" CASCADE", "DROP SCHEMA public CASCADE", "CREATE SCHEMA public"}) lease->execute(each);
  return url;
}

}  // namespace joinery::test
