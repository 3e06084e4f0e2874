// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_run.h"

#include "ui/console/statement_kind.h"
#include "ui/console/statement_report.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::chrono::milliseconds kTick{50};
constexpr int kLongestWords = 60;

}  // namespace

ConsoleRun::ConsoleRun(Database* database, QObject* parent) : QObject(parent), m_database(database) {
  m_timer.setInterval(kTick);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    takeEvents();
    Q_EMIT ticked();
  });
}

ConsoleRun::~ConsoleRun() = default;

Worker& ConsoleRun::workerFor(const QString& script) {
  using Access = Engine::Access;
  const Engine& engine = *m_database->engine();
  const bool sharesWriter = engine.isExclusive(Access::Write) && !m_staysWithWriter;
  const bool reads = engine.isReadOnly() || (sharesWriter && !mayChange(script) && !changesConnection(script));
  if (!reads) m_staysWithWriter = m_staysWithWriter || changesConnection(script);
  auto& worker = reads ? m_reader : m_writer;
  if (!worker) worker = m_database->newWorker(tr("console"), reads ? Access::Read : Access::Write, Worker::Keep::Always);
  return *worker;
}

void ConsoleRun::start(const QString& script) {
  Q_ASSERT(!isRunning());
  m_feed = std::make_shared<ScriptFeed>();
  m_running = &workerFor(script);
  auto job = m_running->run([feed = m_feed, text = toStdString(script)](Worker::Context& context) { return runScript(context, text, *feed); },
                             toStdString(tr("SQL: %1").arg(shortStatement(script.left(kLongestWords * 4), kLongestWords))));
  m_job = job.id;
  m_timer.start();
  Q_EMIT runningChanged();
  deliver(job.future, this, [this](Result<Done> result) { end(result); });
}

void ConsoleRun::stop() {
  if (isRunning()) m_running->cancel(m_job);
}

void ConsoleRun::takeEvents() {
  for (const ScriptEvent& event : m_feed->take()) {
    if (const auto* ended = std::get_if<ScriptEnded>(&event)) m_transactionOpen = ended->transactionOpen;
    Q_EMIT happened(event);
  }
}

void ConsoleRun::end(const Result<Done>& result) {
  takeEvents();
  m_timer.stop();
  m_job = 0;
  // A lost connection has lost its transaction too.
  if (!result && result.error().kind() == ErrorKind::ConnectionLost) m_transactionOpen = false;
  if (result) Q_EMIT finished();
  else Q_EMIT failed(result.error());
  Q_EMIT runningChanged();
}

}  // namespace joinery::ui

#include "moc_console_run.cpp"
