// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>
#include <QTimer>

#include "orm/engine/engine.h"

namespace joinery::ui {

/// The statements that reached the database, newest last, with time and rows; read from the log four times a second while shown.
class StatementLogView : public QPlainTextEdit {
  Q_OBJECT
 public:
  explicit StatementLogView(QWidget* parent = nullptr);
  void setEngine(std::shared_ptr<Engine> engine);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void appendNew();
  std::shared_ptr<Engine> m_engine;
  std::uint64_t m_last = 0;
  QTimer m_timer;
};

}  // namespace joinery::ui
