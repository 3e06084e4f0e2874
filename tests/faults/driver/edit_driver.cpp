// SPDX-License-Identifier: GPL-3.0-or-later
// edit_driver URL JOURNALS edits|paced|commits SEED COUNT
// Makes edits with the window's own change set and journal and says on standard output what a person would have been shown; waits
// for each to be recorded, or not, in the second mode; commits them in the third. Ends after COUNT edits, or when it is killed. What a record will lead to is said before it is made: a twin of
// the change set is edited first.
#include <unistd.h>

#include <QCoreApplication>
#include <QTimer>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "orm/journal/journal.h"
#include "ui/changes/change_journal.h"

using namespace joinery;
using namespace joinery::ui;

namespace {

constexpr int kRows = 20;
constexpr int kRowsOfCommit = 60;  // of each of three tables

/// At once, so that it outlives the process.
void say(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::abort();
}

std::string textOf(const Change& change) {
  const Operand* value = change.value(change.model == "album" ? "title" : "name");
  if (value && value->isDefault()) return "default";
  return value && value->isValue() ? std::string(value->value().bytes()) : std::string();
}

/// Says what the journal's next record will come to, before there is one.
class Ledger final : public ChangeObserver {
 public:
  /// @param twin of the change set that is written down
  explicit Ledger(PendingChanges& twin) : m_twin(twin) { m_twin.setObserver(this); }
  ~Ledger() override { m_twin.setObserver(nullptr); }

  void setText(const std::string& text) {
    m_text = text;
    sayNext();
  }

 private:
  void changePut(std::uint64_t, const SharedChange&) override { sayNext(); }
  void stepEnded() override {}
  void commitEnded(CommitResult::Outcome) override {}
  std::shared_ptr<CommitWitness> commitWitness() override { return nullptr; }

  void sayNext() {
    std::string line = "state " + std::to_string(++m_number);
    if (!m_text.empty()) line += " 0=" + m_text;
    for (const Change& change : m_twin.changeSet().changes()) line += " " + std::to_string(change.id) + "=" + textOf(change);
    say(line);
  }

  PendingChanges& m_twin;
  std::uint64_t m_number = 0;
  std::string m_text;
};

/// Plays one person. Everything happens in the event loop.
class Person {
 public:
  /// @param twin of a database that is never opened
  Person(PendingChanges& changes, ChangeJournal& journal, PendingChanges& twin, std::string_view how, unsigned seed, int count)
      : m_changes(changes), m_journal(journal), m_twin(twin), m_ledger(twin), m_commits(how == "commits"), m_isPaced(how == "paced"), m_seed(seed), m_random(seed), m_left(count) {}

  void begin() {
    say("journal " + m_journal.id());
    QObject::connect(&m_journal, &ChangeJournal::progressed, &m_journal, [this] { sayProgress(); });
    QObject::connect(&m_changes, &PendingChanges::committed, &m_changes, [this] { endRound("committed"); });
    QObject::connect(&m_changes, &PendingChanges::failed, &m_changes, [this](const CommitResult& result) {
      endRound(result.outcome == CommitResult::Outcome::Unknown ? "unknown" : "notcommitted");
    });
    say("ready");
    QTimer::singleShot(0, &m_changes, [this] { step(); });
  }

 private:
  int random(int below) { return static_cast<int>(m_random() % static_cast<unsigned>(below)); }
  std::string token() { return "s" + std::to_string(m_seed) + "-" + std::to_string(++m_token); }

  void step() {
    if (m_commits) return commitRound();
    if (m_isPaced && !isSettled()) return QTimer::singleShot(0, &m_changes, [this] { step(); });
    if (m_left-- <= 0) return finish();
    edit();
    if (m_isPaced) return QTimer::singleShot(0, &m_changes, [this] { step(); });
    QTimer::singleShot(random(3), &m_changes, [this] { step(); });
  }

  void edit() {
    const int what = random(10);
    if (what == 9) return write("SELECT+" + std::to_string(++m_token));
    const std::int64_t row = random(kRows) + 1;
    const Value text = Value::text(what < 7 ? token() : std::string());
    for (PendingChanges* changes : {&m_twin, &m_changes}) {
      if (what < 5) changes->setCell("track", {Value::integer(row)}, "name", Value::text("track " + std::to_string(row)), what == 4 ? Operand(Operand::Default{}) : Operand(text));
      else if (what < 7) changes->insertRow("artist", {{"name", text}});
      else if (what == 7) changes->undoStack().undo();
      else changes->undoStack().redo();
    }
  }

  void write(const std::string& text) {
    m_ledger.setText(text);
    m_journal.setConsoleText(QStringLiteral("console"), QString::fromStdString(text));
  }

  void sayProgress() {
    const auto progress = m_journal.progress();
    if (progress.error) say("failing");
    if (progress.recorded == m_recorded) return;
    m_recorded = progress.recorded;
    say("recorded " + std::to_string(m_recorded));
  }

  void commitRound() {
    if (m_left-- <= 0) return finish();
    m_round = "s" + std::to_string(m_seed) + "r" + std::to_string(++m_token);
    for (int i = 1; i <= kRowsOfCommit; ++i) {
      const std::string number = std::to_string(i);
      m_changes.setCell("track", {Value::integer(i)}, "name", Value::text(m_last.empty() ? "track " + number : m_last), Value::text(m_round));
      m_changes.insertRow("artist", {{"name", Value::text(m_round + "-" + number)}});
      m_changes.insertRow("album", {{"title", Value::text(m_round)}, {"artist_id", Value::integer(1)}});
    }
    say("committing " + m_round + " " + std::to_string(m_journal.progress().appended));
    m_changes.commit();
  }

  void endRound(const char* outcome) {
    say(std::string(outcome) + " " + m_round);
    if (std::string_view(outcome) == "committed") m_last = m_round;
    else m_changes.revertAll();
    QTimer::singleShot(0, &m_changes, [this] { step(); });
  }

  /// Recorded, or shown as failing.
  bool isSettled() const { return m_journal.progress().isRecorded() || m_journal.progress().error; }

  void finish() {
    if (!isSettled()) return QTimer::singleShot(5, &m_changes, [this] { finish(); });
    sayProgress();
    say("done");
    std::fflush(nullptr);
    ::_exit(0);
  }

  PendingChanges& m_changes;
  ChangeJournal& m_journal;
  PendingChanges& m_twin;
  Ledger m_ledger;
  const bool m_commits, m_isPaced;
  const unsigned m_seed;
  std::mt19937 m_random;
  int m_left;
  int m_token = 0;
  std::uint64_t m_recorded = 0;
  std::string m_round, m_last;
};

}  // namespace

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  if (argc != 6) return 2;
  const Url url = Url::parse(argv[1]);
  Database database(Engine::create(url, Database::windowOptions()));
  PendingChanges changes(&database);
  ChangeJournal journal(&changes, url, argv[2]);
  Database unopened(Engine::create(url));
  PendingChanges twin(&unopened);
  Person person(changes, journal, twin, argv[3], static_cast<unsigned>(std::atoi(argv[4])), std::atoi(argv[5]));
  QObject::connect(&database, &Database::opened, &changes, [&person] { person.begin(); }, Qt::SingleShotConnection);
  QObject::connect(&database, &Database::failed, &changes, [](const DbError& error) {
    say("failed " + error.message());
    ::_exit(1);
  });
  database.open();
  return QCoreApplication::exec();
}
