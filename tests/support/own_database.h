// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/url.h"

namespace joinery::test {

/// The engines that a test runs on.
enum class Backend { Sqlite, Postgresql };

/// Adds rows "SQLite" and, where JOINERY_TEST_POSTGRES names a server, "PostgreSQL", for QFETCH(int, backend).
void addBackends();

/// A database of this program's own on that server: made when it is asked for first, gone at the program's end.
const Url& ownDatabaseUrl();

}  // namespace joinery::test
