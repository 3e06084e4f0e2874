// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compared_schema.h"

#include "app/cli/opened_database.h"
#include "app/cli/text_input.h"
#include "orm/core/db_error.h"
#include "orm/engine/dialects.h"
#include "orm/schema/schema_json.h"
#include "orm/workspace/workspace_file.h"

namespace joinery::cli {

namespace {

ComparedSchema designedSchema(const std::string& path) {
  const Workspace workspace = WorkspaceFile(path).read();
  const JsonPlace place(workspace.source, path.c_str());
  if (!place.has("schema")) throw DbError(ErrorKind::Argument, path + " holds no designed schema");
  const JsonPlace design = place.at("schema");
  return {schema::schemaFromJson(design.at("metadata")), design.at("dialect").text()};
}

}  // namespace

ComparedSchema comparedSchema(const std::string& word) {
  if (word.ends_with(".json")) {
    const Json json = parseJson(readText(word));
    return {schema::schemaFromJson(JsonPlace(json, word.c_str())), {}};
  }
  if (word.ends_with(".joinery")) return designedSchema(word);
  const OpenedDatabase database(word, Engine::Access::Read);
  return {*database.metadata(), database.dialect().name()};
}

std::string likelyEngine(const ComparedSchema& schema) {
  if (!schema.dialect.empty() || schema.metadata.defaultSchema.empty()) return schema.dialect;
  return schema.metadata.defaultSchema == "main" ? "sqlite" : "postgresql";
}

const Dialect* dialectOf(const ComparedSchema& schema, const std::string& asked) {
  if (!schema.dialect.empty() && !asked.empty() && asked != schema.dialect)
    throw DbError(ErrorKind::Argument, "--engine " + asked + " is not that of the database, which is " + schema.dialect);
  const std::string& known = schema.dialect.empty() ? asked : schema.dialect;
  return known.empty() ? nullptr : &dialectFor(known);
}

void refuseUnknownEngine(const std::string& what) {
  DbError error(ErrorKind::Argument, what);
  error.hint = "Say it: --engine sqlite or --engine postgresql.";
  throw error;
}

}  // namespace joinery::cli
