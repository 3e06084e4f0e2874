// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/results_view.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <limits>

namespace joinery::ui {

namespace {

constexpr int kWidestColumn = 320;
constexpr int kNarrowestColumn = 56;
constexpr int kMeasuredRows = 40;
constexpr int kMeasuredColumns = 200;
/// How near the edge of the window the view may come before the window moves.
constexpr std::int64_t kEdgeRows = 1'000;

bool isCopyWithHeaders(const QKeyEvent& event) {
  return event.key() == Qt::Key_C && event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
}

}  // namespace

ResultsView::ResultsView(ResultsModel* model, QWidget* parent) : QTableView(parent), m_model(model), m_scroll(new QScrollBar(Qt::Vertical, this)) {
  setObjectName(QStringLiteral("results"));
  setAccessibleName(tr("Results"));
  setModel(model);
  setEditTriggers(NoEditTriggers);
  setAlternatingRowColors(true);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setCornerButtonEnabled(false);
  setVerticalScrollMode(ScrollPerItem);
  setHorizontalScrollMode(ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
  horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  m_scroll->setAccessibleName(tr("Results scroll bar"));
  connect(m_scroll, &QScrollBar::valueChanged, this, [this](int row) {
    if (!m_syncing) scrollToGlobalRow(row);
  });
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ResultsView::updateScrollBar);
  connect(model, &ResultsModel::globalRowCountChanged, this, &ResultsView::updateScrollBar);
  connect(model, &QAbstractItemModel::modelReset, this, &ResultsView::updateScrollBar);
  connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] { m_everything = false; });
}

std::int64_t ResultsView::firstVisibleRow() const { return m_model->windowStart() + verticalScrollBar()->value(); }

int ResultsView::visibleRows() const { return std::max(1, viewport()->height() / std::max(1, verticalHeader()->defaultSectionSize())); }

void ResultsView::updateScrollBar() {
  if (m_syncing) return;
  m_syncing = true;
  const auto most = std::max<std::int64_t>(0, m_model->globalRowCount() - visibleRows());
  m_scroll->setRange(0, static_cast<int>(std::min<std::int64_t>(most, std::numeric_limits<int>::max())));
  m_scroll->setPageStep(visibleRows());
  m_scroll->setValue(static_cast<int>(std::min<std::int64_t>(firstVisibleRow(), m_scroll->maximum())));
  m_scroll->setVisible(m_scroll->maximum() > 0);
  m_syncing = false;
  fitRowNumbers();
  m_model->request(firstVisibleRow(), firstVisibleRow() + visibleRows());
}

void ResultsView::fitRowNumbers() {
  const QString longest(QString::number(m_model->globalRowCount()).size(), QLatin1Char('8'));
  const int width = verticalHeader()->fontMetrics().horizontalAdvance(longest) + 12;
  if (verticalHeader()->minimumWidth() == width) return;
  verticalHeader()->setFixedWidth(width);
  // The columns' names move along.
  QTableView::updateGeometries();
}

/// A window that has moved has new indexes for the same rows.
void ResultsView::moveWindow(std::int64_t row) {
  const QModelIndex current = currentIndex();
  const std::int64_t currentRow = m_model->windowStart() + current.row();
  m_syncing = true;
  m_model->setWindowStart(row - ResultsModel::kMostRows / 2);
  m_syncing = false;
  const std::int64_t inWindow = currentRow - m_model->windowStart();
  if (current.isValid() && inWindow >= 0 && inWindow < m_model->rowCount())
    selectionModel()->setCurrentIndex(m_model->index(static_cast<int>(inWindow), current.column()), QItemSelectionModel::NoUpdate);
  if (m_everything) selectAll();
}

void ResultsView::scrollToGlobalRow(std::int64_t row) {
  const auto start = m_model->windowStart();
  const auto end = start + m_model->rowCount();
  const bool isBefore = start > 0 && row < start + kEdgeRows;
  const bool isAfter = end < m_model->globalRowCount() && row + visibleRows() > end - kEdgeRows;
  if (isBefore || isAfter) moveWindow(row);
  verticalScrollBar()->setValue(static_cast<int>(row - m_model->windowStart()));
  updateScrollBar();
}

void ResultsView::slideWindow() {
  const auto first = firstVisibleRow();
  scrollToGlobalRow(first);
}

void ResultsView::updateGeometries() {
  QTableView::updateGeometries();
  updateScrollBar();
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
  QTableView::selectAll();
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
  return QTableView::event(event);
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
  QTableView::keyPressEvent(event);
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
