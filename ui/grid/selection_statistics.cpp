// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/selection_statistics.h"

#include <QLocale>

#include "ui/grid/cell_totals.h"
#include "ui/grid/grid_view.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kSelectingPause = 200;  // milliseconds

}  // namespace

SelectionStatistics::SelectionStatistics(Database* database, GridView* grid, GridColumns* columns, GridModel* model, PageSource* source,
                                         PendingChanges* changes, QObject* parent)
    : QObject(parent), m_database(database), m_grid(grid), m_columns(columns), m_model(model), m_source(source), m_changes(changes) {
  m_pause.setSingleShot(true);
  m_pause.setInterval(kSelectingPause);
  connect(&m_pause, &QTimer::timeout, this, &SelectionStatistics::addOnWorker);
  connect(grid->selection(), &GridSelection::rangesChanged, this, &SelectionStatistics::update);
  connect(changes, &PendingChanges::changed, this, &SelectionStatistics::update);
  // To the end is as far as is known.
  connect(source, &PageSource::rowCountChanged, this, [this] {
    if (!m_text.isEmpty()) update();
  });
}

SelectionStatistics::~SelectionStatistics() = default;

void SelectionStatistics::stop() {
  if (m_pause.isActive()) setText(m_count);
  m_pause.stop();
  if (m_worker) m_worker->cancelAll();
}

void SelectionStatistics::update() {
  m_pause.stop();
  if (m_worker) m_worker->cancelAll();
  ++m_search;
  setBusy(false);
  if (!m_model->model() || m_grid->selection()->isEmpty()) return setText({});
  const SelectedCells cells(m_grid->selection()->ranges(), m_columns->shownColumns(), *m_model, *m_source, *m_changes);
  const auto count = cells.cellCount();
  if (count < 2) return setText({});
  m_count = count <= std::numeric_limits<int>::max() ? tr("%Ln cell(s)", nullptr, static_cast<int>(count)) : tr("%1 cells").arg(QLocale().toString(static_cast<qlonglong>(count)));
  if (count <= kAtOnce && addAtOnce(cells)) return;
  setText(m_count + tr(" · adding up…"));
  m_pause.start();
}

/// @return false where a row is not on hand
bool SelectionStatistics::addAtOnce(const SelectedCells& cells) {
  CellTotals totals;
  for (const auto& part : cells.parts()) {
    const auto end = std::min(m_model->globalRowCount(), part.first + part.count.value_or(m_model->globalRowCount()));
    for (std::int64_t row = part.first; row < end; ++row) {
      const auto inWindow = row - m_model->windowStart();
      if (inWindow < 0 || inWindow >= m_model->rowCount()) return false;
      if (m_model->isGone(static_cast<int>(inWindow))) continue;
      for (const int column : part.columns) {
        const auto value = m_model->value(m_model->index(static_cast<int>(inWindow), column));
        if (!value) return false;
        totals.add(*value);
      }
    }
  }
  setText(m_count + totals.text());
  return true;
}

void SelectionStatistics::addOnWorker() {
  if (!m_model->model() || m_grid->selection()->isEmpty()) return;
  if (!m_worker) m_worker = m_database->newWorker(tr("adding up the selection"));
  const auto cells = std::make_shared<const SelectedCells>(m_grid->selection()->ranges(), m_columns->shownColumns(), *m_model, *m_source, *m_changes);
  auto job = m_worker->run([cells](Worker::Context& context) {
    CellTotals totals;
    std::int64_t done = 0;
    cells->read(context.connection, context.cancelToken, RangeReader::Order::Any, [&](const RowBatch& rows) {
      for (std::size_t row = 0; row < rows.rows(); ++row)
        for (std::size_t column = 0; column < rows.columnCount(); ++column) totals.add(rows.at(row, column));
      context.progress.set(done += static_cast<std::int64_t>(rows.rows()), cells->rowCount());
    });
    return totals;
  }, toStdString(tr("Adding up the selection in %1").arg(toQString(m_source->query()->spec().model))));
  setBusy(true);
  deliver(job.future, this, [this, search = m_search](Result<CellTotals> result) {
    if (search != m_search) return;
    setBusy(false);
    setText(result ? m_count + result->text() : result.error().kind() == ErrorKind::Cancelled ? m_count : m_count + tr(" · could not be added up"));
  });
}

void SelectionStatistics::setBusy(bool busy) {
  if (busy == m_isBusy) return;
  m_isBusy = busy;
  Q_EMIT busyChanged();
}

void SelectionStatistics::setText(const QString& text) {
  if (text == m_text) return;
  m_text = text;
  Q_EMIT changed();
}

}  // namespace joinery::ui

#include "moc_selection_statistics.cpp"
