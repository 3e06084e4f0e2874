// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QWidget>
#include <memory>
#include <vector>

#include "orm/core/value.h"

class QToolButton;

namespace joinery::ui {

class PlainLabel;

/// A text to read, a part at a time where it is long, and to edit where it is short and the editor gives it back byte for byte.
/// Accessible name of the editor: "Cell editor".
class TextView : public QWidget {
  Q_OBJECT
 public:
  /// What is laid out at once; a text over it is shown in parts of that size, and can't be edited here.
  static constexpr std::size_t kPartBytes = 128 * 1024;

  explicit TextView(QWidget* parent = nullptr);
  /// @param text its bytes: UTF-8, or what else SQLite calls a text @param placeholder for an empty one: "NULL"
  void setText(std::shared_ptr<const Value> text, const QString& placeholder = {});
  enum class Editing { Allowed, Refused };
  /// @return why the text can't be edited although that is allowed; empty where it can, and where it is not allowed
  QString setEditing(Editing editing);
  bool isEditable() const;
  bool isModified() const { return m_edit->document()->isModified(); }
  /// Taken over: not modified any more.
  void settle() { m_edit->document()->setModified(false); }
  QString text() const { return m_edit->toPlainText(); }
  /// As an edit of the person's.
  void replaceText(const QString& text);
  void useFixedFont(bool fixed);
  int partCount() const { return static_cast<int>(m_starts.size()); }
  void showPart(int part);
  QPlainTextEdit* editor() const { return m_edit; }

 Q_SIGNALS:
  void modificationChanged(bool modified);

 private:
  void splitIntoParts();
  QToolButton* makeStep(const QString& iconName, const QString& name, const QKeySequence& shortcut, int by);

  std::string_view bytes() const { return m_text->view().bytes(); }

  std::shared_ptr<const Value> m_text;
  std::vector<std::size_t> m_starts;
  int m_part = 0;
  QPlainTextEdit* m_edit;
  QWidget* m_pager;
  PlainLabel* m_place;
  QToolButton* m_previous;
  QToolButton* m_next;
};

}  // namespace joinery::ui
