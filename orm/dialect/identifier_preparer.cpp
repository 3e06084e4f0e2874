// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/identifier_preparer.h"

#include <algorithm>

#include "orm/core/ascii_case.h"
#include "orm/core/db_error.h"
#include "orm/dialect/sql_text.h"

namespace joinery {

bool IdentifierPreparer::isPlain(char letter) const {
  if (letter >= 'A' && letter <= 'Z') return m_plainCase == PlainCase::Any;
  return isWordCharacter(letter) && letter != '$' && static_cast<unsigned char>(letter) < 0x80;
}

bool IdentifierPreparer::needsQuotes(std::string_view identifier) const {
  if (identifier.empty() || isDigit(identifier.front())) return true;
  if (!std::ranges::all_of(identifier, [this](char letter) { return isPlain(letter); })) return true;
  return std::ranges::binary_search(m_keywords, std::string_view(asciiLower(identifier)));
}

std::string IdentifierPreparer::quote(std::string_view identifier) const {
  if (!needsQuotes(identifier)) return std::string(identifier);
  if (identifier.find('\0') != std::string_view::npos)
    throw DbError(ErrorKind::Argument, "a name has a NUL character in it");
  std::string quoted = "\"";
  for (const char letter : identifier) quoted.append(letter == '"' ? 2 : 1, letter);
  return quoted + '"';
}

std::string IdentifierPreparer::quote(const QualifiedName& name) const {
  const QualifiedName there = translated(name);
  return there.schema.empty() ? quote(there.name) : quote(there.schema) + "." + quote(there.name);
}

QualifiedName IdentifierPreparer::translated(QualifiedName name) const {
  const auto found = m_schemas.find(name.schema);
  if (found != m_schemas.end()) name.schema = found->second;
  return name;
}

}  // namespace joinery
