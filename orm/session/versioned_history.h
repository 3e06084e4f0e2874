// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/model/mapping.h"
#include "orm/session/session.h"

namespace joinery {

/// What rows were before they were changed or deleted, in a table beside theirs: `<table>_history` has their columns, with the version
/// that the row had, what was done to it (`history_operation`: "update" or "delete"), when (`history_at`, by the database's clock) and a
/// key of its own that grows (`history_id`). It refers to nothing, so it keeps rows that are gone.

/// The history's table for a table, to be created beside it.
schema::Table historyTable(const schema::Table& table);

/// Its model: "UserHistory" for "User". @param table the rows' own
ModelMapping historyMapping(const std::string& model, const QualifiedName& table);

/// From now on every flush of the session writes, in its transaction, a row of the history for each row of the model, and of models that
/// inherit from it, that it updates or deletes; deletions by a cascade and of orphans too. What is not loaded of such a row is read, one
/// SELECT a row. Statements over many rows, and what the database does by itself, leave no history. Once for each model and session.
/// @throws DbError InvalidRequest: an unknown model, one that counts no versions; Mapping: the history's table is not mapped or lacks
///         columns; NotSupported: rows of several tables
void keepHistory(Session& session, const std::string& model);

}  // namespace joinery
