// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/group_item.h"

#include <QCoreApplication>
#include <QStyleOptionGraphicsItem>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr double kHold = 5;  ///< how near to the edge it can be taken hold of

}  // namespace

GroupItem::GroupItem(int index, Diagram::Group group, const DiagramStyle* style) : DiagramItem(Kind::Group, index), m_group(std::move(group)), m_style(style) { setZValue(0); }

void GroupItem::setFrame(const QRectF& frame) {
  if (frame == m_frame) return;
  prepareGeometryChange();
  m_frame = frame;
  setVisible(!frame.isEmpty());
  update();
}

QString GroupItem::name() const { return toQString(m_group.title); }

QString GroupItem::description() const {
  QStringList names;
  for (const auto& table : m_group.tables) names << toQString(table.toString());
  return QCoreApplication::translate("joinery::ui::GroupItem", "group: %1").arg(names.join(QStringLiteral(", ")));
}

QPainterPath GroupItem::shape() const {
  QPainterPath path;
  path.addRect(m_frame.adjusted(-kHold, -kHold, kHold, kHold));
  path.addRect(m_frame.adjusted(kHold, kGroupTitle, -kHold, -kHold));
  return path;
}

void GroupItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
  painter->setRenderHint(QPainter::Antialiasing);
  paintGroup(*painter, m_frame, m_group, *m_style, option->levelOfDetailFromTransform(painter->worldTransform()), isSelected() || isCurrent());
}

}  // namespace joinery::ui
