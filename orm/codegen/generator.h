// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "orm/codegen/schema_variant.h"
#include "orm/dialect/dialect.h"
#include "orm/model/registry.h"

namespace joinery {

/// What a person may ask of a generator.
struct GeneratorOptions {
  /// Of schemas of documents; nothing: of whole records.
  std::optional<SchemaVariant> variant = {};
  /// Which version of what the text is for, one of Generator::targets; empty: the first of them.
  std::string target = {};
  /// Whose SQL it is to be; null: SQLite's.
  const Dialect* dialect = nullptr;
};

/// One kind of text that is made of models, or of the schema alone. Without models it is a comment that says so.
struct Generator {
  using OfModels = std::string (*)(const Registry& registry, const GeneratorOptions& options);
  using OfSchema = std::string (*)(const schema::MetaData& metadata, const GeneratorOptions& options);

  const char* name;  ///< "pydantic": what a person asks for
  std::variant<OfModels, OfSchema> make;
  bool needsDialect = false;  ///< it is SQL of one engine, which has to be known
  bool hasVariants = false;  ///< whether GeneratorOptions::variant means anything to it
  std::vector<std::string> targets = {};  ///< what GeneratorOptions::target may be, the usual one first; none for most

  bool isOfSchema() const { return std::holds_alternative<OfSchema>(make); }
  /// A schema's text is that of the registry's tables.
  std::string generate(const Registry& registry, const GeneratorOptions& options) const;
};

/// All of them, by name. Pure; any thread.
const std::vector<Generator>& generators();
/// @throws DbError Argument naming those that there are
const Generator& generatorNamed(const std::string& name);
/// @throws DbError Argument for a target that it has not, naming those that there are; an empty one is any's
void requireTarget(const Generator& generator, const std::string& target);

}  // namespace joinery
