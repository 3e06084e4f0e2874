// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/console/script_run.h"

namespace joinery::ui {

/// "1 row", "1,234 rows".
QString rowsText(std::int64_t rows);
/// "12 rows · 0.4 ms", "3 rows changed · 1 ms", "Done · 2 ms".
QString outcomeText(const StatementEnded& ended);
/// A statement on one line, cut to so many characters.
QString shortStatement(const QString& sql, int most);

}  // namespace joinery::ui
