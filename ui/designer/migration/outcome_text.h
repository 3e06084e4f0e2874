// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/designer/migration/migration_runner.h"
#include "ui/widgets/message_bar.h"

namespace joinery::ui {

/// Says what came of a job with revisions. @param database its name
void tellOutcome(MessageBar* messages, const MigrationOutcome& outcome, const QString& database);
void tellFailure(MessageBar* messages, MigrationOutcome::Kind kind, const DbError& error, const QString& database);

}  // namespace joinery::ui
