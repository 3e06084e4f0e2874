// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/compared_schema.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/text_input.h"
#include "orm/difference/operation_json.h"
#include "orm/difference/schema_diff.h"
#include "orm/migration/migration_plan.h"

namespace joinery::cli {

namespace {

/// The engine whose rules are meant.
const Dialect& dialectOf(const ComparedSchema& from, const ComparedSchema& to, const Arguments& arguments) {
  const std::string asked = arguments.value(QStringLiteral("engine"));
  if (!from.dialect.empty() && !to.dialect.empty() && from.dialect != to.dialect)
    throw DbError(ErrorKind::Argument, "one is a database of " + from.dialect + ", the other of " + to.dialect + ": their types and definitions can't be compared");
  if (const Dialect* dialect = dialectOf(from.dialect.empty() ? to : from, asked)) return *dialect;
  refuseUnknownEngine("which engine the files are of can't be told");
}

migration::Operations recordedRenames(const Arguments& arguments) {
  if (!arguments.has(QStringLiteral("renames"))) return {};
  const std::string path = arguments.value(QStringLiteral("renames"));
  const Json json = parseJson(readText(path));
  return migration::operationsFromJson(JsonPlace(json, path.c_str()));
}

/// One line each; what loses something says so.
void printOperations(const migration::Operations& operations) {
  for (const migration::Operation& each : operations) {
    const auto why = migration::whyIrreversible(each);
    printLine((migration::isDestructive(each) ? "! " : "  ") + migration::description(each) + (why ? " (no way back: " + *why + ")" : std::string()));
  }
}

/// SQLite's stand in a frame: with foreign keys on a table that is made anew would take the rows of others with it.
void printSql(const schema::MetaData& before, const migration::Operations& operations, const Dialect& dialect) {
  const std::vector<migration::PlanStep> steps = migration::migrationPlan(before, operations, dialect).steps;
  const bool isFramed = dialect.name() == "sqlite" && !steps.empty();
  if (isFramed) print("PRAGMA foreign_keys = OFF;\nBEGIN IMMEDIATE;\n");
  for (const migration::PlanStep& step : steps) printLine(step.sql + ";");
  if (isFramed) print("PRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n");
}

}  // namespace

int runDiff(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("diff"), text("What has to be done to a schema to make it another one: one operation a line, '!' before those that lose rows or values."),
                            {{text("FROM"), text("a database, a schema's file *.json, or a workspace *.joinery with a designed schema"), true}, {text("TO"), text("the same: what it is to become"), true}},
                            {{text("format"), text("F"), text("text, json or sql; text if left out.")},
                             {text("renames"), text("FILE"), text("Operations that were renames, as a list of JSON.")},
                             {text("engine"), text("E"), text("sqlite or postgresql, where both are files.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const std::string format = arguments.value(text("format"), "text");
  if (format != "text" && format != "json" && format != "sql") throw DbError(ErrorKind::Argument, "'" + format + "' is no format of diff; there are text, json and sql");
  const ComparedSchema from = comparedSchema(arguments.word(0)), to = comparedSchema(arguments.word(1));
  const Dialect& dialect = dialectOf(from, to, arguments);
  const migration::Operations operations = migration::schemaDifference(from.metadata, to.metadata, recordedRenames(arguments), dialect);
  if (format == "json") printJson(migration::operationsToJson(operations));
  else if (format == "sql") printSql(from.metadata, operations, dialect);
  else printOperations(operations);
  return kDone;
}

}  // namespace joinery::cli
