// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

namespace joinery::ui {

class DiagramView;

/// All of a diagram in a corner of its view, with a frame around what is seen, which is moved by the pointer or the arrow keys.
/// Accessible name "Minimap".
class Minimap : public QWidget {
  Q_OBJECT
 public:
  explicit Minimap(DiagramView* view);
  void setWanted(bool isWanted);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void drawAgain();
  void drawMap();
  /// Nothing is to be found on it where all is seen.
  void updateVisible();
  QTransform toMap() const;
  QRect frameOfSeen() const;
  void goTo(const QPointF& place);
  DiagramView* m_view;
  bool m_isWanted = true;
  QPixmap m_map;  ///< null: to be drawn again
  QRectF m_all;   ///< what is on it
  QRect m_frame;  ///< around what is seen, on the map
};

}  // namespace joinery::ui
