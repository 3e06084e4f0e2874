// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "orm/changes/change_set.h"
#include "ui/value/row_search.h"
#include "ui/value/value_editor.h"

class QLineEdit;
class QPushButton;

namespace joinery::ui {

class LinkValues;
class PlainLabel;
class RowsFoundView;

/// Chooses a row of a model by its label or key, which is looked up as one types. Accessible names "Search rows", "Rows found", "Attach".
class AttachDialog : public QDialog {
  Q_OBJECT
 public:
  /// @param what what the row is chosen for, as a sentence
  /// @param link what a new link needs of its own; is asked for, too
  AttachDialog(Database* database, const Model& model, const QString& what, const std::vector<EditedColumn>& link, QWidget* parent = nullptr);
  bool isBusy() const { return m_search->isBusy(); }

 Q_SIGNALS:
  void chosen(const joinery::ui::RowShape& shape, const joinery::ui::RelatedRow& row, const joinery::Change::Values& ofLink);
  /// The answer to what was typed last is here.
  void found();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showFound();
  void choose();
  RowSearch* m_search;
  QLineEdit* m_text;
  RowsFoundView* m_rows;
  PlainLabel* m_note;
  LinkValues* m_link = nullptr;
  QPushButton* m_attach = nullptr;
};

}  // namespace joinery::ui
