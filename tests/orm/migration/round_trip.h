// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "migrated_database.h"

namespace joinery::test {

/// Makes `to` of the database, which holds `from`, and `from` again: the database is each time as it should be, and values that could stay did.
/// @param renames recorded on the way @param what it is about, for the answer
/// @return what is wrong; empty where nothing is
std::string wrongThereAndBack(const MigratedDatabase& database, const schema::MetaData& from, const schema::MetaData& to, const migration::Operations& renames, const std::string& what);

/// The same of a pair of random schemas with rows, the first made before.
std::string wrongWithPair(const MigratedDatabase& database, std::uint32_t seed);
/// Of so many pairs, or of as many as JOINERY_MIGRATION_PAIRS says: what is wrong with the first that is.
std::string wrongWithPairs(const MigratedDatabase& database, std::uint32_t usualPairs);
/// Renames alone keep every row, there and back.
std::string wrongWithRenames(const MigratedDatabase& database, std::uint32_t seed);

}  // namespace joinery::test
