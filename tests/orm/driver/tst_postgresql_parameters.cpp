// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest/QTest>

#include "driver_test.h"
#include "orm/driver/postgresql/postgresql_parameters.h"
#include "tests/support/test_program.h"

using joinery::ConnectOptions;
using joinery::ErrorKind;
using joinery::PostgresqlParameters;
using joinery::Url;

namespace {

PostgresqlParameters parametersOf(const char* url, ConnectOptions::Access access = ConnectOptions::Access::ReadOnly) {
  ConnectOptions options;
  options.access = access;
  return PostgresqlParameters(Url::parse(url), options);
}

}  // namespace

class TestPostgresqlParameters : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keywordsComeFromTheUrl_data();
  void keywordsComeFromTheUrl();
  void anUnknownOptionIsRefusedWithTheNearest();
  void severalHostsAreTriedOneByOne();
  void editingSessionsAskForAWritableServer();
  void knowsWhatIsLocal();
};

void TestPostgresqlParameters::keywordsComeFromTheUrl_data() {
  QTest::addColumn<QString>("url");
  QTest::addColumn<QString>("keyword");
  QTest::addColumn<QString>("value");
  const auto row = [](const char* url, const char* keyword, const char* value) {
    QTest::addRow("%s of %s", keyword, url) << QString::fromUtf8(url) << QString::fromUtf8(keyword) << QString::fromUtf8(value);
  };
  row("postgresql://u:p%40@h:5433/d", "host", "h");
  row("postgresql://u:p%40@h:5433/d", "port", "5433");
  row("postgresql://u:p%40@h:5433/d", "password", "p@");
  row("postgresql://u:p%40@h:5433/d", "dbname", "d");
  row("postgresql://h/d", "client_encoding", "UTF8");
  row("postgresql://h/d", "fallback_application_name", "joinery");
  row("postgresql://h/d?tcp_user_timeout=1", "tcp_user_timeout", "1");
  row("postgresql://h/d", "sslmode", "");
  row("postgresql://h/d?sslmode=require", "sslmode", "require");
  row("postgresql://h/d?ssl=disable", "sslmode", "disable");
  row("postgresql://h/d?ssl=true", "sslmode", "verify-full");
  row("postgresql://h/d?ssl=false", "sslmode", "disable");
  row("postgresql://h/d?ssl=true&sslmode=require", "sslmode", "require");
  row("postgresql:///d?service=s", "service", "s");
  row("postgresql:///d?host=/run/x", "host", "/run/x");
  row("postgresql://%2Frun%2Fx/d", "host", "/run/x");
}

void TestPostgresqlParameters::keywordsComeFromTheUrl() {
  QFETCH(QString, url);
  QFETCH(QString, keyword);
  QFETCH(QString, value);
  const PostgresqlParameters parameters = parametersOf(qPrintable(url));
  QCOMPARE(QString::fromStdString(parameters.value(keyword.toStdString())), value);
}

void TestPostgresqlParameters::anUnknownOptionIsRefusedWithTheNearest() {
  const auto error = driver_test::errorOf([] { parametersOf("postgresql://h/d?sslmod=require"); });
  COMPARE_ERROR_KIND(error, ErrorKind::Argument);
  QVERIFY2(error->hint.find("sslmode") != std::string::npos, error->hint.c_str());
}

void TestPostgresqlParameters::severalHostsAreTriedOneByOne() {
  const auto sets = parametersOf("postgresql://a:1,b/d").byHost();
  QCOMPARE(sets.size(), std::size_t(2));
  QCOMPARE(sets[0].value("host"), std::string("a"));
  QCOMPARE(sets[0].value("port"), std::string("1"));
  QCOMPARE(sets[1].value("host"), std::string("b"));
  QCOMPARE(sets[1].value("port"), std::string());
  QCOMPARE(parametersOf("postgresql:///d").byHost().size(), std::size_t(1));
}

void TestPostgresqlParameters::editingSessionsAskForAWritableServer() {
  QCOMPARE(parametersOf("postgresql://h/d", ConnectOptions::Access::ReadWrite).value("target_session_attrs"), std::string("read-write"));
  QCOMPARE(parametersOf("postgresql://h/d").value("target_session_attrs"), std::string());
}

void TestPostgresqlParameters::knowsWhatIsLocal() {
  for (const char* host : {"", "/run/postgresql", "localhost", "127.0.0.1", "::1", "@abstract"}) QVERIFY2(joinery::isLocalHost(host), host);
  for (const char* host : {"db.example", "127.evil.example", "10.0.0.1", "localhost.example"}) QVERIFY2(!joinery::isLocalHost(host), host);
  QVERIFY(joinery::areLocalHosts("localhost,127.0.0.1"));
  QVERIFY(!joinery::areLocalHosts("localhost,db.example"));
}

JOINERY_TEST(TestPostgresqlParameters)
#include "tst_postgresql_parameters.moc"
