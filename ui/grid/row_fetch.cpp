// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/row_fetch.h"

#include <numeric>

#include "orm/paging/range_reader.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

bool holdsCutCells(const PageSource::Row& row) {
  for (std::size_t column = 0; column < row.batch->columnCount(); ++column)
    if (row.batch->isPartial(row.row, column)) return true;
  return false;
}

}  // namespace

RowFetch::RowFetch(Database* database, PageSource* source, QObject* parent) : QObject(parent), m_database(database), m_source(source) {}

RowFetch::~RowFetch() = default;

std::optional<RowFetch::Rows> RowFetch::onHand(const std::vector<std::int64_t>& places, Cells cells) const {
  Rows rows;
  for (const std::int64_t place : places) {
    if (m_source->isGone(place)) continue;
    const auto row = m_source->row(place);
    if (!row || (cells == Cells::Whole && holdsCutCells(*row))) return std::nullopt;
    rows.push_back(*row);
  }
  return rows;
}

void RowFetch::fetch(const std::vector<std::int64_t>& places, Cells cells, std::function<void(const Rows&)> proceed) {
  stop();
  ++m_number;
  if (std::exchange(m_isBusy, false)) Q_EMIT busyChanged();
  if (const auto rows = onHand(places, cells)) return proceed(*rows);
  if (!m_worker) m_worker = m_database->newWorker(tr("selected rows"));
  auto job = m_worker->run([query = m_source->sharedQuery(), places, order = cells == Cells::Whole ? RangeReader::Order::OfTheQuery : RangeReader::Order::Any](Worker::Context& context) {
    std::vector<int> attributes(query->model().attributes.size());
    std::iota(attributes.begin(), attributes.end(), 0);
    const RangeReader reader(*query, context.connection, context.cancelToken);
    Rows rows;
    for (std::size_t i = 0; i < places.size();) {
      std::size_t end = i + 1;
      while (end < places.size() && places[end] == places[end - 1] + 1) ++end;
      reader.read(places[i], static_cast<std::int64_t>(end - i), attributes, order, [&](const std::shared_ptr<const RowBatch>& batch) {
        for (std::size_t row = 0; row < batch->rows(); ++row) rows.push_back({batch, row});
        context.progress.set(static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(places.size()));
      });
      i = end;
    }
    return rows;
  }, toStdString(tr("Reading the selected rows of %1").arg(toQString(m_source->query()->spec().model))));
  m_isBusy = true;
  deliver(job.future, this, [this, number = m_number, proceed = std::move(proceed)](Result<Rows> result) {
    if (number == m_number) ended(result, proceed);
  });
  Q_EMIT busyChanged();
}

void RowFetch::stop() {
  if (m_worker) m_worker->cancelAll();
}

void RowFetch::ended(const Result<Rows>& result, const std::function<void(const Rows&)>& proceed) {
  m_isBusy = false;
  Q_EMIT busyChanged();
  if (result) proceed(*result);
  else if (result.error().kind() != ErrorKind::Cancelled) Q_EMIT failed(result.error());
}

}  // namespace joinery::ui

#include "moc_row_fetch.cpp"
