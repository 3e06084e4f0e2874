// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/generator.h"

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/compared_schema.h"
#include "app/cli/exit_code.h"
#include "app/cli/output.h"
#include "app/cli/text_output.h"
#include "orm/core/db_error.h"
#include "orm/difference/copied_tables.h"
#include "orm/difference/revision_table_name.h"
#include "orm/engine/dialects.h"
#include "orm/model/automap.h"

namespace joinery::cli {

namespace {

SchemaVariant variantNamed(const std::string& name) {
  for (const SchemaVariant each : {SchemaVariant::Post, SchemaVariant::Patch, SchemaVariant::Put})
    if (QString::fromUtf8(schemaVariantName(each)).toLower() == QString::fromStdString(name)) return each;
  throw DbError(ErrorKind::Argument, "'" + name + "' is no variant; there are post, patch and put");
}

GeneratorOptions optionsFrom(const Arguments& arguments, const Generator& generator) {
  GeneratorOptions options;
  options.target = arguments.value(QStringLiteral("target"));
  if (!arguments.has(QStringLiteral("variant"))) return options;
  if (!generator.hasVariants) throw DbError(ErrorKind::Argument, std::string(generator.name) + " has no variants: leave --variant out");
  options.variant = variantNamed(arguments.value(QStringLiteral("variant")));
  return options;
}

/// What a schema becomes for another engine, as comments of SQL.
std::string commentOf(const std::vector<std::string>& differences, const std::string& engine) {
  if (differences.empty()) return {};
  std::string text = "-- Not as it is in " + engine + ":\n";
  for (const std::string& each : differences) {
    text += "--   ";
    for (const char letter : each) text += letter == '\n' ? std::string("\n--   ") : std::string(1, letter);
    text += '\n';
  }
  return text + '\n';
}

/// The schema for the engine that is asked for, where it is another's. @return what is not as it was
std::string translate(ComparedSchema& source, const std::string& asked) {
  const std::string engine = likelyEngine(source);
  if (asked.empty() || engine.empty() || asked == engine) return {};
  migration::CopiedSchema copied = migration::copySchema(source.metadata, dialectFor(engine), dialectFor(asked));
  source = {std::move(copied.metadata), asked};
  return commentOf(copied.differences, engine);
}

QString kindNames() {
  QStringList names;
  for (const Generator& each : generators()) names << QLatin1String(each.name);
  return names.join(QStringLiteral(", "));
}

}  // namespace

int runGenerate(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("generate"), text("Writes code from the models that a schema's tables make, or the schema itself in another language."),
                            {{text("KIND"), QStringLiteral("what to write: ") + kindNames(), true},
                             {text("SOURCE"), text("a database, a schema's file *.json, or a workspace *.joinery with a designed schema"), true}},
                            {{text("o|output"), text("FILE"), text("Where to write; its folder is made where it is missing. Standard output if left out.")},
                             {text("engine"), text("E"), text("sqlite or postgresql: of sql, if not that of SOURCE: types are mapped, and what is not as it was stands above.")},
                             {text("target"), text("VERSION"), text("Of sqlalchemy: 2.0 or 1.4; of pydantic: 2 or 1. The newer one if left out.")},
                             {text("variant"), text("V"), text("Of jsonschema: documents to post, patch or put; whole records if left out.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const Generator& generator = generatorNamed(arguments.word(0));
  GeneratorOptions options = optionsFrom(arguments, generator);
  requireTarget(generator, options.target);
  ComparedSchema source = comparedSchema(arguments.word(1));
  source.metadata = migration::withoutRevisionTable(std::move(source.metadata));
  const std::string engine = arguments.value(text("engine"));
  const std::string differences = generator.needsDialect ? translate(source, engine) : std::string();
  options.dialect = dialectOf(source, engine);
  if (generator.needsDialect && !options.dialect) refuseUnknownEngine("which engine's SQL is wanted can't be told from a file");
  const auto registry = automap(std::make_shared<const schema::MetaData>(std::move(source.metadata)), options.dialect && options.dialect->namesIgnoreCase());
  const std::string made = differences + generator.generate(*registry, options);
  if (arguments.has(text("output"))) writeText(arguments.value(text("output")), made);
  else print(made);
  return kDone;
}

}  // namespace joinery::cli
