// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_row.h"

#include <QCheckBox>
#include <QWheelEvent>

#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

RowCombo::RowCombo(const QString& accessibleName, QWidget* parent) : QComboBox(parent) {
  setAccessibleName(accessibleName);
  setObjectName(accessibleName);
  setFocusPolicy(Qt::StrongFocus);
  setSizeAdjustPolicy(AdjustToContents);
  // Long names are cut before a row needs a scroll bar.
  setMinimumWidth(64);
  setMaximumWidth(190);
}

void RowCombo::wheelEvent(QWheelEvent* event) {
  if (hasFocus()) QComboBox::wheelEvent(event);
  else event->ignore();
}

FilterRow::FilterRow(FilterNode& node, int depth, QWidget* parent) : QWidget(parent), m_node(node) {
  setFixedHeight(kHeight);
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(4 + std::max(0, depth - 1) * kIndent, 1, 4, 1);
  line->setSpacing(4);
  m_fields = new QHBoxLayout;
  m_fields->setSpacing(4);
  if (depth > 0) {
    auto* check = new QCheckBox(this);
    check->setChecked(!node.isOff);
    check->setAccessibleName(tr("Row is on"));
    setPlainToolTip(check, tr("Off: the row is kept, and not applied"));
    connect(check, &QCheckBox::toggled, this, [this](bool on) {
      m_node.isOff = !on;
      Q_EMIT edited();
    });
    line->addWidget(check);
  }
  line->addLayout(m_fields, 1);
  if (depth == 0) return;
  auto* remove = makeButton(QStringLiteral("remove"), tr("Remove"));
  connect(remove, &QToolButton::clicked, this, &FilterRow::removeRequested);
  line->addWidget(remove);
}

QToolButton* FilterRow::makeButton(const QString& iconName, const QString& name) {
  auto* button = new QToolButton(this);
  button->setIcon(icon(iconName));
  button->setAutoRaise(true);
  button->setFocusPolicy(Qt::StrongFocus);
  button->setAccessibleName(name);
  button->setObjectName(name);
  setPlainToolTip(button, name);
  return button;
}

void FilterRow::addButtons(const QString& of) {
  const auto add = [&](const QString& iconName, const QString& name, FilterNode::Kind kind) {
    auto* button = makeButton(iconName, of.isEmpty() ? name : tr("%1 on %2").arg(name, of));
    connect(button, &QToolButton::clicked, this, [this, kind] { Q_EMIT addRequested(kind); });
    addField(button);
  };
  add(QStringLiteral("add"), tr("Add condition"), FilterNode::Kind::Condition);
  add(QStringLiteral("relationship"), tr("Add relation"), FilterNode::Kind::Relation);
  add(QStringLiteral("tree"), tr("Add group"), FilterNode::Kind::Group);
}

}  // namespace joinery::ui

#include "moc_filter_row.cpp"
