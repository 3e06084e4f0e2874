// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/value_window.h"

#include <QVBoxLayout>

namespace joinery::ui {

ValueWindow::ValueWindow(QWidget* parent) : QDialog(parent), m_viewer(new ValueViewer(this)) {
  setObjectName(QStringLiteral("valueWindow"));
  setWindowTitle(tr("Value"));
  setAccessibleName(tr("Value"));
  resize(760, 560);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_viewer);
  m_viewer->hideWindowAction();
}

}  // namespace joinery::ui

#include "moc_value_window.cpp"
