// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/dialect.h"
#include "orm/schema/table.h"
#include "orm/sql/insert.h"

namespace joinery {

/// Whether a key's value is taken has to be known as its row comes: an ON CONFLICT can't go by a key that is DEFERRABLE. Pure.
/// @throws DbError NotSupported, which names the key and what to do
void requireKeysJudgedAtOnce(const Dialect& dialect, const schema::Table& table, const sql::OnConflict& clause);

}  // namespace joinery
