// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <limits>

#include <sys/resource.h>
#include <sys/types.h>

#include "command_run.h"
#include "orm/engine/engine.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "orm/repository/tree.h"
#include "tests/support/memory_peak.h"
#include "tests/support/own_database.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::test;

namespace {

constexpr const char* kPeople = R"(
DROP TABLE IF EXISTS visit;
DROP TABLE IF EXISTS person;
CREATE TABLE person(id integer PRIMARY KEY, name text, boss_id integer REFERENCES person(id), height numeric(10, 2));
CREATE TABLE visit(id integer PRIMARY KEY, what text, person_id integer REFERENCES person(id));
INSERT INTO person VALUES (1, 'Ada "the first"', NULL, 1.70), (2, 'Ben', 1, NULL), (3, 'Çem', 2, 12345678.25), (4, 'Dan', 1, 0);
INSERT INTO visit VALUES (1, NULL, 1), (2, 'two
lines', 1);
)";

/// Visits of the last person.
std::string manyVisits(int rows, int bytes) {
  const std::string text = "substr('" + std::string(static_cast<std::size_t>(bytes), 'x') + "', 1 + n % 2)";
  return "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < " + std::to_string(rows) + ") INSERT INTO visit SELECT 1000 + n, " + text + ", 4 FROM c";
}

/// What the program prints, built whole.
std::string wholeTree(const Url& url, const std::string& model, std::int64_t key, const TreeOptions& options) {
  const auto engine = Engine::create(url);
  const auto lease = engine->connect(Engine::Access::Read);
  const auto registry = automap(reflect(*lease, engine->dialect()), engine->dialect().namesIgnoreCase());
  RecordReader reader(*lease, engine->dialect(), registry);
  return relationTree(reader, model, {Value::integer(key)}, options).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::int64_t mostKilobytesOfChildren() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_maxrss;
}

}  // namespace

/// `tree`: a row and its related rows, nested.
class TreeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase_data() { addBackends(); }
  void initTestCase();
  void init();
  void printsWhatTheWholeTreeSays();
  void printsBranchesOfAnyLength();
  void printsNothingOfARowThatIsNotThere();
  void stopsInTheMiddleWhenItIsInterrupted();
  void memoryDoesNotGrowWithTheTree();

 private:
  /// What a program has taken at most, of those that were run till now; -1 where it fails.
  std::int64_t mostMemoryOf(const Url& url, const char* key) const;
  QString url() const { return QString::fromStdString(m_url.toString()); }

  std::unique_ptr<QTemporaryDir> m_folder;
  Url m_url;
  std::int64_t m_little = 0;  ///< kilobytes for a tree of a few rows
};

std::int64_t TreeTest::mostMemoryOf(const Url& url, const char* key) const {
  QProcess program;
  program.setStandardOutputFile(m_folder->filePath(QStringLiteral("tree.json")));
  program.start(QStringLiteral(JOINERY_PROGRAM), {QStringLiteral("tree"), QString::fromStdString(url.toString()), QStringLiteral("person"), QString::fromUtf8(key)});
  return program.waitForFinished(120'000) && program.exitCode() == 0 ? mostKilobytesOfChildren() : -1;
}

/// Before any other program: what is told later is the most of all.
void TreeTest::initTestCase() {
  m_folder = std::make_unique<QTemporaryDir>();
  const Url url = Url::sqliteFile(m_folder->filePath(QStringLiteral("few.db")).toStdString());
  runScript(url, kPeople);
  m_little = mostMemoryOf(url, "1");
  QVERIFY(m_little > 0);
}

void TreeTest::init() {
  QFETCH_GLOBAL(int, backend);
  m_folder = std::make_unique<QTemporaryDir>();
  const bool isSqlite = static_cast<Backend>(backend) == Backend::Sqlite;
  m_url = isSqlite ? Url::sqliteFile(m_folder->filePath(QStringLiteral("people.db")).toStdString()) : ownDatabaseUrl();
  if (!isSqlite) runScript(m_url, "SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  runScript(m_url, kPeople);
}

void TreeTest::printsWhatTheWholeTreeSays() {
  constexpr auto kEverything = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  const std::vector<std::pair<QStringList, TreeOptions>> cases{
      {{}, {.limit = kEverything}},
      {{QStringLiteral("--depth"), QStringLiteral("4")}, {.depth = 4, .limit = kEverything}},
      {{QStringLiteral("--depth"), QStringLiteral("0")}, {.depth = 0, .limit = kEverything}},
      {{QStringLiteral("--depth"), QStringLiteral("3"), QStringLiteral("--limit"), QStringLiteral("1")}, {.depth = 3, .limit = 1}},
      {{QStringLiteral("--limit"), QStringLiteral("0")}, {.limit = 0}},
      {{QStringLiteral("--path"), QStringLiteral("visit")}, {.paths = {"visit"}, .limit = kEverything}},
  };
  for (const auto& [words, options] : cases) {
    const CommandRun run = runCommand(QStringList{QStringLiteral("tree"), url(), QStringLiteral("person"), QStringLiteral("1")} + words);
    QVERIFY2(run.code == 0, run.errors.c_str());
    QCOMPARE(run.output, wholeTree(m_url, "person", 1, options));
  }
}

void TreeTest::printsBranchesOfAnyLength() {
  runScript(m_url, manyVisits(1'234, 10).c_str());
  for (const std::size_t limit : {std::size_t{100}, std::size_t{101}, std::size_t{500}, std::size_t{5'000}}) {
    const CommandRun run = runCommand({QStringLiteral("tree"), url(), QStringLiteral("person"), QStringLiteral("4"), QStringLiteral("--depth"), QStringLiteral("2"), QStringLiteral("--limit"), QString::number(limit)});
    QVERIFY2(run.code == 0, run.errors.c_str());
    QCOMPARE(run.output, wholeTree(m_url, "person", 4, {.depth = 2, .limit = limit}));
  }
}

void TreeTest::printsNothingOfARowThatIsNotThere() {
  const CommandRun run = runCommand({QStringLiteral("tree"), url(), QStringLiteral("person"), QStringLiteral("9")});
  QCOMPARE(run.code, 1);
  QCOMPARE(run.output, std::string());
  QVERIFY2(run.errors.find("person has no row with this key") != std::string::npos, run.errors.c_str());
}

void TreeTest::stopsInTheMiddleWhenItIsInterrupted() {
  runScript(m_url, manyVisits(10'000, 1'000).c_str());
  QProcess program;
  program.start(QStringLiteral(JOINERY_PROGRAM), {QStringLiteral("tree"), url(), QStringLiteral("person"), QStringLiteral("4")});
  // What is not read of the pipe holds the program up: it is in the middle of the tree.
  QVERIFY2(program.waitForReadyRead(120'000), program.readAllStandardError().constData());
  QCOMPARE(program.state(), QProcess::Running);
  ::kill(static_cast<pid_t>(program.processId()), SIGINT);
  QVERIFY(program.waitForFinished(120'000));
  QCOMPARE(program.exitStatus(), QProcess::NormalExit);
  QCOMPARE(program.exitCode(), 130);
  const QByteArray printed = program.readAllStandardOutput();
  QVERIFY(printed.startsWith("{\n"));
  QVERIFY(!printed.endsWith("}\n"));
}

void TreeTest::memoryDoesNotGrowWithTheTree() {
  if (MemoryPeak::kCountsMore) QSKIP("a sanitizer's own memory counts as well");
  runScript(m_url, manyVisits(20'000, 2'000).c_str());
  const std::int64_t much = mostMemoryOf(m_url, "4");
  QVERIFY(QFileInfo(m_folder->filePath(QStringLiteral("tree.json"))).size() > 40'000'000);
  QVERIFY2(much > 0 && much - m_little < 24 * 1'024, qPrintable(QStringLiteral("%1 and %2 KiB").arg(m_little).arg(much)));
}

JOINERY_TEST(TreeTest)
#include "tst_tree.moc"
