// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compared_schema.h"

#include "app/cli/opened_database.h"
#include "app/cli/text_input.h"
#include "orm/schema/schema_json.h"

namespace joinery::cli {

ComparedSchema comparedSchema(const std::string& word) {
  if (word.ends_with(".json")) {
    const Json json = parseJson(readText(word));
    return {schema::schemaFromJson(JsonPlace(json, word.c_str())), {}};
  }
  const OpenedDatabase database(word, Engine::Access::Read);
  return {*database.metadata(), database.dialect().name()};
}

}  // namespace joinery::cli
