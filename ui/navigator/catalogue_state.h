// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QPointer>
#include <QTimer>

#include "ui/connections/database.h"

class QProgressBar;
class QPushButton;

namespace joinery::ui {

class PlainLabel;

/// How far the reading of the catalogue is, with its Stop; once it has ended without one, why, with a Retry. Hidden while there is nothing
/// to say. Accessible name "Catalogue".
class CatalogueState : public QFrame {
  Q_OBJECT
 public:
  explicit CatalogueState(QWidget* parent = nullptr);
  /// @param database null: nothing is open
  void setDatabase(Database* database);
  QString text() const;
  /// Reads the catalogue again where that has failed.
  void retry();

 private:
  void follow();
  void showProgress();
  void showFailure(const DbError& error);
  QPointer<Database> m_database;
  PlainLabel* m_text;
  QProgressBar* m_progress;
  QPushButton* m_stop;
  QPushButton* m_retry;
  QTimer m_look;
};

}  // namespace joinery::ui
