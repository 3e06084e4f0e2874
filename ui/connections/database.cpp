// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/database.h"

#include <QPromise>
#include <QtConcurrentRun>
#include <utility>

#include "orm/core/result_of.h"
#include "orm/engine/inspector.h"
#include "orm/model/automap.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

using Models = std::shared_ptr<const Registry>;

struct Database::Private {
  std::shared_ptr<Engine> engine;
  std::unique_ptr<Worker> catalogue;
  Models registry;
  Models automapped;
  Models outline;
  std::shared_ptr<JobProgress> progress = std::make_shared<JobProgress>();  // of the job that runs
  JobId job = 0;
  bool opening = false;
  ModelDeclarations declarations;
  std::uint64_t declaring = 0;  // counts what is declared: what was declared before gives its answer to nobody

  void setOpening(Database* database, bool isOpening);
};

namespace {

/// What is read of a catalogue, without and with what is declared.
struct ReadModels {
  Models automapped;
  DeclaredModels declared;
};

/// Models that have nothing but their names.
Models outlineOf(const std::vector<CatalogueTables::Name>& names, bool namesIgnoreCase) {
  auto metadata = std::make_shared<schema::MetaData>();
  for (const auto& each : names) {
    schema::Table table;
    table.name = each.name;
    table.kind = each.kind;
    metadata->add(std::move(table));
  }
  return automap(std::move(metadata), namesIgnoreCase);
}

/// What reads the catalogue. @param outlines gets the outline, once or never
auto catalogueReader(std::shared_ptr<QPromise<Models>> outlines, std::shared_ptr<JobProgress> progress, ModelDeclarations declarations) {
  return [outlines = std::move(outlines), progress = std::move(progress), declarations = std::move(declarations)](Worker::Context& context) -> ReadModels {
    ReflectionObserver observer;
    observer.named = [&](const std::vector<CatalogueTables::Name>& names) {
      outlines->addResult(outlineOf(names, context.dialect.namesIgnoreCase()));
      outlines->finish();
    };
    observer.advanced = [&](std::int64_t tables, std::int64_t all) {
      progress->set(tables, all);
      context.progress.set(tables, all);
    };
    const auto metadata = reflect(context.connection, context.dialect, observer);
    context.cancelToken.throwIfCancelled();
    Models automapped = automap(metadata, context.dialect.namesIgnoreCase());
    return {automapped, declareModels(automapped, declarations)};
  };
}

}  // namespace

void Database::Private::setOpening(Database* database, bool isOpening) {
  if (std::exchange(opening, isOpening) != isOpening) Q_EMIT database->openingChanged();
}

Database::Database(std::shared_ptr<Engine> engine, QObject* parent) : QObject(parent), d(std::make_unique<Private>()) {
  d->engine = std::move(engine);
  // Its connection goes back at once: it has read the whole catalogue, which takes long where there are thousands of tables, and whoever
  // opens one of them next does not read it anew.
  d->catalogue = newWorker(tr("catalogue"), Engine::Access::Read, Worker::Keep::ForTransaction);
}

Database::~Database() = default;

void Database::setDeclarations(ModelDeclarations declarations) { d->declarations = std::move(declarations); }

const ModelDeclarations& Database::declarations() const { return d->declarations; }

void Database::declare(ModelDeclarations declarations) {
  setDeclarations(std::move(declarations));
  if (d->opening) return open();
  if (!d->automapped) return;
  const auto made = QtConcurrent::run([automapped = d->automapped, declarations = d->declarations] { return resultOf([&] { return declareModels(automapped, declarations); }); });
  deliver(made, this, [this, number = ++d->declaring](Result<DeclaredModels> result) {
    if (number != d->declaring) return;
    if (!result) return Q_EMIT failed(result.error());
    d->registry = result->registry;
    tellOf(*result);
    Q_EMIT opened();
    Q_EMIT declared();
  });
}

void Database::open() {
  ++d->declaring;
  d->catalogue->cancel(d->job);
  d->progress = std::make_shared<JobProgress>();
  auto outlines = std::make_shared<QPromise<Models>>();
  outlines->start();
  const auto outline = outlines->future();
  auto job = d->catalogue->run(catalogueReader(std::move(outlines), d->progress, d->declarations), toStdString(tr("Reading the catalogue of %1").arg(displayName())));
  d->job = job.id;
  deliver(outline, this, [this, id = job.id](Models models) {
    if (id != d->job) return;
    d->outline = std::move(models);
    Q_EMIT outlined();
  });
  deliver(job.future, this, [this, id = job.id](Result<ReadModels> result) {
    if (id != d->job) return;
    if (result) {
      d->automapped = result->automapped;
      d->registry = result->declared.registry;
      d->outline = nullptr;
    }
    d->setOpening(this, false);
    if (result) tellOf(result->declared);
    if (result) Q_EMIT opened();
    else Q_EMIT failed(result.error());
  });
  d->setOpening(this, true);
}

void Database::tellOf(const DeclaredModels& declared) {
  QStringList problems;
  for (const DeclarationProblem& problem : declared.problems) problems << toQString(problem.sentence());
  if (!problems.isEmpty()) Q_EMIT declarationsRefused(problems);
}

void Database::stop() { d->catalogue->cancelAll(); }

bool Database::isOpening() const { return d->opening; }

const std::shared_ptr<Engine>& Database::engine() const { return d->engine; }

const Dialect& Database::dialect() const { return d->engine->dialect(); }

std::shared_ptr<const Registry> Database::registry() const { return d->registry; }

std::shared_ptr<const Registry> Database::automapped() const { return d->automapped; }

std::shared_ptr<const Registry> Database::outline() const { return d->outline; }

const JobProgress& Database::progress() const { return *d->progress; }

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
