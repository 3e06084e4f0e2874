// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "orm/codegen/generator.h"
#include "orm/core/db_error.h"
#include "orm/difference/revision_table_name.h"
#include "orm/model/automap.h"
#include "orm/schema/schema_json.h"

namespace joinery::cli {

namespace {

/// "json, dbml, dot, …".
std::string joinedFormats() {
  std::string names = "json";
  for (const Generator& each : generators())
    if (each.isOfSchema()) names += std::string(", ") + each.name;
  return names;
}

/// @return null for json
const Generator* generatorOf(const std::string& format) {
  if (format == "json") return nullptr;
  const auto found = std::ranges::find_if(generators(), [&](const Generator& each) { return each.isOfSchema() && format == each.name; });
  if (found == generators().end()) throw DbError(ErrorKind::Argument, "'" + format + "' is no format of schema; there are " + joinedFormats());
  return &*found;
}

}  // namespace

int runSchema(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("schema"), text("Prints the schema as the database describes it."),
                            {{text("URL"), text("the database"), true}},
                            {{text("format"), text("json"), QStringLiteral("How to print: ") + QString::fromStdString(joinedFormats()) + QStringLiteral("; json if left out.")}}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const auto format = arguments.value(text("format"), "json");
  const Generator* generator = generatorOf(format);
  const OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  if (!generator) return printJson(schema::schemaToJson(*database.metadata())), kDone;
  const auto metadata = std::make_shared<const schema::MetaData>(migration::withoutRevisionTable(*database.metadata()));
  print(generator->generate(*automap(metadata, database.dialect().namesIgnoreCase()), {.variant = {}, .target = {}, .dialect = &database.dialect()}));
  return kDone;
}

}  // namespace joinery::cli
