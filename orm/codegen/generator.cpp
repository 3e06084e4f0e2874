// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/generator.h"

#include <algorithm>

#include "orm/codegen/cpp_structs.h"
#include "orm/codegen/dbml.h"
#include "orm/codegen/dot.h"
#include "orm/codegen/json_schema.h"
#include "orm/codegen/markdown.h"
#include "orm/codegen/mermaid.h"
#include "orm/codegen/pydantic.h"
#include "orm/codegen/sql_script.h"
#include "orm/codegen/sqlalchemy.h"
#include "orm/core/db_error.h"
#include "orm/engine/dialects.h"
#include "orm/model/names.h"

namespace joinery {

namespace {

std::string generateCpp(const Registry& registry, const GeneratorOptions&) { return cppStructs(registry); }

std::string generateJsonSchema(const Registry& registry, const GeneratorOptions& options) { return jsonSchemas(registry, options.variant).dump(2) + "\n"; }

std::string generatePydantic(const Registry& registry, const GeneratorOptions& options) {
  return pydanticModels(registry, options.target == "1" ? PydanticVersion::V1 : PydanticVersion::V2);
}

std::string generateSqlAlchemy(const Registry& registry, const GeneratorOptions& options) {
  return sqlAlchemyModels(registry, options.target == "1.4" ? SqlAlchemyVersion::V1_4 : SqlAlchemyVersion::V2_0);
}

std::string generateDbml(const schema::MetaData& metadata, const GeneratorOptions&) { return dbmlText(metadata); }
std::string generateDot(const schema::MetaData& metadata, const GeneratorOptions&) { return dotGraph(metadata); }
std::string generateMarkdown(const schema::MetaData& metadata, const GeneratorOptions&) { return markdownDocument(metadata); }
std::string generateMermaid(const schema::MetaData& metadata, const GeneratorOptions&) { return mermaidDiagram(metadata); }
std::string generateSql(const schema::MetaData& metadata, const GeneratorOptions& options) { return sqlScript(metadata, options.dialect ? *options.dialect : dialectFor("sqlite")); }

}  // namespace

std::string Generator::generate(const Registry& registry, const GeneratorOptions& options) const {
  if (const OfSchema* ofSchema = std::get_if<OfSchema>(&make)) return (*ofSchema)(registry.metadata(), options);
  return std::get<OfModels>(make)(registry, options);
}

const std::vector<Generator>& generators() {
  static const std::vector<Generator> kGenerators{
      {.name = "cpp", .make = generateCpp},
      {.name = "dbml", .make = generateDbml},
      {.name = "dot", .make = generateDot},
      {.name = "jsonschema", .make = generateJsonSchema, .hasVariants = true},
      {.name = "markdown", .make = generateMarkdown},
      {.name = "mermaid", .make = generateMermaid},
      {.name = "pydantic", .make = generatePydantic, .targets = {"2", "1"}},
      {.name = "sql", .make = generateSql, .needsDialect = true},
      {.name = "sqlalchemy", .make = generateSqlAlchemy, .targets = {"2.0", "1.4"}},
  };
  return kGenerators;
}

const Generator& generatorNamed(const std::string& name) {
  const auto found = std::ranges::find(generators(), name, &Generator::name);
  if (found != generators().end()) return *found;
  std::vector<std::string> names;
  for (const Generator& each : generators()) names.emplace_back(each.name);
  DbError error(ErrorKind::Argument, "'" + name + "' is nothing that can be generated");
  error.hint = nearestNamesHint(name, names);
  throw error;
}

void requireTarget(const Generator& generator, const std::string& target) {
  if (target.empty() || std::ranges::find(generator.targets, target) != generator.targets.end()) return;
  std::string known;
  for (const std::string& each : generator.targets) known += (known.empty() ? "" : ", ") + each;
  throw DbError(ErrorKind::Argument, "'" + target + "' is no target of " + generator.name + (known.empty() ? ", which has none: leave --target out" : "; there are " + known));
}

}  // namespace joinery
