// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "orm/core/result.h"
#include "orm/core/value.h"
#include "ui/value/editable_text.h"
#include "ui/value/exact_text_edit.h"

class QToolButton;

namespace joinery::ui {

class PlainLabel;

/// A text to read and to edit, a part at a time where it is long: what was typed in a part stays while others are shown. What an editor
/// would change is spelled with escapes (editable_text.h), so that every byte comes back. Accessible name of the editor: "Cell editor".
class TextView : public QWidget {
  Q_OBJECT
 public:
  /// What is laid out at once; a longer text is shown, and edited, in parts of about that size.
  static constexpr std::size_t kPartBytes = 128 * 1024;

  explicit TextView(QWidget* parent = nullptr);
  /// @param text its bytes: UTF-8, or what else SQLite calls a text @param placeholder for an empty one: "NULL"
  void setText(std::shared_ptr<const Value> text, const QString& placeholder = {});
  enum class Editing { Allowed, Refused };
  void setEditing(Editing editing);
  bool isEditable() const;
  bool isModified() const { return m_isChanged || m_edit->document()->isModified(); }
  /// Taken over: not modified any more.
  void settle();
  /// The whole text as it was edited, in all its parts. @return DbError Data for an escape that says nothing
  Result<std::string> editedText() const;
  /// What is said of how the part is spelled; empty where it stands as it is.
  QString spellingNote() const;
  /// The part on show, as an edit of the person's.
  void replaceText(const QString& text) { m_edit->replaceText(text); }
  QString shownText() const { return m_edit->exactText(); }
  void useFixedFont(bool fixed);
  int partCount() const { return static_cast<int>(m_starts.size()); }
  void showPart(int part);
  ExactTextEdit* editor() const { return m_edit; }

 Q_SIGNALS:
  void modificationChanged(bool modified);
  /// An escape in the part on show says nothing, so no other part is shown.
  void refused(const joinery::DbError& error);

 private:
  void splitIntoParts();
  bool keepPart();
  void present(int part);
  std::string_view part(int number) const;
  std::size_t endOf(int part) const;
  QToolButton* makeStep(const QString& iconName, const QString& name, const QKeySequence& shortcut, int by);

  std::string_view bytes() const { return m_text->view().bytes(); }

  std::shared_ptr<const Value> m_text;
  std::vector<std::size_t> m_starts;
  int m_part = 0;
  TextSpelling m_spelling = TextSpelling::AsItStands;
  bool m_isChanged = false;  ///< in a part that is not on show
  ExactTextEdit* m_edit;
  QWidget* m_pager;
  PlainLabel* m_place;
  QToolButton* m_previous;
  QToolButton* m_next;
};

}  // namespace joinery::ui
