// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/minimap.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/designer/diagram/diagram_view.h"

namespace joinery::ui {

namespace {

constexpr QSize kMapSize(180, 120);
constexpr double kInset = 6;
/// The part of what is seen that a key goes on by.
constexpr double kKeyStep = 0.25;

}  // namespace

Minimap::Minimap(DiagramView* view) : QWidget(view), m_view(view) {
  setObjectName(QStringLiteral("minimap"));
  setAccessibleName(tr("Minimap"));
  setFocusPolicy(Qt::TabFocus);
  resize(kMapSize);
  hide();
  connect(view, &DiagramView::seenChanged, this, &Minimap::updateVisible);
  connect(view->diagram(), &DiagramScene::rebuilt, this, &Minimap::drawAgain);
  connect(view->diagram()->model(), &DiagramModel::placesChanged, this, &Minimap::drawAgain);
}

void Minimap::setWanted(bool isWanted) {
  m_isWanted = isWanted;
  drawAgain();
}

void Minimap::drawAgain() {
  m_map = {};
  update();
  m_all = m_view->diagram()->shownBounds();
  updateVisible();
}

void Minimap::updateVisible() {
  // Of a small view it would hide more than it shows.
  const bool hasRoom = m_view->viewport()->height() > 2 * height();
  setVisible(m_isWanted && hasRoom && !m_all.isEmpty() && !m_view->seen().contains(m_all));
  if (const QRect frame = frameOfSeen(); frame != m_frame) {
    m_frame = frame;
    update();
  }
}

QTransform Minimap::toMap() const {
  const QRectF room = QRectF(rect()).adjusted(kInset, kInset, -kInset, -kInset);
  const double scale = m_all.isEmpty() ? 1 : std::min(room.width() / m_all.width(), room.height() / m_all.height());
  QTransform transform;
  transform.translate(room.center().x(), room.center().y());
  transform.scale(scale, scale);
  transform.translate(-m_all.center().x(), -m_all.center().y());
  return transform;
}

QRect Minimap::frameOfSeen() const { return (toMap().mapRect(m_view->seen()) & QRectF(rect()).adjusted(1, 1, -2, -2)).toRect(); }

void Minimap::drawMap() {
  const DiagramScene* scene = m_view->diagram();
  m_map = QPixmap(size() * devicePixelRatioF());
  m_map.setDevicePixelRatio(devicePixelRatioF());
  m_map.fill(scene->style().card);
  QPainter painter(&m_map);
  const QTransform transform = toMap();
  for (const DiagramItem* item : scene->elements()) {
    const QRectF place = transform.mapRect(item->sceneBoundingRect());
    const bool isGroup = item->kind() == DiagramItem::Kind::Group;
    painter.setPen(isGroup ? QPen(scene->style().faint) : QPen(Qt::NoPen));
    painter.setBrush(isGroup ? QBrush() : QBrush(item->kind() == DiagramItem::Kind::Card ? scene->style().frame : scene->style().key));
    painter.drawRect(place.adjusted(0, 0, std::max(0.0, 1.5 - place.width()), std::max(0.0, 1.5 - place.height())));
  }
}

void Minimap::paintEvent(QPaintEvent*) {
  if (m_map.isNull() || m_map.devicePixelRatio() != devicePixelRatioF()) drawMap();
  QPainter painter(this);
  painter.drawPixmap(0, 0, m_map);
  const DiagramStyle& style = m_view->diagram()->style();
  QColor inside = style.accent;
  inside.setAlpha(40);
  painter.setPen(style.accent);
  painter.setBrush(inside);
  painter.drawRect(m_frame);
  painter.setPen(hasFocus() ? style.accent : style.frame);
  painter.setBrush(Qt::NoBrush);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Minimap::goTo(const QPointF& place) { m_view->centerOn(toMap().inverted().map(place)); }

void Minimap::mousePressEvent(QMouseEvent* event) { goTo(event->position()); }

void Minimap::mouseMoveEvent(QMouseEvent* event) { goTo(event->position()); }

void Minimap::keyPressEvent(QKeyEvent* event) {
  const QRectF seen = m_view->seen();
  const auto go = [&](double across, double down) { m_view->centerOn(seen.center() + QPointF(across * seen.width(), down * seen.height()) * kKeyStep); };
  switch (event->key()) {
    case Qt::Key_Left: return go(-1, 0);
    case Qt::Key_Right: return go(1, 0);
    case Qt::Key_Up: return go(0, -1);
    case Qt::Key_Down: return go(0, 1);
    default: QWidget::keyPressEvent(event);
  }
}

}  // namespace joinery::ui

#include "moc_minimap.cpp"
