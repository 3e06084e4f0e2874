// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoreApplication>

namespace joinery::ui {

/// Translates the filter builder's words for what is no QObject.
struct FilterText {
  Q_DECLARE_TR_FUNCTIONS(joinery::ui::FilterBuilder)
};

}  // namespace joinery::ui
