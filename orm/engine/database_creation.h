// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/url.h"

namespace joinery {

/// Makes the database that a URL names where it is missing: a file for SQLite; a server is asked through its database `postgres`,
/// outside of any transaction. Blocks; worker thread or a plain program.
/// @return whether it was missing @throws DbError what connecting or creating throws, if it is not that the database is missing
bool createDatabaseIfMissing(const Url& url);

}  // namespace joinery
