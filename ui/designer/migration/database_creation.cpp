// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/database_creation.h"

#include <QFile>
#include <QFileInfo>
#include <QTimer>

#include "orm/core/result_of.h"
#include "orm/engine/inspector.h"
#include "orm/revision/migrator.h"
#include "orm/revision/revision_folder.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

void requireNoTables(const schema::MetaData& metadata, const Url& url) {
  if (metadata.tables().empty()) return;
  DbError error(ErrorKind::InvalidRequest, url.displayName() + " has tables already");
  error.hint = "Choose a name that is not taken, or open it and migrate it.";
  throw error;
}

/// What a connection of SQLite has made, which may still be open.
void removeFile(const std::string& path) {
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) QFile::remove(QString::fromStdString(path + ending));
}

Done createBy(Worker::Context& context, const std::string& workspace, const std::shared_ptr<Engine>& engine) {
  requireNoTables(*reflect(context.connection, context.dialect), engine->url());
  try {
    const migration::Migrator migrator(migration::RevisionFolder::beside(workspace).chain(), engine);
    migration::MigrationOptions options;
    options.cancel = context.cancelToken;
    options.progress = [&](const migration::MigrationProgress& progress) { context.progress.set(static_cast<std::int64_t>(progress.step), static_cast<std::int64_t>(progress.steps)); };
    migrator.run(context.connection, migrator.outline(context.connection, "head"), options);
  } catch (...) {
    if (engine->url().isSqlite()) removeFile(engine->url().database);
    throw;
  }
  return {};
}

}  // namespace

DatabaseCreation::~DatabaseCreation() = default;

void DatabaseCreation::start(const Url& url, const QString& workspace) {
  const auto fail = [this](const DbError& error) { QTimer::singleShot(0, this, [this, error] { Q_EMIT failed(error); }); };
  if (isRunning()) return;
  if (url.isSqlite() && QFileInfo::exists(toQString(url.database))) {
    DbError error(ErrorKind::InvalidRequest, "there is a file " + url.database + " already");
    error.hint = "Choose another name: files are never replaced by a database.";
    return fail(error);
  }
  Engine::Options options;
  options.createIfMissing = true;
  const auto engine = resultOf([&] { return Engine::create(url, options); });
  if (!engine) return fail(engine.error());
  m_worker = std::make_unique<Worker>(*engine, Engine::Access::Write, "create");
  auto job = m_worker->run([workspace = toStdString(workspace), engine = *engine](Worker::Context& context) { return createBy(context, workspace, engine); },
                           toStdString(tr("Creating %1").arg(toQString(url.displayName()))));
  deliver(job.future, this, [this, url](Result<Done> done) {
    m_worker.reset();
    Q_EMIT runningChanged();
    if (done) Q_EMIT created(url);
    else Q_EMIT failed(done.error());
  });
  Q_EMIT runningChanged();
}

void DatabaseCreation::stop() {
  if (m_worker) m_worker->cancelAll();
}

}  // namespace joinery::ui

#include "moc_database_creation.cpp"
