// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsScene>
#include <QHash>
#include <QSet>
#include <optional>
#include <vector>

#include "ui/designer/diagram/card_item.h"
#include "ui/designer/diagram/diagram_model.h"
#include "ui/designer/diagram/group_item.h"
#include "ui/designer/diagram/line_item.h"
#include "ui/designer/diagram/line_routing.h"
#include "ui/designer/diagram/note_item.h"

namespace joinery::ui {

/// A diagram as items that can be chosen and dragged: what the model and the routing say, and nothing that they do not know but what is
/// chosen, current and in focus. GUI thread.
class DiagramScene : public QGraphicsScene {
  Q_OBJECT
 public:
  explicit DiagramScene(DiagramModel* model, QObject* parent = nullptr);
  ~DiagramScene() override;

  DiagramModel* model() const { return m_model; }
  LineRouting* routing() const { return m_routing; }
  const DiagramStyle& style() const { return m_style; }
  void setStyle(const DiagramStyle& style);
  const std::vector<CardItem*>& cards() const { return m_cards; }
  /// Cards by name, then notes and groups: those that are shown.
  std::vector<DiagramItem*> elements() const;

  /// What is chosen, by its places in the model.
  QSet<int> selectedCards() const { return selected(DiagramItem::Kind::Card); }
  QSet<int> selected(DiagramItem::Kind kind) const;
  void selectCards(const QSet<int>& cards);
  DiagramItem* current() const { return m_current; }
  /// The keyboard is there from now on. Null: nowhere.
  void setCurrent(DiagramItem* item);
  void markFound(const QSet<int>& cards);
  /// Shows those cards alone; none: all of them.
  void setFocusCards(const std::optional<QSet<int>>& cards);
  bool isDragging() const { return m_isDragging; }
  /// Everything goes back to where it was.
  void cancelDrag();
  /// Around all that is shown.
  QRectF shownBounds() const;

 Q_SIGNALS:
  void currentChanged();
  /// Other items.
  void rebuilt();
  /// A double click.
  void activated(joinery::ui::DiagramItem* item);

 protected:
  void mousePressEvent(QGraphicsSceneMouseEvent* event) override;
  void mouseMoveEvent(QGraphicsSceneMouseEvent* event) override;
  void mouseReleaseEvent(QGraphicsSceneMouseEvent* event) override;
  void mouseDoubleClickEvent(QGraphicsSceneMouseEvent* event) override;
  void drawForeground(QPainter* painter, const QRectF& rect) override;

 private:
  void rebuild();
  void addItems();
  void followPlaces();
  void followLines(const QSet<int>& lines);
  void followFrames();
  void emphasise();
  void growSceneRect();
  void beginDrag();
  void dragBy(const QPointF& way);
  DiagramItem* itemAtPlace(const QPointF& place) const;

  DiagramModel* m_model;
  LineRouting* m_routing;
  DiagramStyle m_style;
  std::vector<CardItem*> m_cards;
  std::vector<LineItem*> m_lines;
  std::vector<NoteItem*> m_notes;
  std::vector<GroupItem*> m_groups;
  DiagramItem* m_current = nullptr;
  std::optional<QSet<int>> m_focus;
  QSet<int> m_emphasised;  ///< lines
  bool m_isPressed = false, m_isDragging = false;
  QPointF m_pressedAt;
  QHash<int, QPointF> m_draggedCards, m_draggedNotes;  ///< where they were
  std::vector<QRectF> m_resting;                       ///< what is not dragged
  std::vector<QLineF> m_guides;
};

}  // namespace joinery::ui
