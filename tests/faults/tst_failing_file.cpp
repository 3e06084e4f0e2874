// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "failing_vfs.h"
#include "fault_counts.h"
#include "item_file.h"
#include "orm/driver/sqlite/sqlite_file.h"
#include "orm/engine/execution.h"
#include "orm/engine/inspector.h"
#include "outcome_tally.h"
#include "tests/support/test_program.h"
#include "tests/support/thrown_kind.h"
#include "ui/changes/change_journal.h"
#include "ui/changes/recovery.h"

using namespace joinery;
using namespace joinery::test;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Outcome = CommitResult::Outcome;

namespace {

/// As an ordinary user for its lifetime: root may do everything.
class OrdinaryUser {
 public:
  OrdinaryUser() : m_isRoot(::geteuid() == 0) { become(65'534); }
  ~OrdinaryUser() { become(0); }

 private:
  void become(uid_t user) const {
    if (m_isRoot && ::seteuid(user) != 0) qFatal("the user can't be changed");
  }
  const bool m_isRoot;
};

}  // namespace

/// A database file that fails in the middle of a commit, may not be written, is replaced, or is in use.
class FailingFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void cleanup();
  void saysTruthfullyWhatCameOfACommit_data();
  void saysTruthfullyWhatCameOfACommit();
  void refusesAtOnceWhatMayNotBeWritten_data();
  void refusesAtOnceWhatMayNotBeWritten();
  void noticesBeforeItWritesThatTheFileIsAnother_data();
  void noticesBeforeItWritesThatTheFileIsAnother();
  void keepsItsLockWhateverElseItDoes();
  void lastsWithSqliteAlone_data();
  void lastsWithSqliteAlone();

 private:
  std::string path() const { return m_folder->filePath(QStringLiteral("data.db")).toStdString(); }
  void make(const std::string& journalMode) { m_items = std::make_unique<ItemFile>(path(), journalMode); }
  bool isLockedForOthers() const;

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<ItemFile> m_items;
};

void FailingFileTest::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void FailingFileTest::cleanup() {
  m_items.reset();
  QVERIFY(Journal::waitForDestroyed(1min));
  m_folder.reset();
}

void FailingFileTest::saysTruthfullyWhatCameOfACommit_data() {
  QTest::addColumn<int>("fault");
  QTest::addColumn<int>("times");
  QTest::addColumn<QByteArray>("mode");
  using Fault = FailingVfs::Fault;
  using Times = FailingVfs::Times;
  const std::pair<Fault, const char*> faults[] = {{Fault::IoError, "C2: EIO"}, {Fault::Full, "C1: full"}, {Fault::ShortWrite, "C1: half a write"}};
  for (const auto& [fault, name] : faults)
    for (const Times times : {Times::Once, Times::FromThenOn})
      for (const char* mode : {"DELETE", "WAL"}) QTest::addRow("%s, %s, %s", name, times == Times::Once ? "once" : "from then on", mode) << int(fault) << int(times) << QByteArray(mode);
}

/// Every k until the commit makes fewer calls than that.
void FailingFileTest::saysTruthfullyWhatCameOfACommit() {
  QFETCH(const int, fault);
  QFETCH(const int, times);
  QFETCH(const QByteArray, mode);
  FailingVfs vfs;
  OutcomeTally tally;
  int unsound = 0, notAgain = 0;
  make(mode.toStdString());
  bool happened = true;
  for (int k = 1; happened; ++k) {
    Outcome said = Outcome::NotCommitted;
    {
      const auto engine = m_items->engine();
      vfs.arm(static_cast<FailingVfs::Fault>(fault), k, static_cast<FailingVfs::Times>(times));
      try {
        said = m_items->commit(*engine, k).outcome;
      } catch (const DbError&) {
        // It could not even be read or opened.
      }
      happened = vfs.disarm();
    }
    unsound += m_items->cell("PRAGMA integrity_check") != "ok";
    tally.add(said, m_items->written(k), ItemFile::kRowsOfCommit);
    const auto mended = m_items->engine();
    notAgain += m_items->commit(*mended, 10'000 + k).outcome != Outcome::Committed;
    QVERIFY(k < 2'000);
  }
  tally.print(QTest::currentDataTag());
  qInfo("%d times the file was not sound, %d times it could not be written afterwards", unsound, notAgain);
  QVERIFY(tally.isClean());
  QCOMPARE(unsound, 0);
  QCOMPARE(notAgain, 0);
  QVERIFY(tally.tried > 10);
}

void FailingFileTest::refusesAtOnceWhatMayNotBeWritten_data() {
  QTest::addColumn<QByteArray>("mode");
  QTest::addColumn<int>("ofFile");
  QTest::addColumn<int>("ofFolder");
  for (const char* mode : {"DELETE", "WAL"})
    for (const auto& [file, folder] : {std::pair{0444, 0777}, {0644, 0555}, {0444, 0555}, {0000, 0777}, {0644, 0000}})
      QTest::addRow("C3: %s, file %o, folder %o", mode, static_cast<unsigned>(file), static_cast<unsigned>(folder)) << QByteArray(mode) << file << folder;
}

void FailingFileTest::refusesAtOnceWhatMayNotBeWritten() {
  QFETCH(const QByteArray, mode);
  QFETCH(const int, ofFile);
  QFETCH(const int, ofFolder);
  make(mode.toStdString());
  const std::string folder = m_folder->path().toStdString();
  QVERIFY(::chmod(path().c_str(), static_cast<mode_t>(ofFile)) == 0 && ::chmod(folder.c_str(), static_cast<mode_t>(ofFolder)) == 0);
  bool isRefused = false, hasReason = false;
  const auto begun = std::chrono::steady_clock::now();
  {
    const OrdinaryUser user;
    try {
      const auto engine = m_items->engine();
      const CommitResult result = m_items->commit(*engine, 1);
      isRefused = result.outcome == Outcome::NotCommitted;
      hasReason = result.error && !result.error->message().empty();
    } catch (const DbError& error) {
      isRefused = true;
      hasReason = !error.message().empty();
    }
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  QVERIFY(::chmod(folder.c_str(), 0755) == 0 && ::chmod(path().c_str(), 0644) == 0);
  QVERIFY(isRefused);
  QVERIFY(hasReason);
  QVERIFY(took < 4s);  // no lock was waited for
  QCOMPARE(m_items->cell("SELECT count(*) FROM item WHERE name <> 'old'"), "0"s);
}

void FailingFileTest::noticesBeforeItWritesThatTheFileIsAnother_data() {
  QTest::addColumn<QByteArray>("deed");
  for (const char* deed : {"replaced", "deleted", "moved", "hot journal left"}) QTest::addRow("C5: %s", deed) << QByteArray(deed);
}

void FailingFileTest::noticesBeforeItWritesThatTheFileIsAnother() {
  QFETCH(const QByteArray, deed);
  const int runs = runsOf(3, 100);
  int good = 0;
  for (int run = 0; run < runs; ++run) {
    m_folder = std::make_unique<QTemporaryDir>();
    make("DELETE");
    const QString name = QString::fromStdString(path()), aside = name + QStringLiteral(".aside");
    QVERIFY(QFile::copy(name, aside));
    if (deed == "hot journal left") {
      // As a program that was killed leaves it: looked at before anything is opened.
      QFile journal(name + QStringLiteral("-journal"));
      QVERIFY(journal.open(QIODevice::WriteOnly) && journal.write(QByteArray::fromHex("d9d505f920a163d7") + QByteArray(592, 'x')) == 600 && journal.flush());
      good += SqliteFile(path()).leftovers().size() == 1;
      continue;
    }
    const auto engine = m_items->engine();
    QVERIFY(m_items->commit(*engine, 1).outcome == Outcome::Committed);
    const auto reading = engine->connect(Engine::Access::Write);
    if (deed == "replaced") QVERIFY(QFile::remove(name) && QFile::rename(aside, name));
    if (deed == "deleted") QVERIFY(QFile::remove(name));
    if (deed == "moved") QVERIFY(QFile::rename(name, name + QStringLiteral(".moved")));
    const UnitOfWork unit = m_items->unit(*engine);
    ChangeSet changes = m_items->changesOf(2);
    const bool isThere = unit.readImages(*reading, changes).empty();
    const CommitResult result = unit.commit(*reading, changes);
    const bool isUntouched = deed != "replaced" || m_items->cell("SELECT count(*) FROM item WHERE name <> 'old'") == "0";
    good += isThere && result.outcome == Outcome::NotCommitted && result.error && result.error->kind() == ErrorKind::ConnectionLost && isUntouched;
  }
  qInfo("%s: %d tried, %d noticed before anything was written", QTest::currentDataTag(), runs, good);
  QCOMPARE(good, runs);
}

/// Another process looks at the lock bytes; here, opening the file would drop the lock.
bool FailingFileTest::isLockedForOthers() const {
  const std::string file = path();
  const pid_t child = ::fork();
  if (child == 0) {
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 0x4000'0001;  // SQLite's reserved byte
    lock.l_len = 1;
    const int opened = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    const bool isLocked = opened >= 0 && ::fcntl(opened, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::_exit(isLocked ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 1;
}

void FailingFileTest::keepsItsLockWhateverElseItDoes() {  // C6
  make("DELETE");
  const auto holding = m_items->engine();
  const auto writer = holding->connect(Engine::Access::Write);
  QVERIFY(!isLockedForOthers());
  writer->execute("BEGIN IMMEDIATE");
  writer->execute("UPDATE item SET name = 'held' WHERE id = 1");
  QVERIFY(isLockedForOthers());
  const std::string journals = m_folder->filePath(QStringLiteral("journals")).toStdString();
  const std::vector<std::pair<const char*, std::function<void()>>> actions = {
      {"another connection reads", [&] { fetchAll(*holding->connect(Engine::Access::Read)->execute("SELECT * FROM item")); }},
      {"another engine reads and goes", [&] { fetchAll(*m_items->engine()->connect(Engine::Access::Read)->execute("SELECT * FROM item")); }},
      {"the catalogue is read", [&] { reflect(*holding->connect(Engine::Access::Read), holding->dialect()); }},
      {"a writer is refused", [&] { (void)kindThrown([&] { auto other = m_items->engine()->connect(Engine::Access::Write); other->execute("PRAGMA busy_timeout = 1"); other->execute("DELETE FROM part"); }); }},
      {"the file is looked at", [&] { (void)SqliteFile(path()).leftovers(); (void)kindThrown([&] { SqliteFile(path()).checkBeforeOpen(ConnectOptions::Access::ReadOnly); }); }},
      {"it is opened that is there already", [&] { Engine::Options options; options.createIfMissing = true; (void)Engine::create(Url::sqliteFile(path()), options)->connect(Engine::Access::Read)->isAlive(); }},
      {"a journal is kept and found again", [&] {
         auto journal = std::make_unique<Journal>(JournalIdentity{ui::ChangeJournal::identityOf(Url::sqliteFile(path())), {}, {}}, Journal::Options{journals});
         journal->waitFor(journal->append(journal::ConsoleText{"c", "SELECT 1"}), 1min);
         ui::findJournals(journals).takeResult();
       }},
  };
  for (const auto& [what, action] : actions) {
    action();
    QVERIFY2(isLockedForOthers(), what);
  }
  writer->execute("COMMIT");
  QVERIFY(!isLockedForOthers());
  qInfo("C6: %zu actions in an open transaction, the lock was never lost", actions.size());
}

void FailingFileTest::lastsWithSqliteAlone_data() {
  QTest::addColumn<QStringList>("arguments");
  const auto add = [](const char* name, const char* arguments) { QTest::newRow(name) << QString::fromLatin1(arguments).split(QLatin1Char(' ')); };
  add("C6: tables", "tables DB --exact");
  add("C6: schema", "schema DB");
  add("C6: models", "models DB");
  add("C6: rows", "rows DB item --limit 3");
  add("C6: tree", "tree DB item 1");
  add("C6: sql", "sql DB UPDATE\x01item\x01SET\x01name='x'\x01WHERE\x01id=1");
  add("C6: export", "export DB item OUT.csv");
  add("C6: import", "import DB part IN.csv");
  add("C6: apply", "apply DB CHANGES.json");
  add("C6: generate", "generate pydantic DB");
  add("C6: the window shows a table", "shot DB --view table:item -o OUT.png");
  add("C6: the window shows a tree", "shot DB --view tree:item:1 -o OUT.png");
  add("C6: the window imports", "shot DB --view import:part:IN.csv -o OUT.png");
  add("C6: the window exports", "shot DB --view export:item -o OUT.png");
}

/// Every command and the window: nobody but SQLite opens the file.
void FailingFileTest::lastsWithSqliteAlone() {
  QFETCH(QStringList, arguments);
  make("DELETE");
  const auto write = [&](const char* name, const QByteArray& text) {
    QFile file(m_folder->filePath(QString::fromLatin1(name)));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) qFatal("can't be written");
  };
  write("IN.csv", "id,item_id,name\n900,1,x\n");
  write("CHANGES.json", R"({"changes": [{"model": "item", "op": "update", "key": 2, "values": {"name": "y"}}]})");
  for (QString& argument : arguments) {
    argument.replace(QLatin1Char('\x01'), QLatin1Char(' '));
    if (argument == QLatin1String("DB")) argument = QString::fromStdString(path());
    for (const char* name : {"OUT.csv", "OUT.png", "CHANGES.json"})
      if (argument == QLatin1String(name)) argument = m_folder->filePath(argument);
    argument.replace(QLatin1String("IN.csv"), m_folder->filePath(QStringLiteral("IN.csv")));
  }
  const QString log = m_folder->filePath(QStringLiteral("opens"));
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const auto& [name, value] : {std::pair{"LD_PRELOAD", QStringLiteral(JOINERY_FAULT_PRELOAD)}, {"JOINERY_FAULT_OPENS", log}, {"JOINERY_FAULT_PATH", QStringLiteral("data.db")},
                                    {"QT_QPA_PLATFORM", QStringLiteral("offscreen")}, {"HOME", m_folder->path()}, {"XDG_DATA_HOME", m_folder->path()}})
    environment.insert(QString::fromLatin1(name), value);
  process.setProcessEnvironment(environment);
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QStringLiteral(JOINERY_PROGRAM), arguments);
  QVERIFY(process.waitForFinished(120'000));
  const QByteArray said = process.readAll();
  QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said.constData());
  QFile opens(log);
  const bool isNoted = opens.open(QIODevice::ReadOnly);
  QVERIFY2(!isNoted, isNoted ? opens.readAll().constData() : "");
  // Somebody else is noted.
  process.start(QStringLiteral("cat"), {QString::fromStdString(path())});
  QVERIFY(process.waitForFinished(120'000));
  QVERIFY(QFile::exists(log));
}

JOINERY_TEST(FailingFileTest)
#include "tst_failing_file.moc"
