// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/generator.h"

#include <algorithm>

#include "orm/codegen/json_schema.h"
#include "orm/codegen/pydantic.h"
#include "orm/core/db_error.h"
#include "orm/model/names.h"

namespace joinery {

const std::vector<Generator>& generators() {
  static const std::vector<Generator> kGenerators{
      {"jsonschema", true, [](const Registry& registry, const GeneratorOptions& options) { return jsonSchemas(registry, options.variant).dump(2) + "\n"; }},
      {"pydantic", false, [](const Registry& registry, const GeneratorOptions&) { return pydanticModels(registry); }},
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

}  // namespace joinery
