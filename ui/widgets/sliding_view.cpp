// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sliding_view.h"

#include <QHeaderView>
#include <limits>
#include <utility>

namespace joinery::ui {

namespace {
/// How near the edge of the window the view may come before the window moves.
constexpr std::int64_t kEdgeRows = 1'000;
}  // namespace

SlidingView::SlidingView(SlidingModel* model, QWidget* parent) : QTableView(parent), m_model(model), m_scroll(new QScrollBar(Qt::Vertical, this)) {
  setModel(model);
  setVerticalScrollMode(ScrollPerPixel);
  setHorizontalScrollMode(ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setWordWrap(false);
  setAlternatingRowColors(true);
  setCornerButtonEnabled(false);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
  connect(m_scroll, &QScrollBar::valueChanged, this, [this](int value) {
    if (!m_syncing) followScrollBar(value);
  });
  connect(model, &QAbstractItemModel::modelReset, this, &SlidingView::updateScrollBar);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
    if (m_syncing) return;
    scrolledByHand();
    updateScrollBar();
    // Not while a wheel's event is still on its way through the view.
    QMetaObject::invokeMethod(this, &SlidingView::slideWindow, Qt::QueuedConnection);
  });
}

int SlidingView::heightOfRows() const { return std::max(1, verticalHeader()->defaultSectionSize()); }

std::int64_t SlidingView::firstVisibleRow() const { return m_model->windowStart() + verticalScrollBar()->value() / heightOfRows(); }

int SlidingView::visibleRows() const { return std::max(1, viewport()->height() / heightOfRows()); }

SlidingView::RowRange SlidingView::wholeRows() const {
  const int top = verticalScrollBar()->value();
  const int height = heightOfRows();
  const auto first = m_model->windowStart() + (top + height - 1) / height;
  const auto end = m_model->windowStart() + (top + viewport()->height()) / height;
  return {first, std::max(first + 1, end)};
}

bool SlidingView::isAtBottom() const {
  const bool hasLast = m_model->windowStart() + m_model->rowCount() == m_model->globalRowCount();
  return hasLast && verticalScrollBar()->value() == verticalScrollBar()->maximum();
}

std::int64_t SlidingView::currentGlobalRow() const { return currentIndex().isValid() ? m_model->globalRow(currentIndex().row()) : -1; }

void SlidingView::updateScrollBar() {
  if (m_syncing) return;
  m_syncing = true;
  const auto most = std::max<std::int64_t>(0, m_model->globalRowCount() - visibleRows());
  m_scroll->setRange(0, static_cast<int>(std::min<std::int64_t>(most, std::numeric_limits<int>::max())));
  m_scroll->setPageStep(visibleRows());
  m_scroll->setValue(isAtBottom() ? m_scroll->maximum() : static_cast<int>(std::min<std::int64_t>(firstVisibleRow(), m_scroll->maximum())));
  m_syncing = false;
  fitRowNumbers();
  requestRows(firstVisibleRow(), firstVisibleRow() + visibleRows());
  Q_EMIT visibleRowsChanged();
}

void SlidingView::fitRowNumbers() {
  const QString longest(QString::number(m_model->globalRowCount()).size(), QLatin1Char('8'));
  const int width = verticalHeader()->fontMetrics().horizontalAdvance(longest) + 12;
  if (verticalHeader()->minimumWidth() == width) return;
  verticalHeader()->setFixedWidth(width);
  // The columns' names move along.
  QTableView::updateGeometries();
}

void SlidingView::moveWindow(std::int64_t start) {
  const auto row = currentGlobalRow();
  const int column = currentIndex().column();
  m_model->setWindowStart(start);
  const auto inWindow = row - m_model->windowStart();
  if (row >= 0 && inWindow >= 0 && inWindow < m_model->rowCount())
    selectionModel()->setCurrentIndex(m_model->index(static_cast<int>(inWindow), column), QItemSelectionModel::NoUpdate);
}

void SlidingView::scrollToPlace(std::int64_t row, int pixels) {
  const auto windowEnd = m_model->windowStart() + m_model->rowCount();
  const bool beforeWindow = row < m_model->windowStart() + (m_model->windowStart() > 0 ? kEdgeRows : 0);
  const bool afterWindow = row + visibleRows() > windowEnd - (windowEnd < m_model->globalRowCount() ? kEdgeRows : 0);
  const bool wasSyncing = std::exchange(m_syncing, true);
  if (beforeWindow || afterWindow) {
    moveWindow(row - SlidingModel::kMostRows / 2);
    // The range of the view's own bar would be laid out later.
    executeDelayedItemsLayout();
  }
  verticalScrollBar()->setValue(static_cast<int>(row - m_model->windowStart()) * heightOfRows() + pixels);
  m_syncing = wasSyncing;
  updateScrollBar();
}

void SlidingView::slideWindow() {
  const auto first = firstVisibleRow();
  const auto start = m_model->windowStart();
  const auto end = start + m_model->rowCount();
  const bool nearStart = start > 0 && first < start + kEdgeRows;
  const bool nearEnd = end < m_model->globalRowCount() && first + visibleRows() > end - kEdgeRows;
  if (nearStart || nearEnd) scrollToPlace(first, verticalScrollBar()->value() % heightOfRows());
}

void SlidingView::updateGeometries() {
  QTableView::updateGeometries();
  updateScrollBar();
}

}  // namespace joinery::ui

#include "moc_sliding_view.cpp"
