// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "orm/core/json.h"
#include "orm/model/model.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QToolButton;

namespace joinery::ui {

class PlainLabel;

/// Finds text in a column: the text, the column, whether letter case counts and whether it is the whole cell; what came of it stands
/// beside. Enter and F3 go on, with Shift backwards; Escape closes. Accessible names: "Find text", "Find in", "Find next",
/// "Find previous", "Stop finding", "Found".
class FindBar : public QFrame {
  Q_OBJECT
 public:
  explicit FindBar(QWidget* parent = nullptr);

  /// Offers these columns. @param current the one that is chosen then
  void open(const Model& model, int current);
  void setText(const QString& text);
  QString text() const;
  /// The text as a filter of the model; null without one.
  Json filter() const;
  void showNote(const QString& note);
  QString note() const;
  void setBusy(bool busy);

 Q_SIGNALS:
  void nextRequested();
  void previousRequested();
  void stopRequested();
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QToolButton* makeButton(const char* name, const QString& text, const QString& accessibleName);
  QLineEdit* m_text;
  QComboBox* m_column;
  QCheckBox* m_matchCase;
  QCheckBox* m_wholeCell;
  QToolButton *m_next, *m_previous, *m_stop, *m_close;
  PlainLabel* m_note;
};

}  // namespace joinery::ui
