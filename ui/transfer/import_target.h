// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "orm/model/registry.h"
#include "orm/transfer/row_import.h"

class QComboBox;
class QLineEdit;
class QRadioButton;

namespace joinery::ui {

class ColumnMappingModel;

/// The table that rows go to, one that is there or a new one, and where each column goes.
class ImportTargetEditor : public QWidget {
  Q_OBJECT
 public:
  explicit ImportTargetEditor(std::shared_ptr<const Registry> registry, QWidget* parent = nullptr);
  /// Into that table; into a new one where there is none of that name.
  void setTable(const QString& model);
  /// What a new table is called where nobody says.
  void suggestName(const QString& name);
  void setPreview(const ImportPreview& preview);
  /// Fills the table, its columns and their types in.
  void apply(ImportOptions& options) const;
  /// Why it can't be imported so; empty where it can.
  QString mistake() const;
  /// "Album", for people.
  QString tableText() const;

 Q_SIGNALS:
  void changed();

 private:
  QWidget* makeChoice();
  QWidget* makeMapping();
  void tableChanged();
  const Model* model() const;
  const std::shared_ptr<const Registry> m_registry;
  QRadioButton *m_existing, *m_new;
  QComboBox* m_table;
  QLineEdit* m_name;
  ColumnMappingModel* m_mapping;
};

}  // namespace joinery::ui
