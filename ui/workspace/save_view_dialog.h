// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QStringList>

#include "orm/workspace/workspace.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

/// Asks for the name of a view, and which parts of what is shown belong to it. Accessible names "View name", "Filter", "Order", "Columns",
/// "Relations", "Save".
class SaveViewDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param shown all that is shown now @param taken names that are there already
  SaveViewDialog(SavedView shown, QStringList taken, QWidget* parent = nullptr);
  void setName(const QString& name);

 Q_SIGNALS:
  void chosen(const joinery::SavedView& view);

 private:
  QCheckBox* addPart(const QString& name, const QString& text, bool isThere);
  void update();
  void save();
  SavedView m_shown;
  QStringList m_taken;
  QLineEdit* m_name;
  PlainLabel* m_note;
  QPushButton* m_save;
  QCheckBox *m_filter, *m_order, *m_columns, *m_relations;
};

}  // namespace joinery::ui
