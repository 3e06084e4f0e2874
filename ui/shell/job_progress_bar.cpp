// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/job_progress_bar.h"

#include <QProgressBar>
#include <algorithm>

#include "ui/connections/job_list.h"

namespace joinery::ui {

void showProgress(QProgressBar& bar, const QModelIndex& job) {
  constexpr int kSteps = 1'000;
  const auto done = job.data(JobList::DoneRole).toLongLong();
  const auto total = job.data(JobList::TotalRole).toLongLong();
  bar.setTextVisible(false);
  bar.setRange(0, total > 0 ? kSteps : 0);
  if (total > 0) bar.setValue(static_cast<int>(kSteps * std::min(1.0, static_cast<double>(done) / static_cast<double>(total))));
}

}  // namespace joinery::ui
