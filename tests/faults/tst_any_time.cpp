// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "driven_program.h"
#include "fault_counts.h"
#include "journal_ledger.h"
#include "orm/engine/execution.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"
#include "ui/changes/recovery.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::string_literals;

/// E6: clocks that are wrong by years or run backwards, zones and languages: values stay what they are, and a journal is read in the
/// order in which it was written.
class AnyTimeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void showsAndWritesTheSame_data() { addBackends(); }
  void showsAndWritesTheSame();
  void recoversInOrder();

 private:
  std::map<QString, QString> anyTime();
  static QByteArray run(const QStringList& arguments, const std::map<QString, QString>& times);
  std::mt19937 m_random{53};
};

std::map<QString, QString> AnyTimeTest::anyTime() {
  const auto one = [this](std::initializer_list<const char*> of) { return QString::fromLatin1(of.begin()[m_random() % of.size()]); };
  return {{QStringLiteral("JOINERY_FAULT_CLOCK"), one({"315360000", "-315360000", "0,-50", "0,0", "86400,100", "2000000000"})},
          {QStringLiteral("TZ"), one({"UTC", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Europe/London", "<-12>12"})},
          {QStringLiteral("LC_ALL"), one({"C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"})},
          {QStringLiteral("LANG"), one({"C", "de_DE.UTF-8", "tr_TR.UTF-8", "fa_IR.UTF-8"})},
          // The server gives instants in the session's zone, which is the person's: here they are compared as text.
          {QStringLiteral("PGTZ"), QStringLiteral("UTC")}};
}

QByteArray AnyTimeTest::run(const QStringList& arguments, const std::map<QString, QString>& times) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const auto& [name, value] : times) environment.insert(name, value);
  environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(JOINERY_FAULT_PRELOAD));
  process.setProcessEnvironment(environment);
  process.start(QStringLiteral(JOINERY_PROGRAM), arguments);
  if (!process.waitForFinished(120'000) || process.exitCode() != 0) qInfo("%s", process.readAllStandardError().constData());
  return process.readAllStandardOutput();
}

void AnyTimeTest::showsAndWritesTheSame() {
  const bool isServer = QTest::currentDataTag() == "PostgreSQL"s;
  const QTemporaryDir folder;
  const Url url = isServer ? ownDatabaseUrl() : Url::sqliteFile(folder.filePath(QStringLiteral("time.db")).toStdString());
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = Engine::create(url, options);
  const auto connection = engine->connect(Engine::Access::Write);
  const std::string types = isServer ? "d date, t timestamp, z timestamptz, i interval, n numeric, r double precision" : "d date, t timestamp, z timestamptz, i text, n numeric, r real";
  for (const std::string& sql : {"DROP TABLE IF EXISTS stamp"s, "CREATE TABLE stamp(id integer PRIMARY KEY, " + types + ", v text)",
                                 "INSERT INTO stamp VALUES (1, '2024-03-31', '2024-03-31 02:30:00.123456', '2024-03-31 01:30:00.000001+00', '1 day', 1234567.0000000001, 0.1, 'ıI')"s,
                                 "INSERT INTO stamp VALUES (2, '0001-01-01', '1500-02-28 23:59:59.999999', '1883-11-18 12:03:58+00', '-1 day', -0.5, 1e300, 'x')"s})
    connection->execute(sql);
  const QString place = QString::fromStdString(isServer ? url.toString() : url.database);
  const QString document = folder.filePath(QStringLiteral("changes.json"));
  const QByteArray all = run({QStringLiteral("rows"), place, QStringLiteral("stamp"), QStringLiteral("--format"), QStringLiteral("csv")}, {{QStringLiteral("PGTZ"), QStringLiteral("UTC")}});
  QVERIFY(all.count('\n') >= 3);
  const int runs = runsOf(4, 200);
  int same = 0, written = 0;
  for (int turn = 0; turn < runs; ++turn) {
    const auto times = anyTime();
    connection->execute("UPDATE stamp SET t = '2024-03-31 02:30:00.123456', n = 1234567.0000000001 WHERE id = 1");
    const QByteArray now = run({QStringLiteral("rows"), place, QStringLiteral("stamp"), QStringLiteral("--format"), QStringLiteral("csv")}, times);
    same += now == all;
    if (now != all) qInfo("%s", now.constData());
    QFile file(document);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(R"({"changes": [{"model": "stamp", "op": "update", "key": 1, "values": {"t": "2024-10-27T01:30:00.000001", "n": "0.30000000000000004"}}]})");
    file.close();
    run({QStringLiteral("apply"), place, document}, times);
    const auto batch = fetchAll(*connection->execute(isServer ? "SELECT t::text, n::text FROM stamp WHERE id = 1" : "SELECT t, n FROM stamp WHERE id = 1"));
    const std::string stamp(batch->at(0, 0).bytes());
    written += (stamp == "2024-10-27 01:30:00.000001" || stamp == "2024-10-27T01:30:00.000001") && displayText(batch->at(0, 1), {}) == "0.30000000000000004";
  }
  qInfo("E6, %s: %d clocks, zones and languages; %d times the same was shown, %d times the same was written", QTest::currentDataTag(), runs, same, written);
  QCOMPARE(same, runs);
  QCOMPARE(written, runs);
}

void AnyTimeTest::recoversInOrder() {
  const int runs = runsOf(4, 200);
  int good = 0;
  for (int turn = 0; turn < runs; ++turn) {
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("data.db")).toStdString(), journals = folder.filePath(QStringLiteral("journals")).toStdString();
    Engine::Options options;
    options.createIfMissing = true;
    Engine::create(Url::sqliteFile(file), options)->connect(Engine::Access::Write)->execute("CREATE TABLE track(id integer PRIMARY KEY, name text NOT NULL)");
    DrivenProgram program({file, journals, DrivenProgram::Doing::PacedEdits, turn, 20}, anyTime());
    program.waitUntilEnded();
    program.settle();
    const auto found = ui::findJournals(journals).takeResult();
    const auto last = program.states().find(program.recorded());
    if (!program.isDone() || last == program.states().end()) continue;
    DrivenProgram::State state;
    for (const auto& orphan : found.orphans) state = stateOf(orphan->content());
    good += state == last->second;
  }
  qInfo("E6: %d journals written by such clocks, %d recovered in the order of their numbers", runs, good);
  QCOMPARE(good, runs);
}

JOINERY_TEST(AnyTimeTest)
#include "tst_any_time.moc"
