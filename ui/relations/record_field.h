// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QWidget>
#include <memory>
#include <optional>

#include "orm/core/value.h"
#include "orm/model/attribute.h"

namespace joinery::ui {

/// One attribute of the record form: an editor line with, below it, why a value was refused. It tells what a person typed and changes
/// nothing by itself.
class RecordField : public QWidget {
  Q_OBJECT
 public:
  /// What the line shows.
  struct Content {
    enum class State { Unchanged, Changed, Inserted, Deleted };
    std::optional<Value> value;  ///< none: `text` stands for a value that only the database will have
    QString text;                ///< with a value: its first bytes where only those were read
    QString readOnlyReason;      ///< empty: editable
    State state = State::Unchanged;
  };
  explicit RecordField(const Attribute& attribute, QWidget* parent = nullptr);
  ~RecordField() override;

  /// Also takes back what was typed or refused.
  void setContent(const Content& content);
  /// Text that the person typed and that is not taken yet; nullopt for none.
  std::optional<QString> draft() const;
  /// Puts back such a text, as if it had been typed.
  void setDraft(const QString& text);
  /// Red, with the reason; the text stays.
  void refuse(const QString& reason);
  /// Tells what was typed now rather than when the line loses the focus.
  void finish();
  const std::string& attribute() const;
  QLineEdit* line() const;

 Q_SIGNALS:
  void edited(const QString& text);
  void nullWanted();
  void revertWanted();

 protected:
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void restyle();
  void showMenu(const QPoint& position);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
