// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QGraphicsSceneMouseEvent>
#include <QGraphicsView>
#include <QPainter>

#include "ui/designer/diagram/alignment.h"
#include "ui/designer/diagram/diagram_edits.h"
#include "ui/designer/diagram/diagram_scene.h"
#include "ui/designer/diagram/free_place.h"

namespace joinery::ui {

namespace {

/// Pixels within which something that is dragged takes to a line.
constexpr double kTolerance = 7;

}  // namespace

DiagramItem* DiagramScene::itemAtPlace(const QPointF& place) const {
  for (QGraphicsItem* item : items(place))
    if (auto* each = dynamic_cast<DiagramItem*>(item)) return each;
  return nullptr;
}

void DiagramScene::mousePressEvent(QGraphicsSceneMouseEvent* event) {
  QGraphicsScene::mousePressEvent(event);
  if (event->button() != Qt::LeftButton) return;
  DiagramItem* item = itemAtPlace(event->scenePos());
  setCurrent(item);
  m_isPressed = item && item->isSelected();
  m_pressedAt = event->scenePos();
  if (item) event->accept();
}

void DiagramScene::beginDrag() {
  m_isDragging = true;
  QSet<int> cards = selectedCards();
  for (const int group : selected(DiagramItem::Kind::Group))
    for (const auto& table : m_groups[static_cast<std::size_t>(group)]->group().tables)
      if (const int card = m_model->cardOf(table); card >= 0) cards << card;
  for (const int card : cards) m_draggedCards[card] = m_cards[static_cast<std::size_t>(card)]->pos();
  for (const int note : selected(DiagramItem::Kind::Note)) m_draggedNotes[note] = m_notes[static_cast<std::size_t>(note)]->pos();
  for (const CardItem* card : m_cards)
    if (card->isVisible() && !m_draggedCards.contains(card->index())) m_resting.push_back(card->rect());
  for (const NoteItem* note : m_notes)
    if (note->isVisible() && !m_draggedNotes.contains(note->index())) m_resting.push_back(note->rect());
}

void DiagramScene::mouseMoveEvent(QGraphicsSceneMouseEvent* event) {
  QGraphicsScene::mouseMoveEvent(event);
  if (!m_isPressed || !(event->buttons() & Qt::LeftButton)) return;
  const QPoint moved = event->screenPos() - event->buttonDownScreenPos(Qt::LeftButton);
  if (!m_isDragging && moved.manhattanLength() >= QApplication::startDragDistance()) beginDrag();
  if (m_isDragging) dragBy(event->scenePos() - m_pressedAt);
}

/// As a whole: what is dragged keeps its shape.
void DiagramScene::dragBy(const QPointF& way) {
  QRectF before;
  for (auto each = m_draggedCards.cbegin(); each != m_draggedCards.cend(); ++each) before |= QRectF(each.value(), m_cards[static_cast<std::size_t>(each.key())]->card().size);
  for (auto each = m_draggedNotes.cbegin(); each != m_draggedNotes.cend(); ++each) before |= QRectF(each.value(), m_notes[static_cast<std::size_t>(each.key())]->rect().size());
  const double scale = views().isEmpty() ? 1 : views().first()->transform().m11();
  // Only what can be seen is in line with anything.
  std::vector<QRectF> near;
  const QRectF seen = views().isEmpty() ? sceneRect() : views().first()->mapToScene(views().first()->viewport()->rect()).boundingRect();
  for (const QRectF& rect : m_resting)
    if (rect.intersects(seen)) near.push_back(rect);
  const Snap snap = snapped(before.translated(way), near, kTolerance / scale);
  const QPointF offset = way + snap.offset;
  QHash<int, QPointF> corners;
  for (auto each = m_draggedCards.cbegin(); each != m_draggedCards.cend(); ++each) {
    corners[each.key()] = each.value() + offset;
    m_cards[static_cast<std::size_t>(each.key())]->setPos(corners[each.key()]);
  }
  for (auto each = m_draggedNotes.cbegin(); each != m_draggedNotes.cend(); ++each) m_notes[static_cast<std::size_t>(each.key())]->setPos(each.value() + offset);
  m_routing->preview(corners);
  followFrames();
  m_guides = snap.guides;
  update();
}

void DiagramScene::mouseReleaseEvent(QGraphicsSceneMouseEvent* event) {
  m_isPressed = false;
  if (!m_isDragging) return QGraphicsScene::mouseReleaseEvent(event);
  // The item under the pointer would take it for a click, and nothing else would stay chosen.
  if (QGraphicsItem* grabber = mouseGrabberItem()) grabber->ungrabMouse();
  QHash<int, QPointF> cards, notes;
  for (const int card : m_draggedCards.keys()) cards[card] = m_cards[static_cast<std::size_t>(card)]->pos();
  for (const int note : m_draggedNotes.keys()) notes[note] = m_notes[static_cast<std::size_t>(note)]->pos();
  m_isDragging = false;
  m_draggedCards.clear();
  m_draggedNotes.clear();
  m_resting.clear();
  m_guides.clear();
  update();
  m_model->edit(tr("Move"), withPlaces(*m_model, cards, notes));
}

void DiagramScene::cancelDrag() {
  m_isPressed = false;
  if (!m_isDragging) return;
  m_isDragging = false;
  m_guides.clear();
  m_resting.clear();
  const auto cards = std::exchange(m_draggedCards, {}), notes = std::exchange(m_draggedNotes, {});
  for (auto each = cards.cbegin(); each != cards.cend(); ++each) m_cards[static_cast<std::size_t>(each.key())]->setPos(each.value());
  for (auto each = notes.cbegin(); each != notes.cend(); ++each) m_notes[static_cast<std::size_t>(each.key())]->setPos(each.value());
  followFrames();
  update();
  m_routing->settle();
}

void DiagramScene::mouseDoubleClickEvent(QGraphicsSceneMouseEvent* event) {
  DiagramItem* item = itemAtPlace(event->scenePos());
  if (!item || event->button() != Qt::LeftButton) return QGraphicsScene::mouseDoubleClickEvent(event);
  event->accept();
  setCurrent(item);
  Q_EMIT activated(item);
}

void DiagramScene::drawForeground(QPainter* painter, const QRectF&) {
  if (m_guides.empty()) return;
  QPen pen(m_style.guide, 1);
  pen.setCosmetic(true);
  painter->setPen(pen);
  for (const QLineF& guide : m_guides) painter->drawLine(guide);
}

}  // namespace joinery::ui
