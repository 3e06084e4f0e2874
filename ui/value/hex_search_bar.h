// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <optional>
#include <string>

class QComboBox;
class QLineEdit;
class QToolButton;

namespace joinery::ui {

class PlainLabel;

/// Asks for a place among bytes: an offset, or bytes as hex digits or as text. Enter goes there or finds on, Shift+Enter finds back, Escape
/// closes. Accessible names: "Look for", "Offset or bytes", "Find previous bytes", "Find next bytes", "Found bytes".
class HexSearchBar : public QFrame {
  Q_OBJECT
 public:
  enum class By { HexOffset, DecimalOffset, Bytes, Text };
  enum class Direction { Next, Previous };
  explicit HexSearchBar(QWidget* parent = nullptr);
  /// @param by kept among the offsets, or what is searched, where one of these was chosen before
  void open(By by);
  void showNote(const QString& note);
  QString note() const;
  /// Goes on with what was looked for last; asks where nothing was.
  void findAgain(Direction direction);

 Q_SIGNALS:
  void offsetRequested(quint64 offset);
  void bytesRequested(const std::string& bytes, joinery::ui::HexSearchBar::Direction direction);
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  By by() const;
  void go(Direction direction);
  QToolButton* makeButton(const char* name, const QString& iconName, const QString& accessibleName);
  QComboBox* m_by;
  QLineEdit* m_text;
  QToolButton *m_previous, *m_next, *m_close;
  PlainLabel* m_note;
};

}  // namespace joinery::ui
