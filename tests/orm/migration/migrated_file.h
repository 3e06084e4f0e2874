// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>
#include <algorithm>

#include "orm/core/db_error.h"
#include "orm/difference/schema_diff.h"
#include "orm/migration/sqlite_migration.h"
#include "orm/migration/sqlite_schema_change.h"
#include "rebuilt_file.h"

namespace joinery::test {

using Statements = std::vector<std::string>;

inline QByteArray joined(const Statements& lines) {
  QByteArray text;
  for (const std::string& line : lines) text += QByteArray::fromStdString(line) + "\n";
  return text;
}

/// Carries the operations out in a change of their own. Fails the test where the file does not hold what was said, or is not sound.
/// @return the statements
inline Statements migrate(RebuiltFile& file, const migration::Operations& operations) {
  const auto before = file.reflect();
  const migration::SqliteMigration migration(*before, operations, file.dialect());
  Statements statements;
  {
    migration::SqliteSchemaChange change(file.connection());
    migration.apply(file.connection(), [&](const migration::PlanStep& step) { statements.push_back(step.sql); });
    change.commit();
  }
  Statements wrong;
  for (const auto& each : migration::schemaDifference(*file.reflect(), migration.after(), {}, file.dialect())) wrong.push_back("not as said: " + migration::description(each));
  if (const std::string sound = file.rows("PRAGMA foreign_key_check") + file.rows("PRAGMA integrity_check"); sound != "ok;") wrong.push_back(sound);
  if (file.rows("PRAGMA foreign_keys") + file.rows("PRAGMA legacy_alter_table") != "1;0;") wrong.push_back("settings are not as they were");
  if (!wrong.empty()) QTest::qFail((joined(wrong) + "by\n" + joined(statements)).constData(), __FILE__, __LINE__);
  return statements;
}

/// What the file has to be given to hold what the script makes.
inline migration::Operations towards(RebuiltFile& file, const std::string& script, const migration::Operations& renames = {}) {
  RebuiltFile other(script);
  return migration::schemaDifference(*file.reflect(), *other.reflect(), renames, file.dialect());
}

/// Migrates to what the script makes. Fails the test where anything is left to do. @return the statements
inline Statements become(RebuiltFile& file, const std::string& script, const migration::Operations& renames = {}) {
  Statements statements = migrate(file, towards(file, script, renames));
  for (const auto& each : towards(file, script)) QTest::qFail(("left: " + migration::description(each) + "\n" + joined(statements).toStdString()).c_str(), __FILE__, __LINE__);
  return statements;
}

/// How many tables a migration made anew.
inline int rebuildsIn(const Statements& statements) {
  return static_cast<int>(std::ranges::count_if(statements, [](const std::string& each) { return each.starts_with("CREATE TABLE \"joinery_new_") || each.starts_with("CREATE TABLE joinery_new_"); }));
}

/// What is said where it can't be done, and whether anything was changed.
inline std::string refusal(RebuiltFile& file, const migration::Operations& operations, ErrorKind kind) {
  const auto contentOf = [&] {
    std::string content = file.rows("SELECT * FROM sqlite_schema") + file.rows("PRAGMA foreign_keys") + file.rows("PRAGMA legacy_alter_table");
    const auto schema = file.reflect();
    for (const auto& table : schema->tables())
      if (!table->isView()) content += file.rowsOf(*table);
    return content;
  };
  const std::string before = contentOf();
  std::string said = "nothing was refused";
  try {
    migrate(file, operations);
  } catch (const DbError& error) {
    said = error.message();
    if (error.kind() != kind) said += std::string(", as ") + errorKindName(error.kind());
  }
  if (contentOf() != before || file.connection().transactionState() != Connection::TransactionState::Idle) said += ", but something was changed";
  return said;
}

}  // namespace joinery::test
