// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace joinery::ui {

/// A label that shows text as it is: Qt guesses rich text otherwise and would open what it names.
class PlainLabel : public QLabel {
  Q_OBJECT
 public:
  explicit PlainLabel(QWidget* parent = nullptr);
  explicit PlainLabel(const QString& text, QWidget* parent = nullptr);
};

}  // namespace joinery::ui
