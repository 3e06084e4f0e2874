// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "orm/schema/schema_json.h"

namespace joinery::cli {

int runSchema(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("schema"), text("Prints the schema as the database describes it, as JSON."),
                            {{text("URL"), text("the database"), true}},
                            {{text("format"), text("json"), text("How to print; json if left out.")}}, words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  if (const auto format = arguments.value(text("format"), "json"); format != "json")
    throw DbError(ErrorKind::Argument, "'" + format + "' is no format of schema; there is json");
  const OpenedDatabase database(arguments.word(0), Engine::Access::Read);
  printJson(schema::schemaToJson(*database.metadata()));
  return kDone;
}

}  // namespace joinery::cli
