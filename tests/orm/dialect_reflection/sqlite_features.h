// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

/// The statements of a database that has every feature a schema of SQLite can have, and every spelling that is hard to read.
std::string sqliteFeatures();
