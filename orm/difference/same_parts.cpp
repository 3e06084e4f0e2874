// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/difference/same_parts.h"

#include <algorithm>
#include <map>

#include "orm/core/ascii_case.h"
#include "orm/dialect/ddl_compiler.h"
#include "orm/difference/schema_names.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

/// A name that one of them leaves to the database tells nothing.
bool isSameOrOpen(const std::string& one, const std::string& other) { return one.empty() || other.empty() || one == other; }

/// The words of a type that PostgreSQL has another name for.
const std::map<std::string, std::string>& postgresqlNames() {
  static const std::map<std::string, std::string> kNames{
      {"int", "integer"}, {"int4", "integer"}, {"int8", "bigint"}, {"int2", "smallint"}, {"bool", "boolean"}, {"float8", "double precision"}, {"float4", "real"}, {"float", "double precision"},
      {"varchar", "character varying"}, {"char", "character"}, {"bpchar", "character"}, {"decimal", "numeric"}, {"varbit", "bit varying"}, {"timestamptz", "timestamp with time zone"}, {"timetz", "time with time zone"}};
  return kNames;
}

std::string joinedTokens(const std::vector<SqlToken>& tokens, const Dialect& dialect) {
  std::string text;
  for (const SqlToken& token : tokens) {
    const bool isQuoted = token.kind == SqlToken::Kind::QuotedName;
    const std::string word = isQuoted ? dialect.quote(token.text) : asciiLower(token.text);
    const bool isJoined = text.empty() || token.isSymbol('(') || token.isSymbol(')') || token.isSymbol(',') || token.isSymbol('[') || token.isSymbol(']') || token.isSymbol('.') ||
                          text.back() == '(' || text.back() == ',' || text.back() == '[' || text.back() == '.';
    text += (isJoined ? "" : " ") + word;
  }
  return text;
}

/// "timestamp(3) without time zone" and "timestamp(3)" are one.
void dropPhrase(std::string& text, std::string_view phrase) {
  if (const std::size_t at = text.find(phrase); at != std::string::npos) text.erase(at, phrase.size());
}

}  // namespace

std::string canonicalType(const std::string& declared, const Dialect& dialect) {
  std::string text = joinedTokens(sqlTokens(declared, dialect), dialect);
  if (dialect.name() != "postgresql") return text;
  const std::size_t wordEnd = std::min(text.find_first_of("([ ."), text.size());
  if (const auto found = postgresqlNames().find(text.substr(0, wordEnd)); found != postgresqlNames().end()) {
    // The words that follow a precision stand behind it: timestamptz(3).
    const std::string rest = text.substr(wordEnd);
    const std::size_t blank = found->second.find(" with ");
    const std::size_t closing = rest.starts_with("(") ? rest.find(')') + 1 : 0;
    if (rest.starts_with(" ")) return text;
    text = found->second.substr(0, blank) + rest.substr(0, closing) + (blank == std::string::npos ? std::string() : found->second.substr(blank)) + rest.substr(closing);
  }
  dropPhrase(text, " without time zone");
  return text;
}

bool SameParts::isSameText(const std::string& one, const std::string& other) const { return one == other || comparableSql(one, m_dialect) == comparableSql(other, m_dialect); }

bool SameParts::isSameText(const std::optional<std::string>& one, const std::optional<std::string>& other) const {
  return one.has_value() == other.has_value() && (!one || isSameText(*one, *other));
}

bool SameParts::isSameName(const std::string& one, const std::string& other) const { return migration::isSameName(one, other, m_dialect); }

bool SameParts::isSameList(const std::vector<std::string>& one, const std::vector<std::string>& other) const { return isSameNames(one, other, m_dialect); }

std::string SameParts::typeText(const ValueType& type) const { return canonicalType(m_dialect.ddl().columnType(type), m_dialect); }

bool SameParts::isSame(const ValueType& one, const ValueType& other) const { return one == other || typeText(one) == typeText(other); }

bool SameParts::isSame(const schema::Column& one, const schema::Column& other) const {
  return isSameName(one.name, other.name) && isSame(one.type, other.type) && one.nullable == other.nullable && isSameText(one.defaultExpression, other.defaultExpression) &&
         one.generation == other.generation && isSameText(one.generationExpression, other.generationExpression) && one.autoIncrement == other.autoIncrement &&
         isSameName(one.collation, other.collation) && one.comment == other.comment && one.identity == other.identity && one.onNull == other.onNull;
}

bool SameParts::isSame(const schema::UniqueKey& one, const schema::UniqueKey& other) const {
  return isSameOrOpen(one.name, other.name) && isSameList(one.columns, other.columns) && one.deferrable == other.deferrable && one.initiallyDeferred == other.initiallyDeferred &&
         one.nullsNotDistinct == other.nullsNotDistinct && isSameList(one.included, other.included) && one.orders == other.orders && one.onConflict == other.onConflict;
}

std::vector<std::string> SameParts::referredColumns(const schema::ForeignKey& key) const {
  if (!key.referredColumns.empty()) return key.referredColumns;
  const auto table = findTable(m_metadata, key.referredTable, m_dialect);
  return table && table->primaryKey ? table->primaryKey->columns : std::vector<std::string>();
}

bool SameParts::isSame(const schema::ForeignKey& one, const schema::ForeignKey& other) const {
  return isSameOrOpen(one.name, other.name) && isSameList(one.columns, other.columns) && migration::isSameName(one.referredTable, other.referredTable, m_metadata, m_dialect) &&
         isSameList(referredColumns(one), referredColumns(other)) && one.onDelete == other.onDelete && one.onUpdate == other.onUpdate && one.deferrable == other.deferrable &&
         one.initiallyDeferred == other.initiallyDeferred && one.matchFull == other.matchFull && isSameList(one.setOnDelete, other.setOnDelete) && one.notValid == other.notValid;
}

bool SameParts::isSame(const schema::CheckConstraint& one, const schema::CheckConstraint& other) const {
  return isSameOrOpen(one.name, other.name) && isSameText(one.expression, other.expression) && one.noInherit == other.noInherit && one.notValid == other.notValid;
}

bool SameParts::isSame(const schema::ExclusionConstraint& one, const schema::ExclusionConstraint& other) const {
  return isSameOrOpen(one.name, other.name) && isSameText(one.definition, other.definition) && one.deferrable == other.deferrable && one.initiallyDeferred == other.initiallyDeferred;
}

bool SameParts::isSamePart(const schema::Index::Part& one, const schema::Index::Part& other) const {
  return isSameName(one.column, other.column) && isSameText(one.expression, other.expression) && one.descending == other.descending && isSameName(one.collation, other.collation) &&
         one.operatorClass == other.operatorClass && one.nullsFirst == other.nullsFirst;
}

bool SameParts::isSame(const schema::Index& one, const schema::Index& other) const {
  const auto methodOf = [](const schema::Index& index) { return index.method == "btree" ? std::string() : index.method; };
  if (one.parts.empty() && other.parts.empty() && !isSameText(one.definition, other.definition)) return false;
  return isSameName(one.name, other.name) && std::ranges::equal(one.parts, other.parts, [this](const auto& left, const auto& right) { return isSamePart(left, right); }) &&
         one.unique == other.unique && isSameText(one.predicate, other.predicate) && methodOf(one) == methodOf(other) && isSameList(one.included, other.included) &&
         one.nullsNotDistinct == other.nullsNotDistinct && one.options == other.options;
}

bool SameParts::isSame(const schema::Trigger& one, const schema::Trigger& other) const {
  return isSameName(one.name, other.name) && isSameText(one.definition, other.definition) && one.firing == other.firing;
}

bool SameParts::isSame(const schema::Rule& one, const schema::Rule& other) const {
  return isSameName(one.name, other.name) && isSameText(one.definition, other.definition) && one.firing == other.firing;
}

bool SameParts::isSameView(const schema::Table& one, const schema::Table& other) const {
  return one.kind == other.kind && isSameText(one.definition, other.definition) && isSameList(one.viewColumns, other.viewColumns) && one.options == other.options;
}

bool SameParts::isSame(const schema::Domain& one, const schema::Domain& other) const {
  return isSame(one.type, other.type) && one.nullable == other.nullable && isSameText(one.defaultExpression, other.defaultExpression) && one.collation == other.collation &&
         std::ranges::is_permutation(one.checks, other.checks, [this](const auto& left, const auto& right) { return isSame(left, right); });
}

bool SameParts::isSame(const schema::Sequence& one, const schema::Sequence& other) const {
  return canonicalType(one.type, m_dialect) == canonicalType(other.type, m_dialect) && one.options == other.options && one.ownerColumn == other.ownerColumn &&
         migration::isSameName(one.ownerTable, other.ownerTable, m_metadata, m_dialect);
}

bool SameParts::isSame(const schema::Routine& one, const schema::Routine& other) const { return one.procedure == other.procedure && isSameText(one.definition, other.definition); }

}  // namespace joinery::migration
