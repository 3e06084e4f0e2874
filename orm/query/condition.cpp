// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/query/condition.h"

#include <algorithm>

#include "orm/query/operand.h"
#include "orm/sql/function.h"
#include "orm/sql/operators.h"

namespace joinery {

namespace {

using sql::Expression;

ValueType typeOf(TypeKind kind) {
  ValueType type;
  type.kind = kind;
  return type;
}

/// Types that have no `=` of their own on every engine are compared by their text.
bool comparesAsText(const ValueType& type) {
  const bool isOpaque = type.kind == TypeKind::Json || type.kind == TypeKind::Xml || type.kind == TypeKind::Geometry;
  return isOpaque && !type.perCell;
}

Expression comparable(const Expression& value) {
  return comparesAsText(value.type()) ? sql::asText(value).withType(typeOf(TypeKind::Text)) : value;
}

/// Where a text is a date with a time of day, the position of what stands between them; else npos.
std::size_t timeMark(std::string_view text) {
  const bool hasMark = text.size() > 13 && text[4] == '-' && text[7] == '-' && text[13] == ':';
  return hasMark && (text[10] == 'T' || text[10] == ' ') ? 10 : std::string_view::npos;
}

std::string withMark(std::string_view moment, char mark) {
  std::string text(moment);
  text[timeMark(moment)] = mark;
  return text;
}

Expression compare(const std::string& name, Expression left, Expression right) {
  if (name == "$lt") return sql::lt(std::move(left), std::move(right));
  if (name == "$lte") return sql::lte(std::move(left), std::move(right));
  if (name == "$gt") return sql::gt(std::move(left), std::move(right));
  return sql::gte(std::move(left), std::move(right));
}

void requireList(const Json& operand, const std::string& name, const Place& place) {
  if (!operand.is_array()) place.refuse(name + " takes a list");
}

}  // namespace

sql::Expression allOf(std::vector<sql::Expression> conditions) {
  std::erase_if(conditions, &Expression::isEmpty);
  return conditions.empty() ? Expression() : sql::and_(std::move(conditions));
}

Condition::Condition(Subject subject, Expression expression, std::chrono::system_clock::time_point now)
    : m_subject(subject), m_value(comparable(expression)), m_now(now) {}

std::vector<std::string> Condition::operatorNames() {
  return {"$eq", "$ne", "$lt", "$lte", "$gt", "$gte", "$in", "$nin", "$between", "$like", "$ilike",
          "$contains", "$startswith", "$endswith", "$regex", "$null"};
}

bool Condition::isOperator(const std::string& name) {
  static const std::vector<std::string> names = operatorNames();
  return std::ranges::find(names, name) != names.end();
}

Expression Condition::compile(const Json& json, const Place& place) const {
  if (json.is_array()) return oneOf(json, place);
  if (!json.is_object() || isValueObject(json)) return equal(json, place);
  std::vector<Expression> conditions;
  for (const auto& [name, operand] : json.items()) {
    const Place at = place.child(name);
    conditions.push_back(compileOperator(name, operand, at));
  }
  return allOf(std::move(conditions));
}

Expression Condition::compileOperator(const std::string& name, const Json& operand, const Place& place) const {
  if (!isOperator(name)) place.refuseName("there is no operator \"" + name + "\"", name, operatorNames());
  if (name == "$eq") return equal(operand, place);
  if (name == "$ne") return distinct(operand, place);
  if (name == "$in") return oneOf(operand, place);
  if (name == "$nin") return noneOf(operand, place);
  if (name == "$between") return between(operand, place);
  if (name == "$null") return null(operand, place);
  if (name == "$lt" || name == "$lte" || name == "$gt" || name == "$gte") return order(name, operand, place);
  return matchText(name, operand, place);
}

/// A JSON path yields text, so a number is compared with that text where it reads as one.
Condition::Pair Condition::pair(const Json& operand, const Place& place) const {
  if (m_subject != Subject::JsonPath) {
    const ValueType& type = m_value.type();
    return {m_value, sql::bind(operandValue(operand, type, place, m_now), type)};
  }
  if (operand.is_number()) {
    const ValueType type = typeOf(operand.is_number_integer() ? TypeKind::Integer : TypeKind::Real);
    return {asNumber(), sql::bind(operandValue(operand, type, place, m_now), typeOf(TypeKind::Numeric))};
  }
  const ValueType text = typeOf(TypeKind::Text);
  const Json spelled = operand.is_boolean() ? Json(operand.dump()) : operand;
  return {m_value, sql::bind(operandValue(spelled, text, place, m_now), text)};
}

Expression Condition::asNumber() const {
  const Expression isNumber = sql::regex(m_value, "^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$");
  return sql::caseWhen({{isNumber, sql::cast(m_value, typeOf(TypeKind::Numeric))}});
}

bool Condition::isLooseMoment() const {
  const ValueType& type = m_value.type();
  return type.perCell && (type.kind == TypeKind::Timestamp || type.kind == TypeKind::TimestampTz);
}

/// Engines without a type of their own for moments hold `2009-01-01 10:00` and `2009-01-01T10:00` alike: both are meant.
std::vector<Expression> Condition::spellings(const Json& operand, const Place& place) const {
  const ValueType& type = m_value.type();
  const Value value = operandValue(operand, type, place, m_now);
  if (!isLooseMoment() || timeMark(value.bytes()) == std::string_view::npos) return {sql::bind(value, type)};
  return {sql::bind(Value::text(withMark(value.bytes(), ' ')), type), sql::bind(Value::text(withMark(value.bytes(), 'T')), type)};
}

Expression Condition::anyOf(std::vector<Expression> items) const {
  if (items.size() == 1) return sql::eq(m_value, std::move(items.front()));
  return sql::in(m_value, std::move(items));
}

Expression Condition::equal(const Json& operand, const Place& place) const {
  if (operand.is_null()) return sql::isNull(m_value);
  if (m_subject == Subject::Column) return anyOf(spellings(operand, place));
  auto [left, right] = pair(operand, place);
  return sql::eq(std::move(left), std::move(right));
}

Expression Condition::distinct(const Json& operand, const Place& place) const {
  if (operand.is_null()) return sql::isNotNull(m_value);
  if (isLooseMoment()) return sql::isNotTrue(equal(operand, place));
  auto [left, right] = pair(operand, place);
  return sql::isDistinctFrom(std::move(left), std::move(right));
}

Expression Condition::order(const std::string& name, const Json& operand, const Place& place) const {
  if (operand.is_null()) place.refuse("nothing is more or less than null", "Write {\"$null\": true} or {\"$null\": false}.");
  if (isLooseMoment()) {
    const Value moment = operandValue(operand, m_value.type(), place, m_now);
    if (timeMark(moment.bytes()) != std::string_view::npos) return orderMoment(name, std::string(moment.bytes()));
  }
  auto [left, right] = pair(operand, place);
  return compare(name, std::move(left), std::move(right));
}

/// The first comparison is one that an index serves and that lets every row through that the exact one wants: a blank
/// sorts before a T.
Expression Condition::orderMoment(const std::string& name, const std::string& moment) const {
  const bool isUpperBound = name == "$lt" || name == "$lte";
  const ValueType text = typeOf(TypeKind::Text);
  const auto bound = [&](char mark) { return sql::bind(Value::text(withMark(moment, mark)), text); };
  const Expression plain = sql::function("replace", {m_value, sql::bind(Value::text("T")), sql::bind(Value::text(" "))}, text);
  return sql::and_({compare(name, m_value, bound(isUpperBound ? 'T' : ' ')), compare(name, plain, bound(' '))});
}

Expression Condition::between(const Json& operand, const Place& place) const {
  if (!operand.is_array() || operand.size() != 2) place.refuse("$between takes a list of two: the lowest and the highest");
  const Place low = place.child(0);
  const Place high = place.child(1);
  if (m_subject == Subject::JsonPath || isLooseMoment()) return sql::and_({order("$gte", operand[0], low), order("$lte", operand[1], high)});
  if (operand[0].is_null()) low.refuse("a range has no end at null");
  if (operand[1].is_null()) high.refuse("a range has no end at null");
  return sql::between(m_value, pair(operand[0], low).right, pair(operand[1], high).right);
}

Expression Condition::oneOf(const Json& list, const Place& place) const {
  requireList(list, "$in", place);
  std::vector<Expression> conditions;
  std::vector<Expression> items;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Place at = place.child(i);
    if (list[i].is_null()) conditions.push_back(sql::isNull(m_value));
    else if (m_subject == Subject::JsonPath) conditions.push_back(equal(list[i], at));
    else std::ranges::move(spellings(list[i], at), std::back_inserter(items));
  }
  if (!items.empty()) conditions.insert(conditions.begin(), anyOf(std::move(items)));
  return sql::or_(std::move(conditions));
}

Expression Condition::noneOf(const Json& list, const Place& place) const {
  requireList(list, "$nin", place);
  if (list.empty()) return {};
  return sql::isNotTrue(oneOf(list, place));
}

Expression Condition::null(const Json& operand, const Place& place) const {
  if (!operand.is_boolean()) place.refuse("$null takes true or false");
  return operand.get<bool>() ? sql::isNull(m_value) : sql::isNotNull(m_value);
}

Expression Condition::matchText(const std::string& name, const Json& operand, const Place& place) const {
  if (m_subject == Subject::Count) place.refuse(name + " is for texts; a count is a number");
  if (!operand.is_string()) place.refuse(name + " takes a text");
  const auto& text = operand.get_ref<const std::string&>();
  const bool isText = m_subject == Subject::JsonPath || m_value.type().kind == TypeKind::Text;
  const Expression value = isText ? m_value : sql::asText(m_value);
  if (name == "$like") return sql::like(value, text);
  if (name == "$ilike") return sql::ilike(value, text);
  if (name == "$contains") return sql::contains(value, text);
  if (name == "$startswith") return sql::startsWith(value, text);
  if (name == "$endswith") return sql::endsWith(value, text);
  return sql::regex(value, text);
}

}  // namespace joinery
