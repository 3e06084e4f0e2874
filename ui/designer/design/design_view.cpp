// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_view.h"

#include <QContextMenuEvent>
#include <QPainter>
#include <algorithm>

namespace joinery::ui {

namespace {

/// Below that the rows of a card are not seen.
constexpr double kRowsSeen = 0.45;

}  // namespace

DesignView::DesignView(DiagramScene* scene, QWidget* parent) : DiagramView(scene, parent) {
  connect(scene, &DiagramScene::currentChanged, this, &DesignView::mark);
  // The cards may be others, at other places.
  connect(scene, &DiagramScene::rebuilt, this, [this] {
    m_pointed.reset();
    m_clicked.reset();
    endLine();
  });
}

void DesignView::setTool(Tool tool) {
  if (tool == m_tool) return;
  endLine();
  m_tool = tool;
  m_pointed.reset();
  mark();
  viewport()->setMouseTracking(tool != Tool::Choose);
  if (tool == Tool::Choose) viewport()->unsetCursor();
  else viewport()->setCursor(Qt::CrossCursor);
  Q_EMIT toolChanged();
}

std::optional<CardSpot> DesignView::spotAt(const QPoint& place) const {
  for (const QGraphicsItem* item : items(place)) {
    const auto* card = dynamic_cast<const CardItem*>(item);
    if (!card || !card->rect().contains(mapToScene(place))) continue;
    return CardSpot{card->index(), zoom() < kRowsSeen ? -1 : card->rowAt(card->mapFromScene(mapToScene(place)))};
  }
  return {};
}

int DesignView::lineAt(const QPoint& place) const {
  for (const QGraphicsItem* item : items(place))
    if (const auto* line = dynamic_cast<const LineItem*>(item)) {
      const auto& all = diagram()->model()->lines();
      for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].child.card == line->line().child.card && all[i].key == line->line().key) return static_cast<int>(i);
    }
  return -1;
}

QRect DesignView::placeOf(const CardSpot& spot) const {
  const CardItem* card = diagram()->cards()[static_cast<std::size_t>(spot.card)];
  return mapFromScene(card->rowRect(spot.row).translated(card->pos())).boundingRect();
}

std::optional<CardSpot> DesignView::currentSpot() const {
  const DiagramItem* current = diagram()->current();
  if (!current || current->kind() != DiagramItem::Kind::Card) return {};
  const int rows = static_cast<int>(diagram()->model()->cards()[static_cast<std::size_t>(current->index())].rows.size());
  if (m_clicked && m_clicked->card == current->index() && m_clicked->row < rows) return m_clicked;
  return CardSpot{current->index(), -1};
}

void DesignView::setCurrentSpot(const CardSpot& spot) {
  m_clicked = spot;
  CardItem* card = diagram()->cards()[static_cast<std::size_t>(spot.card)];
  diagram()->selectCards({spot.card});
  diagram()->setCurrent(card);
  mark();
}

/// Many-to-many is between tables, whatever rows are pointed at.
CardSpot DesignView::wholeOrRow(const CardSpot& spot) const { return m_tool == Tool::ManyToMany ? CardSpot{spot.card, -1} : spot; }

/// A line back to where it began means something once it has been elsewhere.
bool DesignView::isTarget() const { return m_from && m_pointed && (*m_pointed != *m_from || m_hasLeft); }

void DesignView::mark() {
  const auto rowOf = [](const std::optional<CardSpot>& spot, int card) { return spot && spot->card == card ? std::optional(spot->row) : std::nullopt; };
  for (CardItem* card : diagram()->cards()) {
    auto row = rowOf(m_pointed, card->index());
    if (!row) row = rowOf(m_from, card->index());
    // A row that was clicked is the one that F2 renames.
    if (!row && m_tool == Tool::Choose && card->isCurrent() && m_clicked && m_clicked->card == card->index() && m_clicked->row >= 0) row = m_clicked->row;
    card->setMarkedRow(row);
  }
  viewport()->update();
}

void DesignView::endLine() {
  m_from.reset();
  m_hasLeft = false;
  mark();
}

void DesignView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_tool == Tool::Choose) {
    DiagramView::mousePressEvent(event);
    if (event->button() != Qt::MiddleButton) m_clicked = spotAt(event->pos());
    return mark();
  }
  event->accept();
  const auto spot = spotAt(event->pos());
  if (!spot) return;
  m_from = wholeOrRow(*spot);
  m_hasLeft = false;
  drawTo(event->pos());
}

void DesignView::drawTo(const QPoint& place) {
  const auto spot = spotAt(place);
  m_pointed = spot ? std::optional(wholeOrRow(*spot)) : std::nullopt;
  if (m_from && (!m_pointed || m_pointed->card != m_from->card)) m_hasLeft = true;
  m_end = mapToScene(place);
  mark();
}

void DesignView::mouseMoveEvent(QMouseEvent* event) {
  if (m_tool == Tool::Choose || (event->buttons() & Qt::MiddleButton)) return DiagramView::mouseMoveEvent(event);
  drawTo(event->pos());
  if (m_from) ensureVisible(QRectF(m_end, QSizeF(1, 1)), 20, 20);
}

void DesignView::mouseReleaseEvent(QMouseEvent* event) {
  if (m_tool == Tool::Choose || event->button() != Qt::LeftButton) {
    DiagramView::mouseReleaseEvent(event);
    if (m_tool != Tool::Choose) viewport()->setCursor(Qt::CrossCursor);
    return;
  }
  if (!m_from) return;
  drawTo(event->pos());
  const bool isDone = isTarget();
  const CardSpot from = *m_from, to = m_pointed.value_or(CardSpot());
  m_pointed.reset();
  endLine();
  if (isDone) Q_EMIT drawn(from, to);
}

void DesignView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_tool != Tool::Choose) return mousePressEvent(event);
  if (const auto spot = spotAt(event->pos())) {
    setCurrentSpot(*spot);
    return Q_EMIT spotActivated(*spot);
  }
  if (const int line = lineAt(event->pos()); line >= 0) return Q_EMIT lineActivated(line);
  const auto below = items(event->pos());
  const bool isEmpty = std::none_of(below.begin(), below.end(), [](const QGraphicsItem* item) { return dynamic_cast<const DiagramItem*>(item) != nullptr; });
  if (isEmpty) Q_EMIT emptyActivated(mapToScene(event->pos()));
  else DiagramView::mouseDoubleClickEvent(event);
}

void DesignView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && isDrawing()) return endLine();
  if (event->key() == Qt::Key_Escape && m_tool != Tool::Choose) return setTool(Tool::Choose);
  DiagramView::keyPressEvent(event);
}

void DesignView::contextMenuEvent(QContextMenuEvent* event) {
  const bool isByMouse = event->reason() == QContextMenuEvent::Mouse;
  m_menuPlace = {isByMouse ? spotAt(event->pos()) : currentSpot(), -1, isByMouse ? mapToScene(event->pos()) : seen().center()};
  if (isByMouse && !m_menuPlace.spot) m_menuPlace.line = lineAt(event->pos());
  if (isByMouse) m_clicked = m_menuPlace.spot;
  DiagramView::contextMenuEvent(event);
  mark();
}

/// At that side of the row where the line goes.
QPointF DesignView::anchor() const {
  const CardItem* card = diagram()->cards()[static_cast<std::size_t>(m_from->card)];
  const QRectF row = card->rowRect(m_from->row).translated(card->pos());
  return {m_end.x() < row.center().x() ? row.left() : row.right(), row.center().y()};
}

void DesignView::drawForeground(QPainter* painter, const QRectF& rect) {
  DiagramView::drawForeground(painter, rect);
  if (!m_from || m_from->card >= static_cast<int>(diagram()->cards().size())) return;
  QPen pen(diagram()->style().accent, 2, isTarget() ? Qt::SolidLine : Qt::DashLine);
  pen.setCosmetic(true);
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(pen);
  painter->drawLine(anchor(), m_end);
  painter->setBrush(pen.color());
  const double radius = 4 / zoom();
  painter->drawEllipse(anchor(), radius, radius);
  painter->drawEllipse(m_end, radius, radius);
}

}  // namespace joinery::ui

#include "moc_design_view.cpp"
