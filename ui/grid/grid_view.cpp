// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/grid_view.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <limits>

#include "ui/grid/cell_delegate.h"

namespace joinery::ui {

namespace {
/// How near the edge of the window the view may come before the window moves.
constexpr std::int64_t kEdgeRows = 1'000;
}  // namespace

GridView::GridView(GridModel* model, PageSource* source, QWidget* parent)
    : QTableView(parent), m_grid(model), m_source(source), m_header(new FilterHeader(this)), m_scroll(new QScrollBar(Qt::Vertical, this)) {
  setObjectName(QStringLiteral("rows"));
  setAccessibleName(tr("Rows"));
  setHorizontalHeader(m_header);
  setModel(model);
  auto* delegate = new CellDelegate(this);
  setItemDelegate(delegate);
  connect(delegate, &CellDelegate::cellEditorRequested, this, &GridView::cellEditorRequested);
  setVerticalScrollMode(ScrollPerItem);
  setHorizontalScrollMode(ScrollPerPixel);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setSelectionMode(ExtendedSelection);
  setSelectionBehavior(SelectItems);
  setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
  setWordWrap(false);
  setTextElideMode(Qt::ElideRight);
  setTabKeyNavigation(true);
  setAlternatingRowColors(true);
  setCornerButtonEnabled(false);
  setMouseTracking(true);
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
  verticalHeader()->setHighlightSections(false);
  verticalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_scroll->setAccessibleName(tr("Rows scroll bar"));
  connect(m_scroll, &QScrollBar::valueChanged, this, &GridView::followScrollBar);
  connect(source, &PageSource::rowCountChanged, this, &GridView::updateScrollBar);
  connect(model, &QAbstractItemModel::modelReset, this, &GridView::updateScrollBar);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
    updateScrollBar();
    requestVisible();
  });
}

std::int64_t GridView::firstVisibleRow() const { return m_grid->windowStart() + verticalScrollBar()->value(); }

int GridView::visibleRows() const {
  return std::max(1, viewport()->height() / std::max(1, verticalHeader()->defaultSectionSize()));
}

void GridView::updateScrollBar() {
  if (m_syncing) return;
  m_syncing = true;
  const auto most = std::max<std::int64_t>(0, m_grid->globalRowCount() - visibleRows());
  m_scroll->setRange(0, static_cast<int>(std::min<std::int64_t>(most, std::numeric_limits<int>::max())));
  m_scroll->setPageStep(visibleRows());
  m_scroll->setValue(static_cast<int>(std::min<std::int64_t>(firstVisibleRow(), m_scroll->maximum())));
  m_syncing = false;
  fitRowNumbers();
  requestVisible();
  Q_EMIT visibleRowsChanged();
}

void GridView::fitRowNumbers() {
  const QString longest(QString::number(m_grid->globalRowCount()).size(), QLatin1Char('8'));
  const int width = verticalHeader()->fontMetrics().horizontalAdvance(longest) + 12;
  if (verticalHeader()->minimumWidth() != width) verticalHeader()->setFixedWidth(width);
}

void GridView::followScrollBar(int value) {
  if (!m_syncing) scrollToGlobalRow(value);
}

void GridView::scrollToGlobalRow(std::int64_t row) {
  const auto windowEnd = m_grid->windowStart() + m_grid->rowCount();
  const bool beforeWindow = row < m_grid->windowStart() + (m_grid->windowStart() > 0 ? kEdgeRows : 0);
  const bool afterWindow = row + visibleRows() > windowEnd - (windowEnd < m_grid->globalRowCount() ? kEdgeRows : 0);
  if (beforeWindow || afterWindow) {
    const auto current = currentIndex();
    const auto currentRow = m_grid->windowStart() + current.row();
    m_syncing = true;
    m_grid->setWindowStart(row - GridModel::kMostRows / 2);
    m_syncing = false;
    const auto inWindow = currentRow - m_grid->windowStart();
    if (current.isValid() && inWindow >= 0 && inWindow < m_grid->rowCount())
      selectionModel()->setCurrentIndex(m_grid->index(static_cast<int>(inWindow), current.column()), QItemSelectionModel::NoUpdate);
  }
  verticalScrollBar()->setValue(static_cast<int>(row - m_grid->windowStart()));
  updateScrollBar();
}

void GridView::setCurrentGlobalRow(std::int64_t row, int column) {
  const auto last = std::max<std::int64_t>(0, m_grid->globalRowCount() - 1);
  row = std::clamp<std::int64_t>(row, 0, last);
  const auto first = firstVisibleRow();
  if (row < first || row >= first + visibleRows()) scrollToGlobalRow(std::max<std::int64_t>(0, row - visibleRows() / 2));
  setCurrentIndex(m_grid->index(static_cast<int>(row - m_grid->windowStart()), column));
}

void GridView::slideWindow() {
  const auto first = firstVisibleRow();
  const auto start = m_grid->windowStart();
  const auto end = start + m_grid->rowCount();
  const bool nearStart = start > 0 && first < start + kEdgeRows;
  const bool nearEnd = end < m_grid->globalRowCount() && first + visibleRows() > end - kEdgeRows;
  if (nearStart || nearEnd) scrollToGlobalRow(first);
}

void GridView::requestVisible() {
  const auto first = firstVisibleRow() - m_grid->insertedCount();
  m_source->request(first, first + visibleRows());
}

void GridView::scrollContentsBy(int dx, int dy) {
  QTableView::scrollContentsBy(dx, dy);
  if (dx != 0) m_header->placeBoxes();
}

void GridView::updateGeometries() {
  QTableView::updateGeometries();
  updateScrollBar();
}

bool GridView::isForeignKey(const QModelIndex& index) const {
  const Attribute* attribute = index.isValid() ? m_grid->attribute(index.column()) : nullptr;
  return attribute && attribute->isForeignKey;
}

void GridView::keyPressEvent(QKeyEvent* event) {
  const bool control = event->modifiers() & Qt::ControlModifier;
  const int column = std::max(0, currentIndex().column());
  switch (event->key()) {
    case Qt::Key_Home:
      if (control) return setCurrentGlobalRow(0, column);
      break;
    case Qt::Key_End:
      if (control) return setCurrentGlobalRow(m_grid->globalRowCount() - 1, column);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (event->modifiers() & Qt::ShiftModifier) {
        Q_EMIT cellEditorRequested();
        return;
      }
      if (state() != EditingState && currentIndex().isValid()) {
        edit(currentIndex(), EditKeyPressed, event);
        return;
      }
      break;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      if (event->key() == Qt::Key_Delete) Q_EMIT deleteRequested();
      return;
    default: break;
  }
  QTableView::keyPressEvent(event);
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up || event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp) slideWindow();
}

void GridView::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->position().toPoint());
  if (event->button() == Qt::LeftButton && event->modifiers() == Qt::ControlModifier && isForeignKey(index)) {
    setCurrentIndex(index);
    Q_EMIT followRequested(index);
    return;
  }
  QTableView::mousePressEvent(event);
}

void GridView::mouseMoveEvent(QMouseEvent* event) {
  const bool follows = event->modifiers() == Qt::ControlModifier && isForeignKey(indexAt(event->position().toPoint()));
  viewport()->setCursor(follows ? Qt::PointingHandCursor : Qt::ArrowCursor);
  QTableView::mouseMoveEvent(event);
}

}  // namespace joinery::ui

#include "moc_grid_view.cpp"
