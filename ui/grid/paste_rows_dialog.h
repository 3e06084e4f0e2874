// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <memory>

#include "orm/model/registry.h"
#include "ui/grid/pasted_rows.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QTableWidget;

namespace joinery::ui {

class ColumnChoosers;
class PlainLabel;

/// The rows of the clipboard as they will be inserted: a chooser above each column says where it goes, cells that do not fit are red and say
/// why, and rows with such a cell are not inserted, which is said before. Deletes itself when it closes.
class PasteRowsDialog : public QDialog {
  Q_OBJECT
 public:
  static constexpr std::size_t kShownRows = 100;
  PasteRowsDialog(std::shared_ptr<const Registry> registry, const Model& model, const std::vector<int>& shownColumns, const QString& text, QWidget* parent);

 Q_SIGNALS:
  void chosen(const std::vector<joinery::Change::Values>& rows);

 private:
  void makeChoosers();
  void showRows();
  void showCount();
  std::shared_ptr<const Registry> m_registry;  ///< holds the model
  const Model& m_model;
  PastedRows m_rows;
  QCheckBox* m_header;
  QComboBox* m_empty;
  QTableWidget* m_table;
  ColumnChoosers* m_targets;
  PlainLabel* m_count;
  QPushButton* m_insert;
};

}  // namespace joinery::ui
