// SPDX-License-Identifier: GPL-3.0-or-later
#include "round_trip.h"

#include <QtGlobal>
#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_diff.h"
#include "tests/orm/difference/random_operations.h"
#include "tests/orm/difference/random_schema.h"

namespace joinery::test {
namespace {

using namespace joinery::migration;
using Place = std::pair<std::string, std::string>;

/// Where a column's values are once the renames are done.
Place renamed(Place place, const Operations& renames) {
  for (const Operation& each : renames) {
    if (const auto* column = std::get_if<RenameColumn>(&each); column && column->table.name == place.first && column->from == place.second) place.second = column->to;
    if (const auto* table = std::get_if<Rename>(&each); table && table->kind == RenameKind::Table && table->from.name == place.first) place.first = table->to.name;
  }
  return place;
}

/// The values once the renames are done: labels among them are called otherwise.
std::vector<std::string> renamed(std::vector<std::string> texts, const Operations& renames) {
  for (const Operation& each : renames)
    if (const auto* label = std::get_if<RenameEnumLabel>(&each)) std::ranges::replace(texts, label->from, label->to);
  return texts;
}

/// What a column held is what it holds: in SQLite of whatever type it has become, else of the same one.
std::string lost(const MigratedDatabase& database, const MigratedDatabase::Values& before, const MigratedDatabase::Values& after, const Operations& renames) {
  for (const auto& [place, values] : before) {
    const auto kept = after.find(renamed(place, renames));
    if (kept == after.end() || kept->second.texts == renamed(values.texts, renames)) continue;
    if (database.isSqlite() || kept->second.type == values.type) return "values of " + place.first + "." + place.second + " are others\n";
  }
  return {};
}

/// Those of them that fit the schema too, so that it is what a person makes of it who has renamed these.
schema::MetaData renamedToo(schema::MetaData metadata, const Operations& renames, const Dialect& dialect) {
  for (const Operation& each : renames) {
    try {
      metadata = applied(metadata, each, dialect);
    } catch (const DbError&) {
      // It has nothing of that name.
    }
  }
  return metadata;
}

std::string difference(const char* what, const schema::MetaData& from, const schema::MetaData& to, const Dialect& dialect) {
  const Operations left = schemaDifference(from, to, {}, dialect);
  return left.empty() ? std::string() : std::string(what) + ":\n" + described(left);
}

}  // namespace

std::string wrongThereAndBack(const MigratedDatabase& database, const schema::MetaData& from, const schema::MetaData& to, const Operations& renames, const std::string& what) {
  const Dialect& dialect = database.dialect();
  const Operations operations = schemaDifference(from, to, renames, dialect);
  const MigratedDatabase::Values values = database.values(from);
  std::string wrong;
  try {
    const schema::MetaData said = database.migrate(from, operations);
    const schema::MetaData there = database.reflected();
    wrong = difference("left", there, to, dialect) + difference("not as was said", there, said, dialect) + lost(database, values, database.values(there), renames) + database.faults();
    if (wrong.empty()) {
      database.migrate(there, inverse(operations));
      wrong = difference("not undone", database.reflected(), from, dialect) + database.faults();
    }
  } catch (const DbError& error) {
    wrong = error.message();
  }
  return wrong.empty() ? std::string() : what + "\n" + described(operations) + wrong;
}

std::string wrongWithPair(const MigratedDatabase& database, std::uint32_t seed) {
  const Dialect& dialect = database.dialect();
  const schema::MetaData from = RandomSchema(dialect, seed, seed).make();
  const std::string what = "seed " + std::to_string(seed);
  database.make(from);
  database.fill(from);
  const schema::MetaData reflected = database.reflected();
  if (const std::string otherwise = difference("is reflected otherwise", from, reflected, dialect); !otherwise.empty()) return what + otherwise;
  const schema::MetaData other = RandomSchema(dialect, seed % 5 ? seed : seed + 7'000, seed + 5'000).make();
  const Operations renames = seed % 4 == 1 ? randomRenames(reflected, seed) : Operations();
  return wrongThereAndBack(database, reflected, renamedToo(other, renames, dialect), renames, what);
}

std::string wrongWithPairs(const MigratedDatabase& database, std::uint32_t usualPairs) {
  bool isNumber = false;
  const int asked = qEnvironmentVariableIntValue("JOINERY_MIGRATION_PAIRS", &isNumber);
  const auto pairs = isNumber ? static_cast<std::uint32_t>(asked) : usualPairs;
  for (std::uint32_t seed = 0; seed < pairs; ++seed)
    if (std::string wrong = wrongWithPair(database, seed); !wrong.empty()) return wrong;
  return {};
}

std::string wrongWithRenames(const MigratedDatabase& database, std::uint32_t seed) {
  const schema::MetaData from = RandomSchema(database.dialect(), seed, seed).make();
  database.make(from);
  database.fill(from);
  const schema::MetaData reflected = database.reflected();
  const Operations renames = randomRenames(reflected, seed);
  const MigratedDatabase::Values values = database.values(reflected);
  try {
    database.migrate(reflected, renames);
    database.migrate(database.reflected(), inverse(renames));
  } catch (const DbError& error) {
    return "seed " + std::to_string(seed) + "\n" + described(renames) + error.message();
  }
  if (database.values(database.reflected()) != values) return "other values: seed " + std::to_string(seed) + "\n" + described(renames);
  return difference("renames not undone", database.reflected(), reflected, database.dialect()) + database.faults();
}

}  // namespace joinery::test
