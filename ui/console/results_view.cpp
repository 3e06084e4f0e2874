// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/results_view.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

namespace joinery::ui {

namespace {

constexpr int kWidestColumn = 320;
constexpr int kNarrowestColumn = 56;
constexpr int kMeasuredRows = 40;
constexpr int kMeasuredColumns = 200;

bool isCopyWithHeaders(const QKeyEvent& event) {
  return event.key() == Qt::Key_C && event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

}  // namespace

ResultsView::ResultsView(ResultsModel* model, QWidget* parent) : SlidingView(model, parent), m_model(model) {
  setObjectName(QStringLiteral("results"));
  setAccessibleName(tr("Results"));
  setEditTriggers(NoEditTriggers);
  setTabKeyNavigation(false);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  rowScrollBar()->setAccessibleName(tr("Results scroll bar"));
  connect(this, &SlidingView::visibleRowsChanged, this, [this] { rowScrollBar()->setVisible(rowScrollBar()->maximum() > 0); });
  connect(model, &ResultsModel::globalRowCountChanged, this, &ResultsView::updateScrollBar);
  connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { m_everything = false; });
}

void ResultsView::moveWindow(std::int64_t start) {
  SlidingView::moveWindow(start);
  if (m_everything) selectAll();
}

void ResultsView::fitColumns() {
  const int rows = std::min(m_model->rowCount(), kMeasuredRows);
  for (int column = 0; column < std::min(m_model->columnCount(), kMeasuredColumns); ++column) {
    int width = horizontalHeader()->sectionSizeHint(column);
    for (int row = 0; row < rows; ++row)
      width = std::max(width, fontMetrics().horizontalAdvance(m_model->index(row, column).data().toString()) + 16);
    setColumnWidth(column, std::clamp(width, kNarrowestColumn, kWidestColumn));
  }
}

void ResultsView::selectAll() {
  SlidingView::selectAll();
  m_everything = true;
}

std::vector<ResultRange> ResultsView::selectedRanges() const {
  if (m_everything && m_model->globalRowCount() > 0) return {{0, m_model->globalRowCount() - 1, 0, m_model->columnCount() - 1}};
  std::vector<ResultRange> ranges;
  for (const QItemSelectionRange& range : selectionModel()->selection())
    ranges.push_back({m_model->windowStart() + range.top(), m_model->windowStart() + range.bottom(), range.left(), range.right()});
  return ranges;
}

bool ResultsView::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Copy) || isCopyWithHeaders(*key)) {
      key->accept();
      return true;
    }
  }
  return SlidingView::event(event);
}

/// Ctrl+Home and Ctrl+End: the first and the last row of all.
bool ResultsView::goToEdge(const QKeyEvent& event) {
  if (!(event.modifiers() & Qt::ControlModifier) || (event.key() != Qt::Key_Home && event.key() != Qt::Key_End)) return false;
  const std::int64_t row = event.key() == Qt::Key_Home ? 0 : m_model->globalRowCount() - 1;
  if (row < 0) return true;
  scrollToGlobalRow(event.key() == Qt::Key_Home ? 0 : std::max<std::int64_t>(0, row - visibleRows() + 1));
  setCurrentIndex(m_model->index(static_cast<int>(row - m_model->windowStart()), std::max(0, currentIndex().column())));
  return true;
}

void ResultsView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return Q_EMIT copyRequested(false);
  if (isCopyWithHeaders(*event)) return Q_EMIT copyRequested(true);
  if (goToEdge(*event)) return;
  SlidingView::keyPressEvent(event);
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up || event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp) slideWindow();
}

void ResultsView::contextMenuEvent(QContextMenuEvent* event) {
  if (m_model->globalRowCount() == 0) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("&Copy"), this, [this] { Q_EMIT copyRequested(false); })->setEnabled(selectionModel()->hasSelection());
  menu->addAction(tr("Copy with &headers"), this, [this] { Q_EMIT copyRequested(true); })->setEnabled(selectionModel()->hasSelection());
  menu->addAction(tr("&Export all rows…"), this, &ResultsView::exportRequested);
  menu->popup(event->globalPos());
}

}  // namespace joinery::ui

#include "moc_results_view.cpp"
