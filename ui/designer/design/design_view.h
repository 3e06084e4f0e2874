// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "ui/designer/diagram/diagram_view.h"

namespace joinery::ui {

/// A card of a diagram, or a row of it.
struct CardSpot {
  int card = -1;
  int row = -1;  ///< -1: the table itself
  bool operator==(const CardSpot&) const = default;
};

/// The diagram of a schema that is designed: with a tool a line is drawn from card to card, else cards are chosen and moved as on any diagram.
/// What is drawn and double-clicked is told; nothing is changed here. Esc lets go of the line, then of the tool. GUI thread.
class DesignView : public DiagramView {
  Q_OBJECT
 public:
  enum class Tool { Choose, ForeignKey, ManyToMany };
  explicit DesignView(DiagramScene* scene, QWidget* parent = nullptr);

  Tool tool() const { return m_tool; }
  void setTool(Tool tool);
  bool isDrawing() const { return m_from.has_value(); }
  /// What is there; nothing beside the cards.
  std::optional<CardSpot> spotAt(const QPoint& place) const;
  /// The foreign key there, by its place among the lines of the model; -1 for none.
  int lineAt(const QPoint& place) const;
  /// Where a row of a card is seen, in pixels of the viewport.
  QRect placeOf(const CardSpot& spot) const;
  /// The row that was clicked last, while its card is the current one.
  std::optional<CardSpot> currentSpot() const;
  void setCurrentSpot(const CardSpot& spot);
  /// What a menu was asked for: the spot under the pointer, or the current one; else the line, and the place on the diagram.
  struct MenuPlace {
    std::optional<CardSpot> spot = {};
    int line = -1;
    QPointF place = {};
  };
  const MenuPlace& menuPlace() const { return m_menuPlace; }

 Q_SIGNALS:
  void toolChanged();
  /// With the tool, in that direction.
  void drawn(joinery::ui::CardSpot from, joinery::ui::CardSpot to);
  /// A double click.
  void spotActivated(joinery::ui::CardSpot spot);
  void lineActivated(int line);
  void emptyActivated(const QPointF& place);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void drawForeground(QPainter* painter, const QRectF& rect) override;

 private:
  CardSpot wholeOrRow(const CardSpot& spot) const;
  bool isTarget() const;
  void drawTo(const QPoint& place);
  void endLine();
  void mark();
  QPointF anchor() const;
  Tool m_tool = Tool::Choose;
  std::optional<CardSpot> m_from;     ///< where the line begins
  std::optional<CardSpot> m_pointed;  ///< what the pointer is at, with a tool
  std::optional<CardSpot> m_clicked;
  MenuPlace m_menuPlace;
  QPointF m_end;
  bool m_hasLeft = false;  ///< the line has been elsewhere than at its beginning
};

}  // namespace joinery::ui
