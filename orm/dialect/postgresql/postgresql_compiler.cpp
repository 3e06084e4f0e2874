// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_compiler.h"

#include <algorithm>
#include <array>
#include <limits>

#include "orm/core/ascii_case.h"
#include "orm/dialect/sql_text.h"
#include "orm/sql/visitor.h"

namespace joinery {
namespace {

bool isKnown(const ValueType& type) { return type.kind != TypeKind::Unknown || !type.declared.empty(); }

bool startsWithAny(std::string_view text, std::span<const std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [text](std::string_view beginning) { return text.starts_with(beginning); });
}

// As an argument an integer that fits goes as `integer`, which every function that takes a number accepts.
const char* integerTypeName(const Value& value, bool asArgument) {
  using Limits = std::numeric_limits<std::int32_t>;
  const std::int64_t number = value.toInteger();
  return asArgument && number >= Limits::min() && number <= Limits::max() ? "integer" : "bigint";
}

// Text operators exist for text only; what is known to be something else is made text.
bool needsTextCast(const ValueType& type) {
  return isKnown(type) &&
         (type.kind != TypeKind::Text || asciiLower(type.declared).find("citext") != std::string::npos);
}

// Types whose `=` holds for one stored value only.
bool equalsIsIdentity(TypeKind kind) {
  static constexpr std::array kKinds{TypeKind::Uuid, TypeKind::Enum, TypeKind::Date, TypeKind::Timestamp,
                                     TypeKind::TimestampTz};
  return std::ranges::find(kKinds, kind) != kKinds.end();
}

// Types whose cast to text gives what a SELECT of them shows. A cast of char(n) strips blanks, one of inet adds a
// netmask, one of xml keeps a declaration that output drops, and a domain may hide any of them.
bool castShowsOutput(const ValueType& type) {
  static constexpr std::array kKinds{TypeKind::Real,     TypeKind::Numeric, TypeKind::Time,
                                     TypeKind::Interval, TypeKind::Json,    TypeKind::Array,
                                     TypeKind::Range,    TypeKind::Bit,     TypeKind::Geometry};
  static constexpr std::array<std::string_view, 4> kTexts{"text", "character varying", "varchar", "citext"};
  if (type.kind == TypeKind::Text) return startsWithAny(type.declared, kTexts);
  return std::ranges::find(kKinds, type.kind) != kKinds.end();
}

bool isJson(const ValueType& type) { return type.declared == "jsonb" || type.declared == "json"; }

}  // namespace

std::string PostgresqlCompiler::bindCast(const Value* value, const ValueType& type, BindContext context) const {
  if (context == BindContext::Inferred) return {};
  if (isKnown(type)) return "::" + m_types.unlimitedTypeName(type);
  if (!value) return context == BindContext::Bare ? "::text" : "";
  switch (value->storageClass()) {
    case StorageClass::Boolean:
      return "::boolean";
    case StorageClass::Integer:
      return std::string("::") + integerTypeName(*value, context == BindContext::Argument);
    case StorageClass::Unsigned:
      return "::numeric";
    case StorageClass::Real:
      return "::double precision";
    case StorageClass::Blob:
      return "::bytea";
    case StorageClass::Null:
    case StorageClass::Text:
      return "::text";
  }
  return {};
}

void PostgresqlCompiler::appendCast(const sql::Expression& operand, const ValueType& target) {
  append(operand, Precedence::Primary);
  write("::" + m_types.typeName(target));
}

void PostgresqlCompiler::appendText(const sql::Expression& operand, Precedence minimum) {
  if (needsTextCast(operand.type()) && !isUntyped(operand)) {
    append(operand, Precedence::Primary);
    return write("::text");
  }
  append(operand, minimum, BindContext::Bare);
}

void PostgresqlCompiler::appendMatch(const sql::MatchNode& node) {
  const auto infix = [&](std::string_view op, std::string pattern) {
    appendText(node.operand, Precedence::Concat);
    write(op);
    write(addBind(Value::text(std::move(pattern))));
  };
  const auto call = [&](std::string_view name) {
    write(name);
    appendText(node.operand, Precedence::Lowest);
    write(", ");
  };
  switch (node.kind) {
    case sql::MatchNode::Kind::Like:
      return infix(" LIKE ", completeLikePattern(node.pattern));
    case sql::MatchNode::Kind::ILike:
      return infix(" ILIKE ", completeLikePattern(node.pattern));
    case sql::MatchNode::Kind::ContainsIgnoringCase:
      return infix(" ILIKE ", "%" + escapeLikePattern(node.pattern) + "%");
    case sql::MatchNode::Kind::Regex:
      return infix(" ~ ", node.pattern);
    case sql::MatchNode::Kind::Contains:
      call("strpos(");
      return write(addBind(Value::text(node.pattern)) + "::text) > 0");
    case sql::MatchNode::Kind::StartsWith:
      call("starts_with(");
      return write(addBind(Value::text(node.pattern)) + "::text)");
    case sql::MatchNode::Kind::EndsWith: {
      call("right(");
      const std::string pattern = addBind(Value::text(node.pattern));
      return write("length(" + pattern + "::text)) = " + pattern);
    }
  }
}

void PostgresqlCompiler::appendIdentical(const sql::IdenticalNode& node) {
  const bool isText = node.value.storageClass() == StorageClass::Text;
  const bool isZero = node.value.storageClass() == StorageClass::Real && node.value.toReal() == 0;
  if (isZero) {  // 0 = -0
    append(node.operand, Precedence::Primary);
    return write("::text = " + addBind(Value::text(formatReal(node.value.toReal()))));
  }
  if (isText && !equalsIsIdentity(node.operand.type().kind)) return appendIdenticalText(node);
  append(node.operand, Precedence::Concat);
  write(node.value.isNull() ? " IS NULL" : " = " + addBind(node.value));
}

// concat() calls the type's output function, as a SELECT does, but takes NULL for an empty text.
void PostgresqlCompiler::appendIdenticalText(const sql::IdenticalNode& node) {
  const bool casts = castShowsOutput(node.operand.type());
  if (!casts && node.value.bytes().empty()) {
    append(node.operand, Precedence::Concat);
    write(" IS NOT NULL AND ");
  }
  write(casts ? "" : "concat(");
  append(node.operand, casts ? Precedence::Primary : Precedence::Lowest);
  write(casts ? "::text" : ")");
  write(" COLLATE \"C\" = " + addBind(node.value));
}

void PostgresqlCompiler::appendJsonText(const sql::JsonTextNode& node) {
  write("(");
  append(node.document, Precedence::Primary);
  write(isJson(node.document.type()) ? " #>> ARRAY[" : "::jsonb #>> ARRAY[");
  for (std::size_t i = 0; i < node.path.size(); ++i) write((i > 0 ? ", " : "") + addBind(Value::text(node.path[i])));
  write("]::text[])");
}

void PostgresqlCompiler::appendNestedOperand(const sql::Select& select) {
  write("(");
  appendSelect(select);
  write(")");
}

}  // namespace joinery
