// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/revision/migration_outline.h"

namespace joinery::cli {

/// What a migration will do, as people read it: a line for each revision and each operation, '!' before those that lose rows or values.
std::string outlineText(const migration::MigrationOutline& outline);
/// One operation: "! Drop column a.b (no way back: the values of a.b are gone)".
std::string operationLine(const migration::OutlinedOperation& operation);
/// The id, or "base" for none.
std::string revisionWord(const std::string& id);
/// A text of a file or a database without what would steer a terminal, on one line.
std::string plainLine(std::string text);

}  // namespace joinery::cli
