// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/codegen/schema_variant.h"
#include "orm/model/registry.h"

namespace joinery {

/// What a person may ask of a generator.
struct GeneratorOptions {
  /// Of schemas of documents; nothing: of whole records.
  std::optional<SchemaVariant> variant = {};
};

/// One kind of text that is made of models. Without models it is a comment that says so.
struct Generator {
  const char* name;  ///< "pydantic": what a person asks for
  bool hasVariants;  ///< whether GeneratorOptions::variant means anything to it
  std::string (*generate)(const Registry& registry, const GeneratorOptions& options);
};

/// All of them, by name. Pure; any thread.
const std::vector<Generator>& generators();
/// @throws DbError Argument naming those that there are
const Generator& generatorNamed(const std::string& name);

}  // namespace joinery
