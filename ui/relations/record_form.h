// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/changes/pending_changes.h"
#include "ui/connections/database.h"
#include "ui/value/value_editor.h"

namespace joinery::ui {

class RecordField;

/// The current row as a form: an editor for each attribute, by its value's kind, edits into the pending changes. A text that was refused stays,
/// also while other rows are shown. Accessible name "Record". GUI thread.
class RecordForm : public QWidget {
  Q_OBJECT
 public:
  explicit RecordForm(QWidget* parent = nullptr);
  ~RecordForm() override;
  void setDatabase(Database* database, PendingChanges* changes);
  /// @param batch has the model's attributes as columns, in order; null clears the form
  void setRow(const std::string& model, std::shared_ptr<const RowBatch> batch, std::size_t row);
  /// A row that was only added.
  void setInserted(const std::string& model, const std::string& ref);
  /// Gives an attribute's editor the focus; without an attribute the first one.
  void focusAttribute(const std::string& attribute);

 private:
  void showModel(const std::string& model);
  void addFields();
  void showMore();
  void keepDrafts();
  void dropFields();
  void showFields(bool withDrafts);
  void showIssues();
  void write(const Attribute& attribute, const Operand& value);
  void write(const Attribute& attribute, const Value& value, const ValueEditor::Along& along);
  void revert(const Attribute& attribute);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
