// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/unit_of_work.h"

namespace joinery {

// The parameters of a statement bear their references' names, so the dialect writes them as such.
std::string previewSql(const PlannedStatement& statement, const Dialect& dialect) { return dialect.withLiterals(statement.statement); }

}  // namespace joinery
