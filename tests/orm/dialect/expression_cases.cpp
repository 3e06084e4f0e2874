// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/function.h"
#include "orm/sql/operators.h"
#include "rendering_cases.h"

using namespace joinery;
using namespace joinery::sql;

namespace {

ValueType typed(TypeKind kind, const char* declared = "") {
  ValueType type;
  type.kind = kind;
  type.declared = declared;
  return type;
}

Expression id() { return column("item", "id", typed(TypeKind::Integer, "integer")); }
Expression name() { return column("item", "Name", typed(TypeKind::Text, "text")); }
Expression price() { return column("", "price", typed(TypeKind::Numeric, "numeric(10,2)")); }
Expression made() { return column("", "made", typed(TypeKind::Date, "date")); }
Expression uid() { return column("", "uid", typed(TypeKind::Uuid, "uuid")); }
Expression data() { return column("", "data", typed(TypeKind::Blob, "bytea")); }
Expression doc() { return column("", "doc", typed(TypeKind::Json, "jsonb")); }
Expression flag() { return column("", "flag", typed(TypeKind::Boolean, "boolean")); }
Expression ratio() { return column("", "ratio", typed(TypeKind::Real, "double precision")); }
Expression code() { return column("", "code", typed(TypeKind::Text, "character(5)")); }
Select kinds() { return Select({column("kind", "id")}).from(table(QualifiedName("kind"))); }

using Cases = std::vector<RenderingCase>;

Cases comparisonCases() {
  return {
      {"eq", eq(id(), number(1)), "item.id = ?1", "item.id = $1"},
      {"eq turned round", eq(number(1), id()), "?1 = item.id", "$1 = item.id"},
      {"eq of binds", eq(number(1), number(2)), "?1 = ?2", "$1::bigint = $2::bigint"},
      {"ne", ne(name(), words("x")), "item.Name <> ?1", "item.\"Name\" <> $1"},
      {"lt", lt(made(), words("2020-01-01")), "made < ?1", "made < $1"},
      {"lte", lte(id(), id()), "item.id <= item.id", "item.id <= item.id"},
      {"gt", gt(price(), words("1.50")), "price > ?1", "price > $1"},
      {"gte", gte(id(), integerLiteral(-3)), "item.id >= -3", "item.id >= -3"},
      {"is null", isNull(name()), "item.Name IS NULL", "item.\"Name\" IS NULL"},
      {"a bind is null", isNull(words("a")), "?1 IS NULL", "$1::text IS NULL"},
      {"is not null", isNotNull(name()), "item.Name IS NOT NULL", "item.\"Name\" IS NOT NULL"},
      {"distinct", isDistinctFrom(uid(), words("5e0b2b3c-0000-4000-8000-000000000000")), "uid IS NOT ?1",
       "uid IS DISTINCT FROM $1"},
      {"not distinct", isNotDistinctFrom(id(), bind(Value::null())), "item.id IS ?1",
       "item.id IS NOT DISTINCT FROM $1"},
      {"is true", isTrue(eq(id(), number(1))), "(item.id = ?1) IS TRUE", "(item.id = $1) IS TRUE"},
      {"is not true", isNotTrue(flag()), "flag IS NOT TRUE", "flag IS NOT TRUE"},
      {"comparison of comparisons", eq(isNull(name()), trueLiteral()), "(item.Name IS NULL) = TRUE",
       "(item.\"Name\" IS NULL) = TRUE"},
      {"between", between(id(), number(1), number(9)), "item.id BETWEEN ?1 AND ?2", "item.id BETWEEN $1 AND $2"},
      {"in", in(id(), {number(1), number(2)}), "item.id IN (?1, ?2)", "item.id IN ($1, $2)"},
      {"in nothing", in(id(), std::vector<Expression>{}), "FALSE", "FALSE"},
      {"not in", notIn(uid(), {words("5e0b2b3c-0000-4000-8000-000000000000")}), "uid NOT IN (?1)", "uid NOT IN ($1)"},
      {"not in nothing", notIn(id(), {}), "TRUE", "TRUE"},
      {"in a select", in(id(), kinds()), "item.id IN (SELECT kind.id FROM kind)",
       "item.id IN (SELECT kind.id FROM kind)"},
      {"tuples", gt(tuple({id(), name()}), tuple({number(1), words("b")})), "(item.id, item.Name) > (?1, ?2)",
       "(item.id, item.\"Name\") > ($1, $2)"},
      {"in tuples", in(tuple({id(), name()}), {tuple({number(1), words("b")}), tuple({number(2), words("c")})}),
       "(item.id, item.Name) IN (VALUES (?1, ?2), (?3, ?4))", "(item.id, item.\"Name\") IN (($1, $2), ($3, $4))"},
      {"exists", exists(kinds().where(eq(column("kind", "id"), id()))),
       "EXISTS (SELECT kind.id FROM kind WHERE kind.id = item.id)",
       "EXISTS (SELECT kind.id FROM kind WHERE kind.id = item.id)"},
      {"exists of no columns", notExists(kinds().columns({})), "NOT EXISTS (SELECT 1 FROM kind)",
       "NOT EXISTS (SELECT 1 FROM kind)"},
  };
}

Cases junctionCases() {
  const Expression a = eq(id(), number(1));
  const Expression b = isNull(name());
  return {
      {"and", and_({a, {}, b}), "item.id = ?1 AND item.Name IS NULL", "item.id = $1 AND item.\"Name\" IS NULL"},
      {"or of and", or_({and_({a, b}), b}), "(item.id = ?1 AND item.Name IS NULL) OR item.Name IS NULL",
       "(item.id = $1 AND item.\"Name\" IS NULL) OR item.\"Name\" IS NULL"},
      {"and of or", and_({or_({a, b}), b}), "(item.id = ?1 OR item.Name IS NULL) AND item.Name IS NULL",
       "(item.id = $1 OR item.\"Name\" IS NULL) AND item.\"Name\" IS NULL"},
      {"and of nothing", and_({}), "TRUE", "TRUE"},
      {"or of nothing", or_({{}, {}}), "FALSE", "FALSE"},
      {"one operand is itself", and_({{}, b}), "item.Name IS NULL", "item.\"Name\" IS NULL"},
      {"not", not_(a), "NOT (item.id = ?1)", "NOT (item.id = $1)"},
      {"a bare bind as a condition", and_({bind(Value::boolean(true)), b}), "?1 AND item.Name IS NULL",
       "$1 AND item.\"Name\" IS NULL"},
  };
}

Cases textCases() {
  return {
      {"like", like(name(), "a%"), "item.Name GLOB ?1", "item.\"Name\" LIKE $1"},
      {"contains", contains(name(), "b"), "instr(item.Name, ?1) > 0", "strpos(item.\"Name\", $1::text) > 0"},
      {"starts with", startsWith(name(), "b"), "substr(item.Name, 1, length(?1)) = ?1 COLLATE BINARY",
       "starts_with(item.\"Name\", $1::text)"},
      {"ends with", endsWith(name(), "b"), "substr(item.Name, -length(?1)) = ?1 COLLATE BINARY",
       "right(item.\"Name\", length($1::text)) = $1"},
      {"ends with nothing", endsWith(name(), ""), "item.Name IS NOT NULL",
       "right(item.\"Name\", length($1::text)) = $1"},
      {"regex", regex(name(), "^a"), "item.Name REGEXP ?1", "item.\"Name\" ~ $1"},
      {"ilike", ilike(name(), "a_"), "item.Name LIKE ?1 ESCAPE '\\'", "item.\"Name\" ILIKE $1"},
      {"contains, any case", containsIgnoringCase(name(), "a"), "item.Name LIKE ?1 ESCAPE '\\'",
       "item.\"Name\" ILIKE $1"},
      {"another type's text", contains(made(), "2020"), "instr(made, ?1) > 0", "strpos(made::text, $1::text) > 0"},
      {"as text", like(asText(id()), "1%"), "CAST(item.id AS TEXT) GLOB ?1", "item.id::text LIKE $1"},
      {"concat", concat(concat(name(), words("-")), name()), "item.Name || ?1 || item.Name",
       "item.\"Name\" || $1::text || item.\"Name\""},
      {"concat of a sum", concat(add(id(), number(1)), words("x")), "(item.id + ?1) || ?2",
       "(item.id + $1::integer) || $2::text"},
      {"collate", eq(collate(name(), "C"), words("x")), "item.Name COLLATE C = ?1", "item.\"Name\" COLLATE \"C\" = $1"},
  };
}

Cases identityCases() {
  return {
      {"identical null", isIdentical(name(), Value::null()), "item.Name IS NULL", "item.\"Name\" IS NULL"},
      {"identical text", isIdentical(name(), Value::text("a")),
       "typeof(item.Name) = 'text' AND item.Name = ?1 COLLATE BINARY", "item.\"Name\"::text COLLATE \"C\" = $1"},
      {"identical integer", isIdentical(id(), Value::integer(1)), "typeof(item.id) = 'integer' AND item.id = ?1",
       "item.id = $1"},
      {"identical real", isIdentical(ratio(), Value::real(0.5)), "typeof(ratio) = 'real' AND ratio = ?1", "ratio = $1"},
      {"identical zero", isIdentical(ratio(), Value::real(0)), "typeof(ratio) = 'real' AND ratio = ?1",
       "ratio::text = $1"},
      {"identical blob", isIdentical(data(), Value::blob("ab")), "typeof(data) = 'blob' AND data = ?1", "data = $1"},
      {"identical boolean", isIdentical(flag(), Value::boolean(true)), "typeof(flag) = 'integer' AND flag = ?1",
       "flag = $1"},
      {"identical numeric", isIdentical(price(), Value::text("1.50")),
       "typeof(price) = 'text' AND price = ?1 COLLATE BINARY", "price::text COLLATE \"C\" = $1"},
      {"identical date", isIdentical(made(), Value::text("2020-01-01")),
       "typeof(made) = 'text' AND made = ?1 COLLATE BINARY", "made = $1"},
      {"identical char", isIdentical(code(), Value::text("ab   ")),
       "typeof(code) = 'text' AND code = ?1 COLLATE BINARY", "concat(code) COLLATE \"C\" = $1"},
      {"identical empty char", isIdentical(code(), Value::text("")),
       "typeof(code) = 'text' AND code = ?1 COLLATE BINARY", "code IS NOT NULL AND concat(code) COLLATE \"C\" = $1"},
      {"identical json", isIdentical(doc(), Value::text("{}")), "typeof(doc) = 'text' AND doc = ?1 COLLATE BINARY",
       "doc::text COLLATE \"C\" = $1"},
  };
}

Cases valueCases() {
  const Expression age = jsonText(doc(), {"a", "b c"});
  return {
      {"a bare integer", number(5), "?1", "$1::bigint"},
      {"a bare text", words("a"), "?1", "$1::text"},
      {"a bare real", bind(Value::real(0.5)), "?1", "$1::double precision"},
      {"a bare boolean", bind(Value::boolean(true)), "?1", "$1::boolean"},
      {"a bare blob", bind(Value::blob("a")), "?1", "$1::bytea"},
      {"a bare null", bind(Value::null()), "?1", "$1::text"},
      {"a bare date", bind(Value::text("2020-01-01"), typed(TypeKind::Date)), "?1", "$1::date"},
      {"a bare numeric loses no digit", bind(Value::text("1.005"), typed(TypeKind::Numeric, "numeric(10,2)")), "?1",
       "$1::numeric"},
      {"a bare char loses no letter", bind(Value::text("{abc}"), typed(TypeKind::Array, "character(2)[]")), "?1",
       "$1::bpchar[]"},
      {"null", nullLiteral(), "NULL", "NULL"},
      {"text", text("item.id + :n - length(':n') /* :n */", {{"n", Value::integer(1)}}),
       "item.id + ?1 - length(':n') /* :n */", "item.id + $1 - length(':n') /* :n */"},
      {"text in an operation", eq(text("1 + 1"), number(2)), "(1 + 1) = ?1", "(1 + 1) = $1"},
      {"subquery", eq(subquery(Select({count()}).from(table(QualifiedName("kind")))), number(1)),
       "(SELECT count(*) FROM kind) = ?1", "(SELECT count(*) FROM kind) = $1"},
      {"cast", cast(name(), typed(TypeKind::Integer)), "CAST(item.Name AS INTEGER)", "item.\"Name\"::bigint"},
      {"cast of a sum", cast(add(id(), id()), typed(TypeKind::Numeric, "numeric(10,2)")),
       "CAST(item.id + item.id AS NUMERIC)", "(item.id + item.id)::numeric(10,2)"},
      {"cast of a bind", cast(words("1"), typed(TypeKind::Integer)), "CAST(?1 AS INTEGER)", "$1::bigint"},
      {"cast to a name from outside", cast(id(), typed(TypeKind::Text, "text); DROP TABLE item --")),
       "CAST(item.id AS TEXT)", "item.id::text"},
      {"case", caseWhen({{isNull(name()), number(1)}}, id()), "CASE WHEN item.Name IS NULL THEN ?1 ELSE item.id END",
       "CASE WHEN item.\"Name\" IS NULL THEN $1 ELSE item.id END"},
      {"case of binds", caseWhen({{isNull(name()), number(1)}}), "CASE WHEN item.Name IS NULL THEN ?1 END",
       "CASE WHEN item.\"Name\" IS NULL THEN $1::bigint END"},
      {"json text", age,
       "CAST(CASE WHEN json_valid(doc) THEN CASE json_type(doc, ?1) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
       "ELSE json_extract(doc, ?1) END END AS TEXT)",
       "(doc #>> ARRAY[$1, $2]::text[])"},
      {"json text of an index", jsonText(name(), {"0"}),
       "CAST(CASE WHEN json_valid(item.Name) THEN coalesce("
       "CASE json_type(item.Name, ?1) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
       "ELSE json_extract(item.Name, ?1) END, "
       "CASE json_type(item.Name, ?2) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
       "ELSE json_extract(item.Name, ?2) END) END AS TEXT)",
       "(item.\"Name\"::jsonb #>> ARRAY[$1]::text[])"},
  };
}

Cases arithmeticCases() {
  return {
      {"sum of products", add(multiply(id(), number(2)), id()), "item.id * ?1 + item.id",
       "item.id * $1::integer + item.id"},
      {"product of sums", multiply(add(id(), id()), id()), "(item.id + item.id) * item.id",
       "(item.id + item.id) * item.id"},
      {"subtractions", subtract(id(), subtract(id(), id())), "item.id - (item.id - item.id)",
       "item.id - (item.id - item.id)"},
      {"modulo and divide", modulo(divide(id(), number(2)), integerLiteral(2)), "item.id / ?1 % 2",
       "item.id / $1::integer % 2"},
      {"exact numeric", add(price(), words("0.05")), "price + ?1", "price + $1"},
      {"days", add(made(), number(7)), "made + ?1", "made + $1::integer"},
      {"a large number", add(id(), number(5'000'000'000)), "item.id + ?1", "item.id + $1::bigint"},
      {"negate", negate(add(id(), id())), "-(item.id + item.id)", "-(item.id + item.id)"},
      {"negate a negative", negate(integerLiteral(-1)), "-(-1)", "-(-1)"},
  };
}

Frame frameOf(Frame::Unit unit, Frame::Bound start, Frame::Bound end, int startOffset = 0, int endOffset = 0) { return {unit, start, startOffset, end, endOffset}; }

Cases frameCases() {
  using Unit = Frame::Unit;
  using Bound = Frame::Bound;
  const OrderBy byId{id()};
  const auto framed = [&](const Frame& frame) { return over(sum(id()), {column("", "kind")}, {byId}, frame); };
  const std::string window = "sum(item.id) OVER (PARTITION BY kind ORDER BY item.id ";
  const auto both = [&](const char* name, const Frame& frame, const std::string& text) { return RenderingCase{name, framed(frame), window + text, window + text}; };
  return {
      both("frame of rows to the end", frameOf(Unit::Rows, Bound::CurrentRow, Bound::UnboundedFollowing), "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"),
      both("frame of rows around", frameOf(Unit::Rows, Bound::Preceding, Bound::Following, 1, 2), "ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING)"),
      both("frame of a range", frameOf(Unit::Range, Bound::UnboundedPreceding, Bound::CurrentRow), "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)"),
      both("frame of a range by distance", frameOf(Unit::Range, Bound::Preceding, Bound::Following, 5, 5), "RANGE BETWEEN 5 PRECEDING AND 5 FOLLOWING)"),
      both("frame of groups", frameOf(Unit::Groups, Bound::Preceding, Bound::CurrentRow, 1), "GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW)"),
      {"window over what is filtered", over(filtered(count(), isNull(name())), {column("", "kind")}),
       "count(*) FILTER (WHERE item.Name IS NULL) OVER (PARTITION BY kind)",
       "count(*) FILTER (WHERE item.\"Name\" IS NULL) OVER (PARTITION BY kind)"},
      {"window by a descending key", over(function("rank", {}), {}, {{id(), OrderBy::Direction::Descending, OrderBy::Nulls::Last}}),
       "rank() OVER (ORDER BY item.id DESC NULLS LAST)", "rank() OVER (ORDER BY item.id DESC NULLS LAST)"},
      {"cast of a window", cast(over(average(id()), {column("", "kind")}), typed(TypeKind::Integer)),
       "CAST(avg(item.id) OVER (PARTITION BY kind) AS INTEGER)", "avg(item.id) OVER (PARTITION BY kind)::bigint"},
      {"minimum, maximum, letters", concat(upper(minimum(name())), lower(maximum(name()))), "upper(min(item.Name)) || lower(max(item.Name))",
       "upper(min(item.\"Name\")) || lower(max(item.\"Name\"))"},
      {"null if", nullIf(name(), words("")), "nullif(item.Name, ?1)", "nullif(item.\"Name\", $1)"},
      {"absolute", absolute(negate(id())), "abs(-item.id)", "abs(-item.id)"},
      {"trim and replace", trim(replace(name(), words("a"), words("b"))), "trim(replace(item.Name, ?1, ?2))", "trim(replace(item.\"Name\", $1::text, $2::text))"},
      {"texts as one", joinTexts(id(), ", "), "group_concat(CAST(item.id AS TEXT), ?1)", "string_agg(item.id::text, $1::text)"},
      {"row number and ranks", add(add(over(rowNumber(), {}), over(rank(), {}, {byId})), over(denseRank(), {}, {byId})),
       "row_number() OVER () + rank() OVER (ORDER BY item.id) + dense_rank() OVER (ORDER BY item.id)",
       "row_number() OVER () + rank() OVER (ORDER BY item.id) + dense_rank() OVER (ORDER BY item.id)"},
      {"rows before and after", coalesce({over(lag(name()), {}, {byId}), over(lead(name(), 2), {}, {byId})}),
       "coalesce(lag(item.Name, 1) OVER (ORDER BY item.id), lead(item.Name, 2) OVER (ORDER BY item.id))",
       "coalesce(lag(item.\"Name\", 1) OVER (ORDER BY item.id), lead(item.\"Name\", 2) OVER (ORDER BY item.id))"},
      {"first and last of a window", eq(over(firstValue(id()), {}, {byId}), over(lastValue(id()), {}, {byId})),
       "first_value(item.id) OVER (ORDER BY item.id) = last_value(item.id) OVER (ORDER BY item.id)",
       "first_value(item.id) OVER (ORDER BY item.id) = last_value(item.id) OVER (ORDER BY item.id)"},
      {"length", gt(length(name()), number(3)), "length(item.Name) > ?1", "length(item.\"Name\") > $1"},
  };
}

Cases functionCases() {
  Frame frame;
  frame.start = Frame::Bound::Preceding;
  frame.startOffset = 2;
  const OrderBy byId{id()};
  return {
      {"count", count(), "count(*)", "count(*)"},
      {"count distinct", countDistinct(name()), "count(DISTINCT item.Name)", "count(DISTINCT item.\"Name\")"},
      {"function of a bind", function("substr", {name(), number(2)}), "substr(item.Name, ?1)",
       "substr(item.\"Name\", $1::integer)"},
      {"coalesce takes the column's type", coalesce({uid(), words("5e0b2b3c-0000-4000-8000-000000000000")}),
       "coalesce(uid, ?1)", "coalesce(uid, $1)"},
      {"coalesce of binds", coalesce({bind(Value::null()), words("b")}), "coalesce(?1, ?2)",
       "coalesce($1::text, $2::text)"},
      {"now", currentTimestamp(), "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"},
      {"filtered", filtered(sum(id()), isNull(name())), "sum(item.id) FILTER (WHERE item.Name IS NULL)",
       "sum(item.id) FILTER (WHERE item.\"Name\" IS NULL)"},
      {"window", over(function("row_number", {}), {column("", "kind")}, {byId}),
       "row_number() OVER (PARTITION BY kind ORDER BY item.id)",
       "row_number() OVER (PARTITION BY kind ORDER BY item.id)"},
      {"window over all", over(sum(id()), {}), "sum(item.id) OVER ()", "sum(item.id) OVER ()"},
      {"window with a frame", over(average(id()), {}, {byId}, frame),
       "avg(item.id) OVER (ORDER BY item.id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)",
       "avg(item.id) OVER (ORDER BY item.id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)"},
  };
}

}  // namespace

std::vector<RenderingCase> expressionCases() {
  Cases all;
  for (const Cases& cases : {comparisonCases(), junctionCases(), textCases(), identityCases(), valueCases(),
                             arithmeticCases(), functionCases(), frameCases()})
    all.insert(all.end(), cases.begin(), cases.end());
  return all;
}
