// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/conflict_keys.h"

#include <set>

#include "orm/core/db_error.h"
#include "orm/dialect/ddl_compiler.h"

namespace joinery {

namespace {

[[noreturn]] void refuseKey(const schema::Table& table, const schema::UniqueKey& key) {
  std::string columns;
  for (const std::string& column : key.columns) columns += (columns.empty() ? "" : ", ") + column;
  DbError error(ErrorKind::NotSupported, "rows of " + table.name.toString() + " whose key is taken can't be left out or updated: " +
                                             (key.name.empty() ? "a key" : key.name) + " (" + columns + ") is DEFERRABLE, and nobody knows that it is taken before the end");
  error.hint = "Let a taken key be an error, or make the key anew without DEFERRABLE.";
  throw error;
}

}  // namespace

void requireKeysJudgedAtOnce(const Dialect& dialect, const schema::Table& table, const sql::OnConflict& clause) {
  const std::set<std::string> wanted(clause.index.begin(), clause.index.end());
  const auto check = [&](const schema::UniqueKey& key) {
    const bool isMeant = wanted.empty() || wanted == std::set<std::string>(key.columns.begin(), key.columns.end());
    if (isMeant && !dialect.ddl().deferral(key).empty()) refuseKey(table, key);
  };
  if (table.primaryKey) check(*table.primaryKey);
  for (const schema::UniqueKey& key : table.uniqueKeys) check(key);
}

}  // namespace joinery
