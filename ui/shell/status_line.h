// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include "ui/changes/pending_changes.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/tab_page.h"

class QProgressBar;
class QToolButton;

namespace joinery::ui {

/// The bar at the bottom: rows, selection, pending changes, what runs with its Stop, read-only, the connection. Accessible name
/// "Status".
class StatusLine : public QStatusBar {
  Q_OBJECT
 public:
  explicit StatusLine(QWidget* parent = nullptr);
  void setPage(const TabPage* page);
  void setChanges(const PendingChanges* changes);
  void setDatabase(const Database* database);

 Q_SIGNALS:
  void stopRequested();

 private:
  void updateAccessibleText();
  PlainLabel* m_rows;
  PlainLabel* m_selection;
  PlainLabel* m_pending;
  PlainLabel* m_access;
  PlainLabel* m_connection;
  QProgressBar* m_busy;
  QToolButton* m_stop;
};

}  // namespace joinery::ui
