// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/database.h"

#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

struct Database::Private {
  std::shared_ptr<Engine> engine;
  std::unique_ptr<Worker> catalogue;
  std::shared_ptr<const Registry> registry;
  JobId job = 0;
  bool opening = false;
};

Database::Database(std::shared_ptr<Engine> engine, QObject* parent) : QObject(parent), d(std::make_unique<Private>()) {
  d->engine = std::move(engine);
  // Its connection goes back at once: it has read the whole catalogue, which takes long where there are thousands of tables, and whoever
  // opens one of them next does not read it anew.
  d->catalogue = newWorker(tr("catalogue"), Engine::Access::Read, Worker::Keep::ForTransaction);
}

Database::~Database() = default;

void Database::open() {
  using Models = std::shared_ptr<const Registry>;
  d->catalogue->cancel(d->job);
  d->opening = true;
  const auto read = [](Worker::Context& context) -> Models {
    const auto metadata = reflect(context.connection, context.dialect);
    context.cancelToken.throwIfCancelled();
    return automap(metadata, context.dialect.namesIgnoreCase());
  };
  auto job = d->catalogue->run(read, toStdString(tr("Reading the catalogue of %1").arg(displayName())));
  d->job = job.id;
  deliver(job.future, this, [this, id = job.id](Result<Models> result) {
    if (id != d->job) return;
    d->opening = false;
    if (!result) {
      Q_EMIT failed(result.error());
      return;
    }
    d->registry = *result;
    Q_EMIT opened();
  });
}

void Database::stop() { d->catalogue->cancelAll(); }

bool Database::isOpening() const { return d->opening; }

const std::shared_ptr<Engine>& Database::engine() const { return d->engine; }

const Dialect& Database::dialect() const { return d->engine->dialect(); }

std::shared_ptr<const Registry> Database::registry() const { return d->registry; }

QString Database::displayName() const { return toQString(d->engine->url().displayName()); }

std::unique_ptr<Worker> Database::newWorker(const QString& name, Engine::Access access, Worker::Keep keep) const {
  return std::make_unique<Worker>(d->engine, access, toStdString(name), keep);
}

Engine::Options Database::windowOptions() {
  Engine::Options options;
  // A table's tab reads with two at a time, the trees with two more; a server has a hundred for all its users unless it is told otherwise.
  options.pool.maxOverflow = 45;
  return options;
}

}  // namespace joinery::ui

#include "moc_database.cpp"
