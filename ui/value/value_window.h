// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/value/value_viewer.h"

namespace joinery::ui {

/// The value viewer in a window of its own, beside the one it belongs to. Escape closes it.
class ValueWindow : public QDialog {
  Q_OBJECT
 public:
  explicit ValueWindow(QWidget* parent);
  ValueViewer* viewer() const { return m_viewer; }

 private:
  ValueViewer* m_viewer;
};

}  // namespace joinery::ui
