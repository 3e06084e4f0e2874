// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

PlainLabel::PlainLabel(QWidget* parent) : PlainLabel(QString(), parent) {}

PlainLabel::PlainLabel(const QString& text, QWidget* parent) : QLabel(parent) {
  setTextFormat(Qt::PlainText);
  setText(text);
}

}  // namespace joinery::ui

#include "moc_plain_label.cpp"
