// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "orm/core/qualified_name.h"
#include "orm/dialect/execution_options.h"

namespace joinery {

/// Spells names of tables and columns: as they are where the engine reads them so, else in quotes. Immutable.
class IdentifierPreparer {
 public:
  enum class PlainCase { Any, LowerOnly };

  /// @param keywords words that need quotes: lower-case, sorted, and living as long as this does
  /// @param plainCase the letters that the engine does not fold
  /// @param schemas what schemas are called in the statements
  IdentifierPreparer(std::span<const std::string_view> keywords, PlainCase plainCase, SchemaTranslateMap schemas = {})
      : m_keywords(keywords), m_plainCase(plainCase), m_schemas(std::move(schemas)) {}

  bool needsQuotes(std::string_view identifier) const;
  /// @throws DbError Argument for a name with a NUL in it, which no engine takes
  std::string quote(std::string_view identifier) const;
  /// With its schema translated.
  std::string quote(const QualifiedName& name) const;
  /// The name under which it stands in statements.
  QualifiedName translated(QualifiedName name) const;

 private:
  bool isPlain(char letter) const;

  std::span<const std::string_view> m_keywords;
  PlainCase m_plainCase;
  SchemaTranslateMap m_schemas;
};

}  // namespace joinery
