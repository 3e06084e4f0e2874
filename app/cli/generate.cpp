// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/generator.h"

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/exit_code.h"
#include "app/cli/opened_database.h"
#include "app/cli/output.h"
#include "app/cli/text_output.h"

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

QString kindNames() {
  QStringList names;
  for (const Generator& each : generators()) names << QLatin1String(each.name);
  return names.join(QStringLiteral(", "));
}

}  // namespace

int runGenerate(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("generate"), text("Writes code from the models that a database's tables make."),
                            {{text("KIND"), QStringLiteral("what to write: ") + kindNames(), true},
                             {text("SOURCE"), text("the database"), true}},
                            {{text("o|output"), text("FILE"), text("Where to write; its folder is made where it is missing. Standard output if left out.")},
                             {text("target"), text("VERSION"), text("Of sqlalchemy: 2.0 or 1.4; of pydantic: 2 or 1. The newer one if left out.")},
                             {text("variant"), text("V"), text("Of jsonschema: documents to post, patch or put; whole records if left out.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  const Generator& generator = generatorNamed(arguments.word(0));
  GeneratorOptions options = optionsFrom(arguments, generator);
  requireTarget(generator, options.target);
  const OpenedDatabase database(arguments.word(1), Engine::Access::Read);
  options.dialect = &database.dialect();
  const std::string made = generator.generate(*database.registry(), options);
  if (arguments.has(text("output"))) writeText(arguments.value(text("output")), made);
  else print(made);
  return kDone;
}

}  // namespace joinery::cli
