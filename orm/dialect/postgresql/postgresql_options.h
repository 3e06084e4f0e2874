// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "orm/schema/sequence.h"

namespace joinery {

/// What a table may be beside its options of the kind "fillfactor=70".
inline constexpr const char* kPostgresqlUnlogged = "unlogged";

/// " WITH (fillfactor=70)", or nothing.
std::string postgresqlOptionsClause(const std::vector<std::string>& options);
/// "SET (fillfactor=70)" and "RESET (fillfactor)": what leads from one list to another.
std::vector<std::string> postgresqlOptionChanges(const std::vector<std::string>& before, const std::vector<std::string>& after);

/// " INCREMENT BY 2 START WITH 10": what is not the server's default.
std::string postgresqlCounting(const schema::SequenceOptions& options);
/// All of it, also what is the server's default.
std::vector<std::string> postgresqlWholeCounting(const schema::SequenceOptions& options);

}  // namespace joinery
