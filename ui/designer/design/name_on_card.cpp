// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/name_on_card.h"

#include <QKeyEvent>
#include <QTimer>
#include <algorithm>
#include <cmath>

namespace joinery::ui {

namespace {

constexpr double kReadable = 0.8;
/// What a line edit has around its text.
constexpr int kFrame = 4;

}  // namespace

/// Beside the view rather than in it, whose children are its cards for assistive technology.
NameOnCard::NameOnCard(DesignView* view, const CardSpot& spot, const QString& name) : QLineEdit(name, view->parentWidget()), m_view(view), m_spot(spot), m_before(name) {
  setObjectName(QStringLiteral("nameOnCard"));
  setAccessibleName(tr("Name on the diagram"));
  if (view->zoom() < kReadable) view->setZoom(kReadable);
  const auto bringIntoSight = [this] {
    if (!m_isDone) m_view->ensureVisible(m_view->diagram()->cards()[static_cast<std::size_t>(m_spot.card)]->sceneBoundingRect());
  };
  bringIntoSight();
  place();
  // With its first table the page shows more, and the view is smaller.
  QTimer::singleShot(0, this, bringIntoSight);
  connect(view, &DiagramView::seenChanged, this, &NameOnCard::place);
  connect(view->diagram()->model(), &DiagramModel::placesChanged, this, &NameOnCard::place);
  // The card may be another one.
  connect(view->diagram(), &DiagramScene::rebuilt, this, [this] { finish(false); });
  selectAll();
  raise();
  show();
  setFocus(Qt::OtherFocusReason);
}

void NameOnCard::place() {
  if (m_isDone) return;
  QFont font = DiagramStyle::font(m_spot.row < 0 ? DiagramStyle::Text::Title : DiagramStyle::Text::Name);
  font.setPixelSize(std::max(9, static_cast<int>(std::lround(font.pixelSize() * m_view->zoom()))));
  setFont(font);
  // It stands where the name stood.
  const double left = DiagramStyle::kMargin + (m_spot.row < 0 ? 2 : DiagramStyle::kMarkWidth);
  setTextMargins(std::max(0, static_cast<int>(std::lround(left * m_view->zoom())) - kFrame), 0, 2, 0);
  const QRect row = m_view->placeOf(m_spot);
  // A short name needs room to become a long one.
  const int height = std::max(row.height(), fontMetrics().height() + 6);
  const QPoint corner = m_view->viewport()->mapTo(parentWidget(), QPoint(row.left(), row.center().y() - height / 2));
  setGeometry(QRect(corner, QSize(std::max(row.width(), 120), height)));
}

void NameOnCard::finish(bool takes) {
  if (std::exchange(m_isDone, true)) return;
  const bool hadFocus = hasFocus();
  hide();
  deleteLater();
  if (hadFocus) m_view->setFocus();
  if (takes && text().trimmed() != m_before) Q_EMIT given(text().trimmed());
}

/// Keys that the window, or a tool, would take for itself.
bool NameOnCard::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_F2 || key == Qt::Key_Insert) event->accept();
  }
  return QLineEdit::event(event);
}

void NameOnCard::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Escape: return finish(false);
    case Qt::Key_Return:
    case Qt::Key_Enter: return finish(true);
    case Qt::Key_Up:
    case Qt::Key_Down:
      finish(true);
      return Q_EMIT nextRequested(m_spot.row + (event->key() == Qt::Key_Up ? -1 : 1));
    default: QLineEdit::keyPressEvent(event);
  }
}

void NameOnCard::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  // Its own menu, or another window in front, does not end it.
  if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason) finish(true);
}

}  // namespace joinery::ui

#include "moc_name_on_card.cpp"
