// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "orm/revision/migration_outline.h"

namespace joinery::ui {

/// What an outline comes to, in a few sentences: from where to where, what is lost, what is not all or nothing.
QString outlineSummary(const migration::MigrationOutline& outline);
/// Its SQL, revision by revision under a comment. Long ones are cut, and say so.
QString outlineSql(const migration::MigrationOutline& outline);
/// What is lost, for a question that is asked before it is: a few, and how many more.
QString outlineLosses(const migration::MigrationOutline& outline);
/// "0003 Names" of a revision and the way through it.
QString outlineTitle(const migration::OutlinedRevision& revision);

}  // namespace joinery::ui
