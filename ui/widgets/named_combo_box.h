// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace joinery::ui {

/// A combo box that assistive technology knows by its accessible name: for Qt's own one the name is, on Linux, what it shows. What it shows
/// is its accessible description.
class NamedComboBox : public QComboBox {
  Q_OBJECT
 public:
  explicit NamedComboBox(QWidget* parent = nullptr);
};

}  // namespace joinery::ui
