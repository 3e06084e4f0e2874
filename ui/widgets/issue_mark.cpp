// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/issue_mark.h"

#include <QEvent>
#include <QPainter>

#include "ui/widgets/theme.h"

namespace joinery::ui {

void paintIssueMark(QPainter* painter, const QRect& cell) {
  constexpr int kCorner = 7;
  const QColor colour = Theme::instance().color(Theme::Role::ErrorText);
  painter->save();
  painter->setPen(QPen(colour, 2));
  painter->setBrush(Qt::NoBrush);
  painter->drawRect(cell.adjusted(1, 1, -1, -1));
  painter->setPen(Qt::NoPen);
  painter->setBrush(colour);
  painter->drawPolygon(QPolygon({cell.topRight() + QPoint(-kCorner, 0), cell.topRight(), cell.topRight() + QPoint(0, kCorner)}));
  painter->restore();
}

IssueMark::IssueMark(QWidget* marked) : QWidget(marked) {
  setObjectName(QStringLiteral("issueMark"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setFocusPolicy(Qt::NoFocus);
  setGeometry(marked->rect());
  marked->installEventFilter(this);
  raise();
  show();
}

void IssueMark::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paintIssueMark(&painter, rect());
}

bool IssueMark::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) setGeometry(parentWidget()->rect());
  return QWidget::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_issue_mark.cpp"
