// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/migration_runner.h"

#include "orm/core/output_file.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// "0003_names" for people.
QString targetName(const std::string& id) { return id.empty() ? MigrationRunner::tr("the beginning") : toQString(id); }

}  // namespace

MigrationRunner::MigrationRunner(QObject* parent) : QObject(parent) {
  m_timer.setInterval(100);
  connect(&m_timer, &QTimer::timeout, this, &MigrationRunner::progressed);
}

MigrationRunner::~MigrationRunner() = default;

void MigrationRunner::setDatabase(Database* database, PendingChanges* changes) {
  m_database = database;
  m_changes = changes;
}

std::optional<DbError> MigrationRunner::obstacle() const {
  const auto because = [](const QString& text, const QString& hint) {
    DbError error(ErrorKind::InvalidRequest, toStdString(text));
    error.hint = toStdString(hint);
    return error;
  };
  if (!m_database) return because(tr("no database is open"), {});
  if (m_database->engine()->isReadOnly()) return because(tr("%1 is open for reading only").arg(m_database->displayName()), {});
  if (!m_changes) return {};
  if (m_changes->isCommitting() || m_changes->isInDoubt()) return because(tr("a commit of %1 has not ended").arg(m_database->displayName()), tr("Wait until it has, or stop it."));
  if (!m_changes->isEmpty()) return because(tr("%1 has changes that are not committed").arg(m_database->displayName()), tr("Commit or revert them first."));
  return {};
}

migration::MigrationOptions MigrationRunner::optionsOf(Worker::Context& context, const std::shared_ptr<Meter>& meter) {
  migration::MigrationOptions options;
  options.cancel = context.cancelToken;
  options.progress = [meter, &context](const migration::MigrationProgress& progress) {
    context.progress.set(static_cast<std::int64_t>(progress.step), static_cast<std::int64_t>(progress.steps));
    const std::lock_guard lock(meter->mutex);
    meter->progress = progress;
  };
  return options;
}

template <typename Work>
void MigrationRunner::begin(Kind kind, const Chain& chain, Engine::Access access, const QString& what, Work work) {
  if (isRunning()) return;
  if (!m_database) return refuse(kind, DbError(ErrorKind::InvalidRequest, toStdString(tr("no database is open"))));
  m_kind = kind;
  m_databaseName = m_database->displayName();
  m_isStopping = false;
  m_meter = std::make_shared<Meter>();
  m_worker = m_database->newWorker(tr("migrations"), access, Worker::Keep::ForTransaction);
  m_timer.start();
  auto job = m_worker->run([work = std::move(work), chain, engine = m_database->engine(), meter = m_meter](Worker::Context& context) {
    return work(context, migration::Migrator(*chain, engine), optionsOf(context, meter));
  }, toStdString(what));
  deliver(job.future, this, [this, kind, database = m_database](Result<MigrationOutcome> outcome) {
    m_worker.reset();
    m_timer.stop();
    // Also after an error: of several revisions those before it are there.
    if (database && (kind == Kind::Migrate || kind == Kind::Stamp)) database->open();
    Q_EMIT runningChanged();
    if (outcome) Q_EMIT ended(*outcome);
    else Q_EMIT failed(kind, outcome.error());
  });
  Q_EMIT runningChanged();
}

void MigrationRunner::refuse(Kind kind, const DbError& error) {
  QMetaObject::invokeMethod(this, [this, kind, error] { Q_EMIT failed(kind, error); }, Qt::QueuedConnection);
}

void MigrationRunner::outline(const Chain& chain, const std::string& target) {
  begin(Kind::Outline, chain, Engine::Access::Read, tr("Planning the way to %1").arg(targetName(target)),
        [target](Worker::Context& context, const migration::Migrator& migrator, const migration::MigrationOptions&) {
          return MigrationOutcome{Kind::Outline, target, migrator.outline(context.connection, target.empty() ? "base" : target)};
        });
}

void MigrationRunner::rehearse(const Chain& chain, const migration::MigrationOutline& outline) {
  // A transaction that is rolled back is one that writes; of a SQLite file a copy is tried.
  const bool copies = m_database && m_database->engine()->url().isSqlite() && !m_database->engine()->url().isMemory();
  begin(Kind::Rehearse, chain, copies ? Engine::Access::Read : Engine::Access::Write, tr("Trying the way to %1").arg(targetName(outline.to)),
        [outline](Worker::Context& context, const migration::Migrator& migrator, const migration::MigrationOptions& options) {
          return MigrationOutcome{Kind::Rehearse, outline.to, outline, migrator.rehearse(context.connection, outline, options)};
        });
}

void MigrationRunner::migrate(const Chain& chain, const migration::MigrationOutline& outline) {
  if (const auto why = obstacle()) return refuse(Kind::Migrate, *why);
  begin(Kind::Migrate, chain, Engine::Access::Write, tr("Migrating to %1").arg(targetName(outline.to)),
        [outline](Worker::Context& context, const migration::Migrator& migrator, const migration::MigrationOptions& options) {
          return MigrationOutcome{Kind::Migrate, outline.to, outline, migrator.run(context.connection, outline, options)};
        });
}

void MigrationRunner::stamp(const Chain& chain, const std::string& target) {
  if (const auto why = obstacle()) return refuse(Kind::Stamp, *why);
  begin(Kind::Stamp, chain, Engine::Access::Write, tr("Stamping as %1").arg(targetName(target)),
        [target](Worker::Context& context, const migration::Migrator& migrator, const migration::MigrationOptions& options) {
          migrator.stamp(context.connection, target.empty() ? "base" : target, options);
          return MigrationOutcome{Kind::Stamp, target};
        });
}

void MigrationRunner::writeScript(const Chain& chain, const std::string& target, const QString& path) {
  begin(Kind::Script, chain, Engine::Access::Read, tr("Writing the SQL of the way to %1").arg(targetName(target)),
        [target, path](Worker::Context& context, const migration::Migrator& migrator, const migration::MigrationOptions&) {
          MigrationOutcome outcome{Kind::Script, target, migrator.outline(context.connection, target.empty() ? "base" : target)};
          OutputFile file(toStdString(path));
          file.write(migrator.script(context.connection, outcome.outline));
          file.commit();
          outcome.file = path;
          return outcome;
        });
}

void MigrationRunner::stop() {
  if (!m_worker) return;
  m_isStopping = true;
  m_worker->cancelAll();
  Q_EMIT progressed();
}

migration::MigrationProgress MigrationRunner::progress() const {
  if (!m_meter) return {};
  const std::lock_guard lock(m_meter->mutex);
  return m_meter->progress;
}

std::pair<std::size_t, std::size_t> MigrationRunner::steps() const {
  const migration::MigrationProgress now = progress();
  return {now.step, now.steps};
}

QString MigrationRunner::progressText() const {
  if (!isRunning()) return {};
  if (m_isStopping) return tr("Stopping…");
  const migration::MigrationProgress now = progress();
  const QString doing = toQString(now.doing).simplified();
  if (now.revision.empty()) return doing.isEmpty() ? tr("Reading the database…") : doing;
  return tr("Revision %1, step %2 of %3: %4").arg(toQString(now.revision), QString::number(now.step), QString::number(now.steps), doing);
}

}  // namespace joinery::ui

#include "moc_migration_runner.cpp"
