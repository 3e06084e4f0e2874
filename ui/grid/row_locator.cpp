// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/row_locator.h"

#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

RowLocator::RowLocator(Database* database, PageSource* source, QObject* parent) : QObject(parent), m_database(database), m_source(source) {}

RowLocator::~RowLocator() = default;

std::optional<PagedQuery::Place> RowLocator::placeOf(std::int64_t row) const {
  const auto held = m_source->row(row);
  if (!held) return std::nullopt;
  PagedQuery::Place place{row, {}};
  const PagedSelect& select = m_source->query()->select();
  if (!select.order().isTotal()) return place;
  for (const std::size_t column : select.termColumns()) {
    // What was cut is no place in the order; the worker reads it whole then.
    if (held->batch->isPartial(held->row, column)) return PagedQuery::Place{row, {}};
    place.terms.emplace_back(held->batch->at(held->row, column));
  }
  return place;
}

void RowLocator::find(const Json& filter, std::optional<std::int64_t> from, Towards towards) {
  if (!m_source->query()) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("find"));
  m_worker->cancelAll();
  const auto start = from ? placeOf(*from) : std::nullopt;
  auto job = m_worker->run([query = m_source->sharedQuery(), filter, start, towards](Worker::Context& context) {
    Found found{query->find(context.connection, filter, start, towards, context.cancelToken), false};
    if (found.place || !start) return found;
    return Found{query->find(context.connection, filter, {}, towards, context.cancelToken), true};
  }, toStdString(tr("Looking for a row of %1").arg(toQString(m_source->query()->spec().model))));
  const auto search = ++m_search;
  m_isBusy = true;
  deliver(job.future, this, [this, search](Result<Found> result) {
    if (search == m_search) ended(result);
  });
  Q_EMIT busyChanged();
}

void RowLocator::stop() {
  if (m_worker) m_worker->cancelAll();
}

void RowLocator::ended(const Result<Found>& result) {
  m_isBusy = false;
  Q_EMIT busyChanged();
  if (!result && result.error().kind() == ErrorKind::Cancelled) Q_EMIT stopped();
  else if (!result) Q_EMIT failed(result.error());
  else if (result->place) Q_EMIT located(result->place->row, result->wrapped);
  else Q_EMIT notFound();
}

}  // namespace joinery::ui

#include "moc_row_locator.cpp"
