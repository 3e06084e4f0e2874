// SPDX-License-Identifier: GPL-3.0-or-later
#include "changed_file.h"

#include <QFile>
#include <QProcess>
#include <QTest>
#include <QThread>
#include <algorithm>

#include "orm/core/display_text.h"
#include "orm/engine/engine.h"
#include "orm/engine/execution.h"

namespace joinery::test {

namespace {

constexpr int kPatience = 120'000;
constexpr const char* kChildrenMark = "CHILDREN\n";

}  // namespace

void ChangeTally::print(const char* what) const {
  QByteArray found;
  for (const int each : states) found += (found.isEmpty() ? "" : "/") + QByteArray::number(each);
  qInfo("%s: %d tried, %d met the fault, %s as each state; %d mixed, %d not sound, %d not as was said, %d unknown", what, tried, happened, found.constData(), mixed, unsound, wrong, unknown);
}

void ChangedFile::makeTemplate(const QByteArray& mode, const std::vector<const char*>& statements) {
  QFile::remove(path("template.db"));
  {
    Engine::Options options;
    options.createIfMissing = true;
    const auto engine = Engine::create(Url::sqliteFile(path("template.db").toStdString()), options);
    const auto connection = engine->connect(Engine::Access::Write);
    fetchAll(*connection->execute("PRAGMA journal_mode = " + mode.toStdString()));
    for (const char* sql : statements) connection->execute(sql);
  }
  m_states.clear();
  restore();
  addState();
}

void ChangedFile::restore() const {
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) QFile::remove(path("data.db") + QString::fromUtf8(ending));
  QVERIFY(QFile::copy(path("template.db"), path("data.db")));
}

std::string ChangedFile::childrenOf(const std::string& content) {
  const auto begin = content.find(kChildrenMark), end = content.find(kChildrenMark, begin + 1);
  return content.substr(begin, end - begin);
}

std::string ChangedFile::content(ChangeTally* tally) const {
  const auto engine = Engine::create(Url::sqliteFile(path("data.db").toStdString()));
  const auto connection = engine->connect(Engine::Access::Write);
  const auto cellsOf = [&](const std::string& sql) {
    std::string cells;
    const auto batch = fetchAll(*connection->execute(sql));
    for (std::size_t row = 0; row < batch->rows(); ++row)
      for (std::size_t column = 0; column < batch->columnCount(); ++column) cells += displayText(batch->at(row, column), {}) + (column + 1 < batch->columnCount() ? "," : "\n");
    return cells;
  };
  if (tally) tally->unsound += cellsOf("PRAGMA integrity_check") != "ok\n" || !cellsOf("PRAGMA foreign_key_check").empty();
  std::string content;
  for (const char* sql : m_contents) content += cellsOf(sql);
  // Where a migration stands; there is nothing to ask before the first.
  if (cellsOf("SELECT name FROM sqlite_schema WHERE name = 'joinery_revision'").empty()) return content;
  return content + cellsOf("SELECT * FROM joinery_revision");
}

void ChangedFile::addState() { m_states.push_back(content()); }

QByteArray ChangedFile::drive(int statement, const std::map<QString, QString>& faults) const {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const auto& [name, value] : faults) environment.insert(name, value);
  if (!faults.empty()) environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(JOINERY_FAULT_PRELOAD));
  process.setProcessEnvironment(environment);
  process.start(m_program, QStringList{path("data.db"), QString::number(statement)} + m_words);
  if (!process.waitForFinished(kPatience)) qFatal("the program does not end");
  return process.readAllStandardOutput();
}

QByteArray ChangedFile::driveFor(unsigned long microseconds, bool& killed) const {
  QProcess process;
  process.start(m_program, QStringList{path("data.db"), QStringLiteral("0")} + m_words);
  if (!process.waitForStarted()) qFatal("the program does not start");
  QThread::usleep(microseconds);
  process.kill();
  if (!process.waitForFinished(kPatience)) qFatal("the program does not end");
  killed = process.exitStatus() == QProcess::CrashExit;
  return process.readAllStandardOutput();
}

void ChangedFile::check(const QByteArray& said, bool happened, ChangeTally& tally) const {
  ++tally.tried;
  tally.happened += happened;
  tally.states.resize(m_states.size());
  const auto found = std::ranges::find(m_states, content(&tally));
  if (found == m_states.end()) ++tally.mixed;
  else ++tally.states[static_cast<std::size_t>(found - m_states.begin())];
  tally.unknown += said.startsWith("unknown");
  tally.wrong += said.startsWith("done") && found != m_states.end() - 1;
  tally.wrong += said.startsWith("refused") && m_states.size() == 2 && found != m_states.begin();
}

}  // namespace joinery::test
