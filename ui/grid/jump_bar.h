// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "orm/core/json.h"
#include "orm/core/result.h"
#include "orm/model/model.h"

class QComboBox;
class QLineEdit;
class QToolButton;

namespace joinery::ui {

class PlainLabel;

/// Asks for a row to go to: by its number, or by its key. Enter goes there, Escape closes. Accessible names: "Go to", "Go by", "Go".
class JumpBar : public QFrame {
  Q_OBJECT
 public:
  explicit JumpBar(QWidget* parent = nullptr);
  void open(const Model& model);
  void showNote(const QString& note);
  QString note() const;

 Q_SIGNALS:
  /// @param number from 1
  void rowRequested(qint64 number);
  /// @param filter names every attribute of the key
  void keyRequested(const joinery::Json& filter);
  void closed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void go();
  Result<Json> keyFilter() const;
  QComboBox* m_by;
  QLineEdit* m_text;
  QToolButton *m_go, *m_close;
  PlainLabel* m_note;
  std::vector<Attribute> m_key;
};

}  // namespace joinery::ui
