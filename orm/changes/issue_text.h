// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/changes/change_validation.h"

namespace joinery {

/// The operations of changes that are only looked at: what is not known of their rows may be missing.
std::vector<WriteOperation> expandedForLooking(const Registry& registry, const ChangeSet& changes);
/// @param column may be empty: the row as a whole
ChangeIssue issueAt(const WriteOperation& operation, const std::string& column, std::string message);
/// Whether a text, SQL or a message, has that name as a word of its own.
bool isNameOf(const std::string& text, const std::string& name);
/// The columns that a text names, those that the operation writes.
std::vector<std::string> writtenColumnsIn(const WriteOperation& operation, const std::string& text);

}  // namespace joinery
