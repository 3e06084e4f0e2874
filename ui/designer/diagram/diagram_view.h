// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsView>

#include "ui/designer/diagram/diagram_scene.h"

namespace joinery::ui {

class Minimap;

/// A diagram to look at and to arrange: zoomed by Ctrl and the wheel, moved by the wheel and the middle button; by keys one goes from card to
/// card (Ctrl and an arrow) and moves what is chosen (an arrow). For assistive technology cards, notes and groups are its children.
/// Accessible name "Diagram". GUI thread.
class DiagramView : public QGraphicsView {
  Q_OBJECT
 public:
  static constexpr double kSmallest = 0.02, kLargest = 4;
  explicit DiagramView(DiagramScene* scene, QWidget* parent = nullptr);

  DiagramScene* diagram() const { return m_diagram; }
  double zoom() const { return transform().m11(); }
  /// About the middle of what is seen.
  void setZoom(double zoom);
  void zoomIn() { setZoom(zoom() * kZoomStep); }
  void zoomOut() { setZoom(zoom() / kZoomStep); }
  /// All that is shown, but not larger than it is; once there is a size to fit it into, and again in another size until it is zoomed or scrolled.
  void fit();
  /// Brings a card, a note or a group into sight and gives it the keyboard.
  void show(DiagramItem* item);
  void setMinimapVisible(bool isVisible);
  QRectF seen() const { return mapToScene(viewport()->rect()).boundingRect(); }

 Q_SIGNALS:
  void zoomChanged();
  /// Other parts of the scene are seen.
  void seenChanged();
  /// An arrow moves what is chosen by so many points of the diagram.
  void moveRequested(const QPointF& way);
  /// The current one is to be opened, or edited.
  void activated(joinery::ui::DiagramItem* item);
  void menuRequested(const QPoint& globalPosition);
  void leaveRequested();

 protected:
  bool event(QEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void focusInEvent(QFocusEvent* event) override;
  void drawBackground(QPainter* painter, const QRectF& rect) override;

 private:
  static constexpr double kZoomStep = 1.25;
  bool pressArrow(const QKeyEvent& event);
  void goTowards(int key, bool extends);
  void goTo(DiagramItem* item, bool extends);
  void goToEdge(bool isLast);
  DiagramItem* nearestTowards(int key) const;
  void placeMinimap();
  DiagramScene* m_diagram;
  Minimap* m_minimap;
  bool m_isFitted = false;
  bool m_isPanning = false;
  QPoint m_panFrom;
};

}  // namespace joinery::ui
