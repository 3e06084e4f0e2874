// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "orm/core/value.h"
#include "ui/value/value_editor.h"

namespace joinery::ui {

/// One attribute of the record form: the editor of its value's kind with, below it, why a value was refused; marked as in a grid
/// where the database is the one that refuses. It tells what a person typed
/// and changes nothing by itself.
class RecordField : public QWidget {
  Q_OBJECT
 public:
  /// What the field shows.
  struct Content {
    enum class State { Unchanged, Changed, Inserted, Deleted };
    std::optional<Value> value;  ///< none: `text` stands for a value that only the database will have
    QString text;                ///< with a value: its first bytes where only those were read
    QString readOnlyReason;      ///< empty: editable
    State state = State::Unchanged;
    QString note = {};           ///< what is told beside the column's type
  };
  explicit RecordField(const EditedColumn& column, QWidget* parent = nullptr);
  ~RecordField() override;

  /// What the database would refuse, or has refused, about the value; empty: nothing.
  void setIssue(const QString& issue);
  /// Also takes back what was typed or refused.
  void setContent(const Content& content);
  /// Text that the person typed and that is not taken yet; nullopt for none.
  std::optional<QString> draft() const;
  /// Puts back such a text, as if it had been typed.
  void setDraft(const QString& text);
  /// Tells what was typed now rather than when the editor loses the focus; red, with the reason, where it does not fit.
  void finish();
  const std::string& attribute() const;

 Q_SIGNALS:
  /// @param along what goes with it into other columns
  void edited(const joinery::Value& value, const joinery::ui::ValueEditor::Along& along);
  void revertWanted();
  /// The column's default, which only the database can make.
  void defaultWanted();

 protected:
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void useEditor(EditorKind kind);
  void showContent();
  void refuse(const QString& reason);
  void describe();
  void showReason();
  void restyle();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
