// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndex>

class QProgressBar;

namespace joinery::ui {

/// Shows how far a JobList's job is; a bar that runs to and fro where nobody knows.
void showProgress(QProgressBar& bar, const QModelIndex& job);

}  // namespace joinery::ui
