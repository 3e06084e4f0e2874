// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/schema_names.h"

#include <algorithm>

#include "orm/core/ascii_case.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

std::string_view schemaOf(const QualifiedName& name, const schema::MetaData& metadata) { return name.schema.empty() ? metadata.defaultSchema : name.schema; }

}  // namespace

bool isSameName(std::string_view one, std::string_view other, const Dialect& dialect) {
  if (!dialect.namesIgnoreCase()) return one == other;
  return std::ranges::equal(one, other, {}, [](char each) { return asciiLower(each); }, [](char each) { return asciiLower(each); });
}

bool isSameName(const QualifiedName& one, const QualifiedName& other, const schema::MetaData& metadata, const Dialect& dialect) {
  return isSameName(one.name, other.name, dialect) && isSameName(schemaOf(one, metadata), schemaOf(other, metadata), dialect);
}

bool isSameNames(const std::vector<std::string>& one, const std::vector<std::string>& other, const Dialect& dialect) {
  return std::ranges::equal(one, other, [&](const auto& left, const auto& right) { return isSameName(left, right, dialect); });
}

bool holdsName(const std::vector<std::string>& names, std::string_view name, const Dialect& dialect) {
  return std::ranges::any_of(names, [&](const std::string& each) { return isSameName(each, name, dialect); });
}

std::shared_ptr<const schema::Table> findTable(const schema::MetaData& metadata, const QualifiedName& name, const Dialect& dialect) {
  if (auto table = metadata.find(name); table || !dialect.namesIgnoreCase()) return table;
  const auto found = std::ranges::find_if(metadata.tables(), [&](const auto& each) { return isSameName(each->name, name, metadata, dialect); });
  return found == metadata.tables().end() ? nullptr : *found;
}

const schema::Column* findColumn(const schema::Table& table, std::string_view name, const Dialect& dialect) {
  const auto found = std::ranges::find_if(table.columns, [&](const auto& each) { return isSameName(each.name, name, dialect); });
  return found == table.columns.end() ? nullptr : &*found;
}

bool isOfType(const ValueType& type, const QualifiedName& name, const schema::MetaData& metadata, const Dialect& dialect) {
  const std::vector<SqlToken> tokens = sqlTokens(type.declared, dialect);
  const bool hasSchema = tokens.size() > 2 && tokens[1].isSymbol('.');
  const std::size_t at = hasSchema ? 2 : 0;
  if (tokens.size() <= at || tokens[at].text != name.name || (tokens.size() > at + 1 && !tokens[at + 1].isSymbol('['))) return false;
  return isSameName(QualifiedName(hasSchema ? tokens[0].text : std::string(), name.name), name, metadata, dialect);
}

}  // namespace joinery::migration
