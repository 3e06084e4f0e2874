// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>

#include "ui/designer/diagram/diagram_model.h"

namespace joinery::ui {

/// Asks which tables a diagram shows. Accessible names "Every table", "Filter tables", "Tables", "All", "None". GUI thread.
class ChooseTablesDialog : public QDialog {
  Q_OBJECT
 public:
  explicit ChooseTablesDialog(const DiagramModel& model, QWidget* parent = nullptr);
  /// What the diagram becomes.
  Diagram chosen(const DiagramModel& model) const;

 private:
  void filter(const QString& text);
  void checkShown(Qt::CheckState state);
  QCheckBox* m_every;
  QLineEdit* m_filter;
  QListWidget* m_list;
};

}  // namespace joinery::ui
