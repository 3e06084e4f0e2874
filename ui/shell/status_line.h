// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include "ui/changes/pending_changes.h"
#include "ui/shell/job_indicator.h"
#include "ui/widgets/plain_label.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

/// The bar at the bottom: rows, selection, what runs with its Stop, pending changes, read-only, the connection. Accessible name
/// "Status".
class StatusLine : public QStatusBar {
  Q_OBJECT
 public:
  explicit StatusLine(QWidget* parent = nullptr);
  void setPage(const TabPage* page);
  void setChanges(const PendingChanges* changes);
  void setDatabase(const Database* database);
  void setJobs(JobList* jobs) { m_jobs->setJobs(jobs); }

 private:
  void updateAccessibleText();
  PlainLabel* m_rows;
  PlainLabel* m_selection;
  PlainLabel* m_pending;
  PlainLabel* m_access;
  PlainLabel* m_connection;
  JobIndicator* m_jobs;
};

}  // namespace joinery::ui
