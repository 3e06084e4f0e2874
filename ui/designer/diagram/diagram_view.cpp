// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "ui/designer/diagram/diagram_view_accessible.h"
#include "ui/designer/diagram/minimap.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

namespace {

constexpr int kWheelStep = 120;
constexpr int kFitMargin = 30;
/// Below that the grid would be a grey veil.
constexpr double kGridDetail = 0.6;

QPointF directionOfKey(int key) {
  switch (key) {
    case Qt::Key_Left: return {-1, 0};
    case Qt::Key_Right: return {1, 0};
    case Qt::Key_Up: return {0, -1};
    case Qt::Key_Down: return {0, 1};
    default: return {};
  }
}

}  // namespace

DiagramView::DiagramView(DiagramScene* scene, QWidget* parent) : QGraphicsView(scene, parent), m_diagram(scene), m_minimap(new Minimap(this)) {
  DiagramViewAccessible::install();
  setObjectName(QStringLiteral("diagram"));
  setAccessibleName(tr("Diagram"));
  setDragMode(RubberBandDrag);
  setRubberBandSelectionMode(Qt::ContainsItemShape);
  setTransformationAnchor(AnchorUnderMouse);
  setViewportUpdateMode(SmartViewportUpdate);
  // Each item sets what it draws with.
  setOptimizationFlags(DontAdjustForAntialiasing | DontSavePainterState);
  setFrameShape(NoFrame);
  connect(scene, &DiagramScene::activated, this, &DiagramView::activated);
  connect(scene, &DiagramScene::currentChanged, this, [this] { DiagramViewAccessible::tellCurrent(this); });
  connect(scene, &DiagramScene::rebuilt, this, [this] { DiagramViewAccessible::forget(this); });
  connect(scene, &QGraphicsScene::sceneRectChanged, this, &DiagramView::seenChanged);
}

void DiagramView::setZoom(double zoom) {
  m_isFitted = false;
  const double wanted = std::clamp(zoom, kSmallest, kLargest);
  const auto anchor = transformationAnchor();
  setTransformationAnchor(AnchorViewCenter);
  setTransform(QTransform::fromScale(wanted, wanted));
  setTransformationAnchor(anchor);
  Q_EMIT zoomChanged();
  Q_EMIT seenChanged();
}

void DiagramView::fit() {
  const QRectF bounds = m_diagram->shownBounds();
  m_isFitted = !isVisible();
  if (bounds.isEmpty() || m_isFitted) return;
  const QSizeF room = viewport()->size() - QSize(2 * kFitMargin, 2 * kFitMargin);
  setZoom(std::min({1.0, room.width() / bounds.width(), room.height() / bounds.height()}));
  centerOn(bounds.center());
  m_isFitted = true;
}

void DiagramView::show(DiagramItem* item) {
  // One would see a spot.
  m_isFitted = false;
  if (zoom() < 0.35) setZoom(0.8);
  centerOn(item->sceneBoundingRect().center());
  goTo(item, false);
}

void DiagramView::setMinimapVisible(bool isVisible) { m_minimap->setWanted(isVisible); }

void DiagramView::placeMinimap() {
  const QSize size = m_minimap->size();
  m_minimap->move(viewport()->geometry().bottomRight() - QPoint(size.width() + 10, size.height() + 10));
}

void DiagramView::resizeEvent(QResizeEvent* event) {
  const bool isFitted = m_isFitted;
  QGraphicsView::resizeEvent(event);
  placeMinimap();
  if (isFitted) fit();
  Q_EMIT seenChanged();
}

void DiagramView::showEvent(QShowEvent* event) {
  QGraphicsView::showEvent(event);
  if (m_isFitted) fit();
}

void DiagramView::scrollContentsBy(int dx, int dy) {
  m_isFitted = m_isFitted && !isVisible();
  QGraphicsView::scrollContentsBy(dx, dy);
  Q_EMIT seenChanged();
}

void DiagramView::wheelEvent(QWheelEvent* event) {
  if (!(event->modifiers() & Qt::ControlModifier)) return QGraphicsView::wheelEvent(event);
  m_isFitted = false;
  const double wanted = std::clamp(zoom() * std::pow(kZoomStep, event->angleDelta().y() / double(kWheelStep)), kSmallest, kLargest);
  scale(wanted / zoom(), wanted / zoom());
  event->accept();
  Q_EMIT zoomChanged();
  Q_EMIT seenChanged();
}

void DiagramView::mousePressEvent(QMouseEvent* event) {
  m_isPanning = event->button() == Qt::MiddleButton;
  m_panFrom = event->pos();
  if (m_isPanning) viewport()->setCursor(Qt::ClosedHandCursor);
  else QGraphicsView::mousePressEvent(event);
}

void DiagramView::mouseMoveEvent(QMouseEvent* event) {
  if (m_isPanning) {
    const QPoint way = event->pos() - m_panFrom;
    m_panFrom = event->pos();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - way.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - way.y());
    return;
  }
  QGraphicsView::mouseMoveEvent(event);
  if (m_diagram->isDragging()) ensureVisible(QRectF(mapToScene(event->pos()), QSizeF(1, 1)), 20, 20);
}

void DiagramView::mouseReleaseEvent(QMouseEvent* event) {
  if (m_isPanning) viewport()->unsetCursor();
  else QGraphicsView::mouseReleaseEvent(event);
  m_isPanning = false;
}

void DiagramView::contextMenuEvent(QContextMenuEvent* event) {
  QPoint place = event->globalPos();
  if (event->reason() == QContextMenuEvent::Mouse) {
    for (QGraphicsItem* item : items(event->pos())) {
      auto* each = dynamic_cast<DiagramItem*>(item);
      if (!each) continue;
      if (!each->isSelected()) goTo(each, false);
      break;
    }
  } else if (const DiagramItem* current = m_diagram->current()) {
    place = viewport()->mapToGlobal(mapFromScene(current->sceneBoundingRect().center()));
  }
  event->accept();
  Q_EMIT menuRequested(place);
}

/// Keys that the window would take for itself.
bool DiagramView::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (!directionOfKey(key->key()).isNull() && !(key->modifiers() & Qt::AltModifier)) event->accept();
  }
  return QGraphicsView::event(event);
}

bool DiagramView::viewportEvent(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QGraphicsView::viewportEvent(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QString text;
  for (const QGraphicsItem* item : items(help->pos())) {
    if (const auto* card = dynamic_cast<const CardItem*>(item)) text = card->wordsAt(card->mapFromScene(mapToScene(help->pos())));
    else if (const auto* line = dynamic_cast<const LineItem*>(item)) text = line->line().description;
    else continue;
    break;
  }
  showPlainToolTip(help->globalPos(), text, viewport());
  return true;
}

void DiagramView::keyPressEvent(QKeyEvent* event) {
  if (pressArrow(*event)) return event->accept();
  switch (event->key()) {
    case Qt::Key_Home: return goToEdge(false);
    case Qt::Key_End: return goToEdge(true);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomIn();
    case Qt::Key_Minus: return zoomOut();
    case Qt::Key_Space:
      if (m_diagram->current()) m_diagram->current()->setSelected(!m_diagram->current()->isSelected());
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_diagram->current()) Q_EMIT activated(m_diagram->current());
      return;
    case Qt::Key_Escape:
      if (m_diagram->isDragging()) return m_diagram->cancelDrag();
      if (m_diagram->selectedItems().isEmpty()) Q_EMIT leaveRequested();
      return m_diagram->clearSelection();
    default: QGraphicsView::keyPressEvent(event);
  }
}

bool DiagramView::pressArrow(const QKeyEvent& event) {
  const QPointF direction = directionOfKey(event.key());
  if (direction.isNull()) return false;
  if (event.modifiers() & Qt::ControlModifier) goTowards(event.key(), event.modifiers() & Qt::ShiftModifier);
  else if (m_diagram->selectedItems().isEmpty()) return false;
  else Q_EMIT moveRequested(direction * (event.modifiers() & Qt::ShiftModifier ? 5 * DiagramCard::kGrid : DiagramCard::kGrid));
  return true;
}

/// What lies straight ahead counts more than what lies aside.
DiagramItem* DiagramView::nearestTowards(int key) const {
  const QPointF direction = directionOfKey(key), from = m_diagram->current()->sceneBoundingRect().center();
  DiagramItem* best = nullptr;
  double least = 0;
  for (DiagramItem* item : m_diagram->elements()) {
    const QPointF way = item->sceneBoundingRect().center() - from;
    const double ahead = QPointF::dotProduct(way, direction), aside = std::abs(way.x() * direction.y()) + std::abs(way.y() * direction.x());
    if (item == m_diagram->current() || ahead <= 0) continue;
    const double far = ahead + 2 * aside;
    if (best && far >= least) continue;
    best = item;
    least = far;
  }
  return best;
}

void DiagramView::goTowards(int key, bool extends) {
  if (!m_diagram->current()) return goToEdge(false);
  if (DiagramItem* next = nearestTowards(key)) goTo(next, extends);
}

void DiagramView::goToEdge(bool isLast) {
  const auto elements = m_diagram->elements();
  if (!elements.empty()) goTo(isLast ? elements.back() : elements.front(), false);
}

void DiagramView::goTo(DiagramItem* item, bool extends) {
  if (!extends) {
    const QSignalBlocker blocker(m_diagram);
    m_diagram->clearSelection();
  }
  m_diagram->setCurrent(item);
  item->setSelected(true);
  ensureVisible(item->sceneBoundingRect());
}

/// Who comes by the keyboard is somewhere.
void DiagramView::focusInEvent(QFocusEvent* event) {
  QGraphicsView::focusInEvent(event);
  const bool isByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason || event->reason() == Qt::ShortcutFocusReason;
  const auto elements = m_diagram->elements();
  if (isByKey && !m_diagram->current() && !elements.empty()) m_diagram->setCurrent(elements.front());
  else DiagramViewAccessible::tellCurrent(this);
}

void DiagramView::drawBackground(QPainter* painter, const QRectF& rect) {
  painter->fillRect(rect, m_diagram->style().background);
  if (zoom() < kGridDetail) return;
  constexpr int kGrid = DiagramCard::kGrid;
  QList<QPointF> dots;
  for (double y = std::floor(rect.top() / kGrid) * kGrid; y <= rect.bottom(); y += kGrid)
    for (double x = std::floor(rect.left() / kGrid) * kGrid; x <= rect.right(); x += kGrid) dots.append({x, y});
  QPen pen(m_diagram->style().grid, 2);
  pen.setCosmetic(true);
  painter->setRenderHint(QPainter::Antialiasing, false);
  painter->setPen(pen);
  painter->drawPoints(dots.constData(), static_cast<int>(dots.size()));
}

}  // namespace joinery::ui

#include "moc_diagram_view.cpp"
