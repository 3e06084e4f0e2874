// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/dialect/postgresql/postgresql_cut_value.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {
namespace {

using sql::Expression;

const ValueType& textType() {
  static const ValueType type = [] {
    ValueType text = ValueType::of(TypeKind::Text);
    text.declared = "text";
    return text;
  }();
  return type;
}

/// Whether the functions for texts take it as it is stored.
bool isPlainText(const ValueType& type) {
  static constexpr std::array<std::string_view, 3> kTexts{"text", "character varying", "varchar"};
  return type.kind == TypeKind::Text && std::ranges::any_of(kTexts, [&](std::string_view text) { return type.declared.starts_with(text); });
}

bool mayBeLong(const ValueType& type, std::size_t maxBytes) {
  constexpr std::size_t kBytesOfCharacter = 4;
  static constexpr std::array kOthers{TypeKind::Json, TypeKind::Xml, TypeKind::Array, TypeKind::Geometry, TypeKind::Unknown};
  if (isPlainText(type)) return !type.length || static_cast<std::size_t>(*type.length) * kBytesOfCharacter > maxBytes;
  return type.kind == TypeKind::Blob || std::ranges::find(kOthers, type.kind) != kOthers.end();
}

Expression sizeOf(const Expression& text) { return sql::function("octet_length", {text}); }
Expression beginningOf(const Expression& text, std::int64_t count) { return sql::function("substr", {text, sql::integerLiteral(1), sql::integerLiteral(count)}); }

/// What is this small where it is stored is not long as a text, however well it was compressed.
Expression isStoredLarge(const Expression& column) {
  constexpr std::int64_t kSmallBytes = 2'000;
  return sql::gt(sql::function("pg_column_size", {column}), sql::integerLiteral(kSmallBytes));
}

}  // namespace

std::optional<Dialect::CutValue> postgresqlCutValue(const Expression& column, std::size_t maxBytes) {
  if (!mayBeLong(column.type(), maxBytes)) return {};
  const auto most = static_cast<std::int64_t>(maxBytes);
  if (isPlainText(column.type()) || column.type().kind == TypeKind::Blob) {
    const Expression isLong = sql::gt(sizeOf(column), sql::integerLiteral(most));
    return Dialect::CutValue{sql::caseWhen({{isLong, beginningOf(column, most)}}, column).withType(column.type()), sizeOf(column)};
  }
  // The type's own output, which a cast is not for all of them; but NULL would become ''.
  const Expression text = sql::function("format", {sql::text("'%s'"), column}, textType());
  const Expression isLong = sql::and_({isStoredLarge(column), sql::gt(sizeOf(text), sql::integerLiteral(most))});
  const Expression beginning = sql::caseWhen({{sql::isNull(column), sql::nullLiteral()}, {isLong, beginningOf(text, most)}}, text);
  return Dialect::CutValue{beginning.withType(column.type()), sql::caseWhen({{isStoredLarge(column), sizeOf(text)}})};
}

std::optional<Dialect::StoredBytes> postgresqlStoredBytes(const Expression& column) {
  if (!mayBeLong(column.type(), 0)) return {};
  if (column.type().kind == TypeKind::Blob) return Dialect::StoredBytes{column, sizeOf(column)};
  Expression text = column;
  // The type's own output; of NULL it would be ''.
  if (!isPlainText(column.type())) text = sql::caseWhen({{sql::isNotNull(column), sql::function("format", {sql::text("'%s'"), column}, textType())}});
  return Dialect::StoredBytes{sql::function("convert_to", {text, sql::text("'UTF8'")}).withType(ValueType::of(TypeKind::Blob)), sizeOf(text)};
}

}  // namespace joinery
