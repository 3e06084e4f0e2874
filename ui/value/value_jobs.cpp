// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/value_jobs.h"

#include <QFile>
#include <QPointer>
#include <QtConcurrentRun>
#include <chrono>

#include "orm/core/output_file.h"
#include "orm/core/result_of.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// For the list of running jobs.
void tellJobs(JobProgress& progress, std::uint64_t done, std::uint64_t size) { progress.setBytes(static_cast<std::int64_t>(done), static_cast<std::int64_t>(size)); }

using Loaded = std::shared_ptr<const Value>;
using Bytes = std::shared_ptr<const std::string>;
constexpr std::size_t kFilePart = 1U << 20U;

DbError goneError() {
  DbError error(ErrorKind::StaleData, toStdString(ValueJobs::tr("The row is no longer there.")));
  error.hint = toStdString(ValueJobs::tr("Refresh the table."));
  return error;
}

Bytes readWhole(const QString& path, const CancelToken& token, const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) throw DbError(ErrorKind::Operational, toStdString(ValueJobs::tr("%1 can't be read: %2").arg(path, file.errorString())));
  auto bytes = std::make_shared<std::string>();
  while (true) {
    token.throwIfCancelled();
    const QByteArray part = file.read(kFilePart);
    if (part.isEmpty()) break;
    bytes->append(part.constData(), static_cast<std::size_t>(part.size()));
    if (bytes->size() > ValueJobs::kMostBytes) throw DbError(ErrorKind::TooLarge, toStdString(ValueJobs::tr("%1 is larger than the 64 MiB that a value can be given here.").arg(path)));
    progress(bytes->size(), static_cast<std::uint64_t>(file.size()));
  }
  if (file.error() != QFileDevice::NoError) throw DbError(ErrorKind::Operational, toStdString(ValueJobs::tr("%1 can't be read: %2").arg(path, file.errorString())));
  return bytes;
}

}  // namespace

ValueJobs::ValueJobs(QObject* parent) : QObject(parent) {}

ValueJobs::~ValueJobs() {
  ++m_number;
  m_token.cancel();
}

void ValueJobs::setDatabase(Database* database) {
  stop();
  ++m_number;
  m_worker.reset();
  m_database = database;
}

std::uint64_t ValueJobs::begin() {
  stop();
  m_token = CancelToken();
  if (!m_worker && m_database) m_worker = m_database->newWorker(tr("value"));
  m_isBusy = true;
  Q_EMIT busyChanged();
  return ++m_number;
}

void ValueJobs::stop() {
  m_token.cancel();
  if (m_worker) m_worker->cancelAll();
}

/// Told at most thirty times a second.
std::function<void(std::uint64_t, std::uint64_t)> ValueJobs::progress(std::uint64_t number) {
  using namespace std::chrono_literals;
  const auto last = std::make_shared<std::chrono::steady_clock::time_point>();
  return [self = QPointer<ValueJobs>(this), number, last](std::uint64_t done, std::uint64_t size) {
    const auto now = std::chrono::steady_clock::now();
    if (now - *last < 33ms) return;
    *last = now;
    QMetaObject::invokeMethod(qApp, [self, number, done, size] {
      if (self && self->m_number == number && self->m_isBusy) Q_EMIT self->progressed(done, size);
    });
  };
}

template <typename T, typename Then>
void ValueJobs::follow(const QFuture<Result<T>>& future, Then then) {
  deliver(future, this, [this, number = m_number, then = std::move(then)](Result<T> result) {
    if (number != m_number) return;
    m_isBusy = false;
    Q_EMIT busyChanged();
    if (result) then(*result);
    else Q_EMIT failed(result.error());
  });
}

void ValueJobs::load(const ShownCell& cell) {
  const auto number = begin();
  auto job = m_worker->run([registry = cell.registry, place = cell.place, told = progress(number)](Worker::Context& context) -> Loaded {
    const auto report = [&](std::uint64_t done, std::uint64_t size) {
      tellJobs(context.progress, done, size);
      told(done, size);
    };
    auto value = ValueReader(context.connection, context.dialect, registry, context.cancelToken).value(place, report);
    if (!value) throw goneError();
    return std::make_shared<const Value>(std::move(*value));
  }, toStdString(tr("Loading %1").arg(toQString(cell.place.shownName()))));
  follow(job.future, [this](const Loaded& value) { Q_EMIT loaded(value); });
}

void ValueJobs::save(const ShownCell& cell, const QString& path) {
  const auto number = begin();
  const auto saved_ = [this, path](const Done&) { Q_EMIT saved(path); };
  if (!cell.isCut()) {
    const auto write = [value = cell.value, path] {
      return resultOf([&] {
        OutputFile file(toStdString(path));
        file.write(value.view().bytes());
        file.commit();
        return Done{};
      });
    };
    return follow(QtConcurrent::run(write), saved_);
  }
  auto job = m_worker->run([registry = cell.registry, place = cell.place, path, told = progress(number)](Worker::Context& context) {
    OutputFile file(toStdString(path));
    std::uint64_t done = 0;
    ValueReader reader(context.connection, context.dialect, registry, context.cancelToken);
    const auto all = reader.readAll(place, [&](std::string_view part, const ValueReader::Info& info) {
      file.write(part);
      done += part.size();
      tellJobs(context.progress, done, info.size);
      told(done, info.size);
    });
    if (!all) throw goneError();
    file.commit();
    return Done{};
  }, toStdString(tr("Writing %1 to %2").arg(toQString(cell.place.shownName()), QFileInfo(path).fileName())));
  follow(job.future, saved_);
}

void ValueJobs::readFile(const QString& path) {
  const auto number = begin();
  const auto read = [path, token = m_token, report = progress(number)] { return resultOf([&] { return readWhole(path, token, report); }); };
  follow(QtConcurrent::run(read), [this, path](const Bytes& bytes) { Q_EMIT fileRead(path, bytes); });
}

}  // namespace joinery::ui

#include "moc_value_jobs.cpp"
