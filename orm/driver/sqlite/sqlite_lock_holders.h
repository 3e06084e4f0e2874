// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <string>

namespace joinery {

/// Who holds the lock that a statement of the connection waited for in vain: "process 4711 (sqlite3)", or "another connection of this
/// program". The system is asked, as SQLite does not say; no file of the database is opened. Empty where it can't be told: on systems
/// without /proc/locks, on network shares, or once the lock is gone. Any thread that may use the connection.
/// Source: sqlite.org/lockingv3.html, sqlite.org/walformat.html section 2.3; proc(5)
std::string sqliteLockHolders(sqlite3* database);

}  // namespace joinery
