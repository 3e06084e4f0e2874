// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/url.h"

namespace joinery::test {

/// The engines that a test runs on.
enum class Backend { Sqlite, Postgresql };

/// Adds rows "SQLite" and, where JOINERY_TEST_POSTGRES names a server, "PostgreSQL", for QFETCH(int, backend).
void addBackends();
/// The same with a text of each case in a second column of that name.
struct BackendCase { const char* name; const char* text; };
void addBackends(const char* column, const std::vector<BackendCase>& cases);

/// A database of this program's own on that server: made when it is asked for first, gone at the program's end.
const Url& ownDatabaseUrl();

/// Runs statements, of a file that is made where it is missing.
void runScript(const Url& url, const char* statements);

}  // namespace joinery::test
