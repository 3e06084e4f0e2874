// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/value/value_editor.h"

class QKeyEvent;

namespace joinery::ui {

/// Edits cells of a view in place, with the editor of their kind (ValueEditor), and writes only what was changed. What does not fit the
/// column stays in the editor, with the reason. Editors stand beside the view and over it, not in it: what a view has inside is not told to
/// assistive technology. GUI thread.
class ValueDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  /// A cell as it is edited.
  struct Cell {
    EditedColumn column;
    Value value;
    QString unknown = {};  ///< what stands for a value that is not known yet; empty: it is
  };
  using QStyledItemDelegate::QStyledItemDelegate;
  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void setEditorData(QWidget* editor, const QModelIndex& index) const override;
  void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 Q_SIGNALS:
  /// What was typed does not fit, and its editor is closing.
  void refused(const QModelIndex& index, const QString& typed, const QString& reason);

 protected:
  /// Nothing where the cell can't be edited.
  virtual std::optional<Cell> cell(const QModelIndex& index) const = 0;
  /// @param along what goes with it into other columns of the row
  virtual void write(const QModelIndex& index, const Value& value, const ValueEditor::Along& along) const = 0;
  /// The column's default, which the database makes.
  virtual void writeDefault(const QModelIndex& index) const = 0;
  /// The value is too much for an editor in place.
  virtual void askForViewer() const {}
  /// Return was pressed with Ctrl, and the value taken.
  virtual void takeForAll(const Value&) {}
  /// The editors' object name.
  virtual QString editorName() const = 0;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool isOpen(QWidget* editor) const;
  bool keepsOpen(ValueEditor* editor) const;
  mutable QPersistentModelIndex m_edited;
};

}  // namespace joinery::ui
