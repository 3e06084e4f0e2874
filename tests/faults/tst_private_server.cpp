// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QFile>
#include <QProcess>
#include <QTest>
#include <iostream>
#include <thread>

#include "private_server.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;

/// A test that is killed leaves no server behind.
class PrivateServerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void endsWithTheTest();
  /// What the test does that is killed.
  void runsUntilItIsKilled();
};

void PrivateServerTest::runsUntilItIsKilled() {
  if (!qEnvironmentVariableIsSet("JOINERY_TEST_RUNS")) return;
  PrivateServer server;
  server.start();
  std::cout << "server " << server.folder() << " " << std::endl;
  std::this_thread::sleep_for(10min);
}

void PrivateServerTest::endsWithTheTest() {
  if (!PrivateServer::isInstalled()) QSKIP("no PostgreSQL server");
  QProcess test;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  environment.insert(QStringLiteral("JOINERY_TEST_RUNS"), QStringLiteral("1"));
  test.setProcessEnvironment(environment);
  test.start(QCoreApplication::applicationFilePath(), {QStringLiteral("tst_private_server"), QStringLiteral("runsUntilItIsKilled")});
  QByteArray line;
  while (!line.startsWith("server ")) {
    QVERIFY(test.canReadLine() || test.waitForReadyRead(120'000));
    line = test.readLine();
  }
  const QString folder = QString::fromUtf8(line.split(' ').value(1));
  QFile lock(folder + QStringLiteral("/data/postmaster.pid"));
  QVERIFY(lock.open(QIODevice::ReadOnly));
  const int process = lock.readLine().trimmed().toInt();
  QVERIFY(process > 0 && ::kill(process, 0) == 0);
  test.kill();
  QVERIFY(test.waitForFinished());
  QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(folder), 60'000);
  QTRY_VERIFY_WITH_TIMEOUT(::kill(process, 0) != 0, 60'000);
}

JOINERY_TEST(PrivateServerTest)
#include "tst_private_server.moc"
