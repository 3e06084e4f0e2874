// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "orm/transfer/row_import.h"

class QComboBox;
class QSpinBox;

namespace joinery::ui {

/// What becomes of rows that can't be taken, and of those whose key is there already.
class ImportRulesEditor : public QWidget {
  Q_OBJECT
 public:
  explicit ImportRulesEditor(QWidget* parent = nullptr);
  void apply(ImportOptions& options) const;

 private:
  QComboBox *m_bad, *m_conflict;
  QSpinBox* m_most;
};

}  // namespace joinery::ui
