// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/core/url.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

std::string hostsText(const Url& url) {
  std::string text;
  for (const auto& host : url.hosts) text += (text.empty() ? "" : " ") + host.name + "|" + (host.port ? std::to_string(*host.port) : "-");
  return text;
}

}  // namespace

/// Q1; but a bare word is the path of a file here, not an error.
class TestUrl : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsSqliteFiles_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("path");
    const auto row = [](const char* text, const char* path) { QTest::newRow(text) << std::string(text) << std::string(path); };
    row("sqlite:///relative.db", "relative.db");
    row("sqlite:///folder/relative.db", "folder/relative.db");
    row("sqlite:////absolute.db", "/absolute.db");
    row("sqlite3:////x/y.db", "/x/y.db");
    row("sqlite+aiosqlite:///a.db", "a.db");
    row("SQLite:///a.db", "a.db");
    row("sqlite://", "");
    row("sqlite:///", "");
    row("sqlite:///:memory:", "");
    row(":memory:", "");
    row("sqlite:///with%20space%3F.db", "with space?.db");
    row("sqlite:///100%.db?mode=ro", "100%.db");
    row("sqlite:///a+b#c.db", "a+b#c.db");
    row("chinook.db", "chinook.db");
    row("/x/y.sqlite", "/x/y.sqlite");
    row("./a%20b?c#d.db", "./a%20b?c#d.db");
    row("bogus", "bogus");
    row("what: notes.db", "what: notes.db");
    row("./user:name@x.db", "./user:name@x.db");
    row("folder/a@b:c.db", "folder/a@b:c.db");
  }
  void readsSqliteFiles() {
    QFETCH(std::string, text);
    QFETCH(std::string, path);
    const Url url = Url::parse(text);
    QVERIFY(url.isSqlite());
    QCOMPARE(url.database, path);
    QCOMPARE(url.isMemory(), path.empty());
    const Url again = Url::parse(url.toString());
    QCOMPARE(again.database, path);
    QCOMPARE(again.query, url.query);
  }

  void readsServers_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("backend");
    QTest::addColumn<std::string>("user");
    QTest::addColumn<std::string>("password");
    QTest::addColumn<std::string>("hosts");
    QTest::addColumn<std::string>("database");
    QTest::addColumn<std::string>("printed");
    const auto row = [](const char* text, const char* backend, const char* user, const char* password, const char* hosts, const char* database,
                        const char* printed) {
      QTest::newRow(text) << std::string(text) << std::string(backend) << std::string(user) << std::string(password) << std::string(hosts)
                          << std::string(database) << std::string(printed);
    };
    row("postgresql://", "postgresql", "", "", "", "", "postgresql://");
    row("postgresql:///shop", "postgresql", "", "", "", "shop", "postgresql:///shop");
    row("postgres://h/shop", "postgresql", "", "", "h|-", "shop", "postgresql://h/shop");
    row("postgresql://u:p@h:5433/shop", "postgresql", "u", "p", "h|5433", "shop", "postgresql://u:***@h:5433/shop");
    row("postgresql+asyncpg://achemy:achemy@localhost:5432/achemy-dev?ssl=disable", "postgresql", "achemy", "achemy", "localhost|5432", "achemy-dev",
        "postgresql+asyncpg://achemy:***@localhost:5432/achemy-dev?ssl=disable");
    row("postgresql://u%40corp:p%2Fw%3A%20%25@h/d%20b", "postgresql", "u@corp", "p/w: %", "h|-", "d b", "postgresql://u%40corp:***@h/d%20b");
    row("postgresql://u:a@b:c@h/d", "postgresql", "u", "a@b:c", "h|-", "d", "postgresql://u:***@h/d");
    row("postgresql://u:@h/d", "postgresql", "u", "", "h|-", "d", "postgresql://u@h/d");
    row("postgresql://u:***@h/d", "postgresql", "u", "", "h|-", "d", "postgresql://u@h/d");
    row("postgresql://:p@h", "postgresql", "", "p", "h|-", "", "postgresql://:***@h");
    row("postgresql://h1:1,h2:2/d", "postgresql", "", "", "h1|1 h2|2", "d", "postgresql://h1:1,h2:2/d");
    row("postgresql://u@h1,[::1]:7,:8/d", "postgresql", "u", "", "h1|- ::1|7 |8", "d", "postgresql://u@h1,[::1]:7,:8/d");
    row("postgresql://[fe80::1%25eth0]/d", "postgresql", "", "", "fe80::1%eth0|-", "d", "postgresql://[fe80::1%25eth0]/d");
    row("postgresql://h:/d", "postgresql", "", "", "h|-", "d", "postgresql://h/d");
    row("postgresql://%2Fvar%2Frun%2Fpg:6000/d", "postgresql", "", "", "/var/run/pg|6000", "d", "postgresql://%2Fvar%2Frun%2Fpg:6000/d");
    row("postgresql://h/d?user=me@corp", "postgresql", "", "", "h|-", "d", "postgresql://h/d?user=me%40corp");
    row("postgresql://h/d?password=p%26w", "postgresql", "", "p&w", "h|-", "d", "postgresql://:***@h/d");
    row("mysql+pymysql://root:pw@db.example/shop", "mysql", "root", "pw", "db.example|-", "shop", "mysql+pymysql://root:***@db.example/shop");
    row("mariadb://h:3306/shop", "mariadb", "", "", "h|3306", "shop", "mariadb://h:3306/shop");
    row("mssql+pyodbc://sa:pw@h:1433/master?driver=ODBC%20Driver", "mssql", "sa", "pw", "h|1433", "master",
        "mssql+pyodbc://sa:***@h:1433/master?driver=ODBC%20Driver");
  }
  void readsServers() {
    QFETCH(std::string, text);
    QFETCH(std::string, backend);
    QFETCH(std::string, user);
    QFETCH(std::string, password);
    QFETCH(std::string, hosts);
    QFETCH(std::string, database);
    QFETCH(std::string, printed);
    const Url url = Url::parse(text);
    QCOMPARE(url.backend, backend);
    QCOMPARE(url.user, user);
    QCOMPARE(url.password.reveal(), password);
    QCOMPARE(hostsText(url), hosts);
    QCOMPARE(url.database, database);
    QCOMPARE(url.toString(), printed);
    const Url again = Url::parse(printed);
    QCOMPARE(hostsText(again), hosts);
    QCOMPARE(again.user, user);
    QCOMPARE(again.database, database);
    QCOMPARE(again.query, url.query);
    QVERIFY(again.password.isEmpty());
    QVERIFY(!url.isMemory());
  }

  void theLastOptionOfANameCounts() {
    const Url url = Url::parse("postgresql:///d?sslmode=require&a=b%3Dc=d&&flag&sslmode=verify-full&plus=a+b");
    QCOMPARE(url.option("sslmode").value_or(""), std::string("verify-full"));
    QCOMPARE(url.option("a").value_or(""), std::string("b=c=d"));
    QCOMPARE(url.option("flag").value_or("?"), std::string());
    QCOMPARE(url.option("plus").value_or(""), std::string("a+b"));
    QVERIFY(!url.option("SSLMODE"));
    QCOMPARE(url.query.size(), std::size_t(5));
  }

  void refusesWhatItCannotRead_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* text, const char* part) { QTest::newRow(text) << std::string(text) << QByteArray(part); };
    row("", "No URL");
    row("foo://u:secret@h/d", "\"foo://\"");
    row("postgresqll+x://h", "\"postgresqll://\"");
    row("jdbc:postgresql://h/d?password=secret", "JDBC");
    row("file:///x/y.db", "file:");
    row("C:\\data\\x.db", "drive letter");
    row("c:/data/x.db", "drive letter");
    row("sqlite:x.db", "slashes");
    row("postgresql:u:secret@h", "is missing");
    row("user:secret@host/d", "is missing");
    row("sqlite://relative.db", "no host");
    row("postgresql://h:secret/d", "port");
    row("postgresql://h:0/d", "port");
    row("postgresql://h:65536/d", "port");
    row("postgresql://h:54 32/d", "port");
    row("postgresql://u:secret/x@h/d", "@");
    row("postgresql://u:12345/x@h/d", "@");
    row("postgresql://u:secret?x@h/d", "@");
    row("postgresql://::1/d", "colon");
    row("postgresql://[::1/d", "bracket");
    row("postgresql://[::1]5/d", "bracket");
    row("postgresql://h1,,h2/d", "empty");
    row("postgresql://h/d%00x", "zero byte");
    row("postgresql://h/d?=x", "no name");
  }
  void refusesWhatItCannotRead() {
    QFETCH(std::string, text);
    QFETCH(QByteArray, part);
    try {
      Url::parse(text);
      QFAIL("taken");
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::Argument);
      const auto message = QByteArray::fromStdString(error.message() + " " + error.hint);
      QVERIFY2(message.contains(part), message.constData());
      QVERIFY2(!message.contains("secret") && !message.contains("12345"), message.constData());
      QVERIFY(!error.hint.empty());
    }
  }

  void unknownSchemesAreToldTheKnownOnes() {
    try {
      Url::parse("foo://h");
      QFAIL("taken");
    } catch (const DbError& error) {
      for (const char* known : {"sqlite", "postgresql", "mariadb", "mysql", "mssql"}) QVERIFY(QByteArray::fromStdString(error.hint).contains(known));
    }
  }

  void neverPrintsASecret() {
    const Url url = Url::parse("postgresql://u:tiger1@h/d?password=tiger2&sslpassword=tiger3&Access_Token=tiger4&pwd=tiger5&x=y");
    QCOMPARE(url.password.reveal(), std::string("tiger1"));
    const auto printed = QByteArray::fromStdString(url.toString() + url.displayName());
    QVERIFY2(!printed.contains("tiger"), printed.constData());
    QVERIFY(!Url::parse(url.toString()).option("sslpassword"));
    for (const auto& [name, value] : url.query) QVERIFY(name != "password");
  }

  void titlesNameFileOrDatabaseAndHost_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("title");
    const auto row = [](const char* text, const char* title) { QTest::newRow(text) << std::string(text) << std::string(title); };
    row("/x/y/Chinook.db", "Chinook.db");
    row("sqlite:///Chinook.db", "Chinook.db");
    row(":memory:", "memory");
    row("postgresql://u:p@db.example:5432/chinook", "chinook at db.example");
    row("postgresql:///chinook?host=/run/pg", "chinook at /run/pg");
    row("postgresql:///chinook", "chinook");
    row("postgresql://h", "postgresql at h");
    row("postgresql://?service=prod", "prod");
    row("postgresql://", "postgresql");
  }
  void titlesNameFileOrDatabaseAndHost() {
    QFETCH(std::string, text);
    QFETCH(std::string, title);
    QCOMPARE(Url::parse(text).displayName(), title);
  }
};

JOINERY_TEST(TestUrl)
#include "tst_url.moc"
