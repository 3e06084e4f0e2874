// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/grid_view.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include "ui/grid/cell_delegate.h"

namespace joinery::ui {

GridView::GridView(GridModel* model, PageSource* source, QWidget* parent)
    : SlidingView(model, parent), m_grid(model), m_source(source), m_header(new FilterHeader(this)) {
  setObjectName(QStringLiteral("rows"));
  setAccessibleName(tr("Rows"));
  setHorizontalHeader(m_header);
  m_selection = new GridSelection(model, this);
  auto* plain = selectionModel();
  setSelectionModel(m_selection);
  delete plain;
  auto* delegate = new CellDelegate(this);
  setItemDelegate(delegate);
  connect(delegate, &CellDelegate::cellEditorRequested, this, &GridView::cellEditorRequested);
  connect(delegate, &CellDelegate::refused, this, &GridView::editRefused);
  connect(delegate, &CellDelegate::fillRequested, this, &GridView::fillRequested);
  setSelectionMode(ExtendedSelection);
  setSelectionBehavior(SelectItems);
  setEditTriggers(DoubleClicked | EditKeyPressed | AnyKeyPressed);
  setTextElideMode(Qt::ElideRight);
  setTabKeyNavigation(true);
  setMouseTracking(true);
  verticalHeader()->setHighlightSections(false);
  rowScrollBar()->setAccessibleName(tr("Rows scroll bar"));
  connect(source, &PageSource::rowCountChanged, this, &GridView::stayAtTheEnd);
  connect(m_header, &FilterHeader::frozenChanged, this, [this] { viewport()->update(); });
  connect(m_header, &FilterHeader::columnWanted, this, &GridView::showColumn);
}

void GridView::scrolledByHand() {
  if (!isAtBottom()) m_isAtEnd = false;
}

void GridView::followScrollBar(int value) {
  wantEnd(value == rowScrollBar()->maximum());
  scrollToGlobalRow(value);
}

void GridView::wantEnd(bool wanted) {
  m_isAtEnd = wanted && !m_source->isRowCountExact();
  if (m_isAtEnd) m_source->requestEnd();
}

/// The end may lie elsewhere once the rows are counted.
void GridView::stayAtTheEnd() {
  if (m_isAtEnd) {
    const bool isLastCurrent = currentIndex().isValid() && !m_extending;
    scrollToGlobalRow(std::max<std::int64_t>(0, m_grid->globalRowCount() - visibleRows()));
    if (isLastCurrent) setCurrentIndex(m_grid->index(m_grid->rowCount() - 1, currentIndex().column()));
    m_isAtEnd = !m_source->isRowCountExact();
  }
  updateScrollBar();
}

/// What is selected goes by global rows, so it outlasts the move.
void GridView::moveWindow(std::int64_t start) {
  const auto ranges = m_selection->ranges();
  m_extending = true;
  SlidingView::moveWindow(start);
  m_extending = false;
  m_selection->followWindow(ranges);
}

void GridView::setCurrentGlobalRow(std::int64_t row, int column) {
  const auto last = std::max<std::int64_t>(0, m_grid->globalRowCount() - 1);
  row = std::clamp<std::int64_t>(row, 0, last);
  const auto first = firstVisibleRow();
  if (row < first || row >= first + visibleRows()) scrollToGlobalRow(std::max<std::int64_t>(0, row - visibleRows() / 2));
  setCurrentIndex(m_grid->index(static_cast<int>(row - m_grid->windowStart()), column));
}

void GridView::requestRows(std::int64_t first, std::int64_t last) { m_source->request(first - m_grid->insertedCount(), last - m_grid->insertedCount()); }

void GridView::scrollContentsBy(int dx, int dy) {
  SlidingView::scrollContentsBy(dx, dy);
  if (state() == EditingState) updateEditorGeometries();
  if (dx == 0) return;
  m_header->placeBoxes();
  if (m_header->frozenWidth() == 0) return;
  viewport()->update();
  m_header->viewport()->update();
}

void GridView::layOutColumns() {
  updateGeometries();
  m_header->placeBoxes();
  viewport()->update();
  m_header->viewport()->update();
}

/// Over the rows alone: not over the headers, nor over the frozen columns that hide its cell.
void GridView::updateEditorGeometries() {
  SlidingView::updateEditorGeometries();
  QWidget* editor = currentIndex().isValid() ? indexWidget(currentIndex()) : nullptr;
  if (!editor || !editor->parentWidget()->isAncestorOf(viewport())) return;
  QRect room = viewport()->rect();
  if (!m_header->isFrozen(currentIndex().column())) room.setLeft(m_header->frozenWidth());
  room.translate(viewport()->mapTo(editor->parentWidget(), QPoint()) - editor->pos());
  if (room.contains(editor->rect())) return editor->clearMask();
  editor->setMask(room.intersects(editor->rect()) ? QRegion(room & editor->rect()) : QRegion(-1, -1, 1, 1));
}

void GridView::editAgain(const QString& typed) {
  setFocus();
  edit(currentIndex());
  if (auto* editor = qobject_cast<ValueEditor*>(indexWidget(currentIndex()))) editor->setDraft(typed);
}

QRect GridView::visualRect(const QModelIndex& index) const {
  QRect rect = SlidingView::visualRect(index);
  if (rect.isValid() && m_header->isFrozen(index.column())) rect.moveLeft(m_header->columnLeft(index.column()));
  return rect;
}

QModelIndex GridView::indexAt(const QPoint& position) const {
  if (position.x() >= m_header->frozenWidth() || position.x() < 0) return SlidingView::indexAt(position);
  const int row = rowAt(position.y());
  const int column = m_header->columnAt(position.x());
  return row < 0 || column < 0 ? QModelIndex() : m_grid->index(row, column);
}

void GridView::scrollTo(const QModelIndex& index, ScrollHint hint) {
  const int before = horizontalScrollBar()->value();
  SlidingView::scrollTo(index, hint);
  if (!index.isValid()) return;
  if (m_header->isFrozen(index.column())) return horizontalScrollBar()->setValue(before);
  const int hidden = m_header->frozenWidth() - m_header->sectionViewportPosition(index.column());
  if (hidden > 0) horizontalScrollBar()->setValue(horizontalScrollBar()->value() - hidden);
}

void GridView::showColumn(int column) {
  const int row = std::clamp(rowAt(0), 0, std::max(0, m_grid->rowCount() - 1));
  if (m_grid->rowCount() > 0) return scrollTo(m_grid->index(row, column));
  horizontalScrollBar()->setValue(m_header->sectionPosition(column) - m_header->frozenWidth());
}

void GridView::paintEvent(QPaintEvent* event) {
  const int width = m_header->frozenWidth();
  const QRect frozen(0, 0, width, viewport()->height());
  const bool isScrolled = width > 0 && horizontalScrollBar()->value() > 0;
  SlidingView::paintEvent(event);
  m_source->rowsPainted();
  if (width == 0) return;
  QPainter painter(viewport());
  if (isScrolled && event->region().intersects(frozen)) {
    painter.setClipRect(frozen);
    painter.fillRect(frozen, palette().base());
    const int first = std::max(0, rowAt(0));
    for (int row = first; row < m_grid->rowCount() && rowViewportPosition(row) < viewport()->height(); ++row)
      for (int visual = 0; visual < m_header->frozenCount(); ++visual)
        if (const int column = m_header->logicalIndex(visual); m_header->isFrozen(column) && !isColumnHidden(column)) paintFrozen(painter, row, column);
    painter.setClipping(false);
  }
  painter.fillRect(QRect(width - 1, 0, 2, viewport()->height()), palette().color(QPalette::Mid));
}

/// As the table paints a cell, only elsewhere.
void GridView::paintFrozen(QPainter& painter, int row, int column) {
  const QModelIndex index = m_grid->index(row, column);
  const QRect cell(m_header->columnLeft(column), rowViewportPosition(row), m_header->sectionSize(column), heightOfRows());
  QStyleOptionViewItem option;
  initViewItemOption(&option);
  option.rect = cell.adjusted(0, 0, -1, -1);
  option.features.setFlag(QStyleOptionViewItem::Alternate, row % 2 != 0);
  option.palette.setCurrentColorGroup(!isEnabled() ? QPalette::Disabled : isActiveWindow() ? QPalette::Active : QPalette::Inactive);
  option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(index));
  option.state.setFlag(QStyle::State_HasFocus, index == currentIndex() && (hasFocus() || viewport()->hasFocus()));
  style()->drawPrimitive(QStyle::PE_PanelItemViewRow, &option, &painter, this);
  itemDelegateForIndex(index)->paint(&painter, option, index);
  painter.setPen(QColor::fromRgba(static_cast<QRgb>(style()->styleHint(QStyle::SH_Table_GridLineColor, &option, this))));
  painter.drawLine(cell.topRight(), cell.bottomRight());
  painter.drawLine(cell.bottomLeft(), cell.bottomRight());
}

void GridView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  SlidingView::selectionChanged(selected, deselected);
  if (m_header->frozenWidth() > 0) viewport()->update();
}

void GridView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
  SlidingView::currentChanged(current, previous);
  if (m_header->frozenWidth() > 0) viewport()->update();
  const bool extends = m_extending || (QApplication::keyboardModifiers() & Qt::ShiftModifier) || state() == DragSelectingState;
  if (current.isValid() && !extends) m_anchor = Cell{m_grid->globalRow(current.row()), current.column()};
}

void GridView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
  const QModelIndex to = indexAt(rect.bottomRight());
  // A row that the selection begins with may be far outside the model's window.
  if ((command & QItemSelectionModel::Current) && !(command & QItemSelectionModel::Toggle) && m_anchor && to.isValid())
    return extendSelection({m_grid->globalRow(to.row()), to.column()}, command & QItemSelectionModel::Clear ? GridSelection::How::Replace : GridSelection::How::Extend);
  SlidingView::setSelection(rect, command);
}

void GridView::extendSelection(const Cell& to, GridSelection::How how) {
  if (!m_anchor) m_anchor = to;
  const auto [left, right] = std::minmax(m_header->visualIndex(m_anchor->column), m_header->visualIndex(to.column));
  std::vector<SelectedRange> ranges;
  for (int visual = left; visual <= right; ++visual) {
    const int column = m_header->logicalIndex(visual);
    if (!ranges.empty() && ranges.back().lastColumn + 1 == column) ranges.back().lastColumn = column;
    else ranges.push_back({std::min(m_anchor->row, to.row), std::max(m_anchor->row, to.row), column, column});
  }
  m_selection->selectRanges(ranges, how);
}

void GridView::selectAll() {
  if (m_grid->columnCount() > 0) m_selection->selectRanges({{0, SelectedRange::kToEnd, 0, m_grid->columnCount() - 1}});
}

void GridView::selectWholeRows() {
  auto ranges = m_selection->ranges();
  for (auto& range : ranges) {
    range.firstColumn = 0;
    range.lastColumn = m_grid->columnCount() - 1;
  }
  m_selection->selectRanges(ranges);
}

void GridView::selectWholeColumn(int column) {
  if (column >= 0) m_selection->selectRanges({{0, SelectedRange::kToEnd, column, column}});
}

bool GridView::isForeignKey(const QModelIndex& index) const {
  const Attribute* attribute = index.isValid() ? m_grid->attribute(index.column()) : nullptr;
  return attribute && attribute->isForeignKey;
}

/// To a row, or with Shift selecting all that lies between.
void GridView::goTo(std::int64_t row, Qt::KeyboardModifiers modifiers) {
  const int column = std::max(0, currentIndex().column());
  const auto last = m_grid->globalRowCount() - 1;
  wantEnd(row >= last);
  if (!(modifiers & Qt::ShiftModifier)) return setCurrentGlobalRow(row, column);
  m_extending = true;
  scrollToGlobalRow(std::max<std::int64_t>(0, row - visibleRows() / 2));
  const QModelIndex there = m_grid->index(static_cast<int>(row - m_grid->windowStart()), column);
  selectionModel()->setCurrentIndex(there, QItemSelectionModel::NoUpdate);
  scrollTo(there);
  m_extending = false;
  extendSelection({row, column}, GridSelection::How::Extend);
}

/// What a key means here alone. @return whether it was one of those
bool GridView::pressedInGrid(QKeyEvent* event) {
  const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
  // By itself a view copies the current cell's text.
  if (event->matches(QKeySequence::Copy)) return Q_EMIT copyRequested(), true;
  if (event->matches(QKeySequence::Paste)) return Q_EMIT pasteRequested(), true;
  switch (event->key()) {
    case Qt::Key_Home:
      if (modifiers & Qt::ControlModifier) return goTo(0, modifiers), true;
      return false;
    case Qt::Key_End:
      if (modifiers & Qt::ControlModifier) return goTo(std::max<std::int64_t>(0, m_grid->globalRowCount() - 1), modifiers), true;
      return false;
    case Qt::Key_Space:
      if (modifiers == Qt::ControlModifier) return selectWholeColumn(currentIndex().column()), true;
      if (modifiers == Qt::ShiftModifier) return selectWholeRows(), true;
      return false;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (modifiers & Qt::ShiftModifier) return Q_EMIT cellEditorRequested(), true;
      if (state() == EditingState || !currentIndex().isValid()) return false;
      return edit(currentIndex(), EditKeyPressed, event), true;
    case Qt::Key_Delete: return Q_EMIT deleteRequested(), true;
    case Qt::Key_Backspace: return true;
    default: return false;
  }
}

void GridView::keyPressEvent(QKeyEvent* event) {
  if (pressedInGrid(event)) return;
  SlidingView::keyPressEvent(event);
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up || event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp) slideWindow();
}

void GridView::mousePressEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->position().toPoint());
  if (event->button() == Qt::LeftButton && event->modifiers() == Qt::ControlModifier && isForeignKey(index)) {
    setCurrentIndex(index);
    Q_EMIT followRequested(index);
    return;
  }
  SlidingView::mousePressEvent(event);
}

void GridView::mouseMoveEvent(QMouseEvent* event) {
  const bool follows = event->modifiers() == Qt::ControlModifier && isForeignKey(indexAt(event->position().toPoint()));
  viewport()->setCursor(follows ? Qt::PointingHandCursor : Qt::ArrowCursor);
  SlidingView::mouseMoveEvent(event);
}

}  // namespace joinery::ui

#include "moc_grid_view.cpp"
