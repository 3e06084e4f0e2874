// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/function.h"

#include <utility>

#include "orm/sql/node.h"
#include "orm/sql/operators.h"

namespace joinery::sql {
namespace {

// minimum and maximum give back one of the values that went in; sums and averages have types of the engine's choice.
Expression sameType(std::string name, Expression operand) {
  ValueType type = operand.type();
  return function(std::move(name), {std::move(operand)}, std::move(type));
}

}  // namespace

Expression function(std::string name, std::vector<Expression> arguments, ValueType type) {
  return makeExpression(FunctionNode{std::move(name), std::move(arguments), false}, std::move(type));
}

Expression count() { return function("count", {star()}, typeOfKind(TypeKind::Integer)); }

Expression count(Expression operand) { return function("count", {std::move(operand)}, typeOfKind(TypeKind::Integer)); }

Expression countDistinct(Expression operand) {
  return makeExpression(FunctionNode{"count", {std::move(operand)}, true}, typeOfKind(TypeKind::Integer));
}

Expression sum(Expression operand) { return function("sum", {std::move(operand)}); }

Expression average(Expression operand) { return function("avg", {std::move(operand)}); }

Expression minimum(Expression operand) { return sameType("min", std::move(operand)); }

Expression maximum(Expression operand) { return sameType("max", std::move(operand)); }

Expression coalesce(std::vector<Expression> operands) {
  ValueType type = operands.empty() ? ValueType{} : operands.front().type();
  return function("coalesce", std::move(operands), std::move(type));
}

Expression lower(Expression operand) { return function("lower", {std::move(operand)}, typeOfKind(TypeKind::Text)); }

Expression upper(Expression operand) { return function("upper", {std::move(operand)}, typeOfKind(TypeKind::Text)); }

Expression length(Expression operand) {
  return function("length", {std::move(operand)}, typeOfKind(TypeKind::Integer));
}

Expression currentTimestamp() { return makeExpression(KeywordNode{"CURRENT_TIMESTAMP"}); }

Expression nullIf(Expression operand, Expression other) {
  ValueType type = operand.type();
  return function("nullif", {std::move(operand), std::move(other)}, std::move(type));
}

Expression absolute(Expression operand) { return sameType("abs", std::move(operand)); }

Expression trim(Expression operand) { return function("trim", {std::move(operand)}, typeOfKind(TypeKind::Text)); }

Expression replace(Expression operand, Expression from, Expression to) {
  return function("replace", {std::move(operand), std::move(from), std::move(to)}, typeOfKind(TypeKind::Text));
}

Expression joinTexts(Expression operand, std::string separator) {
  return function("string_agg", {asText(std::move(operand)), bind(Value::text(std::move(separator)))}, typeOfKind(TypeKind::Text));
}

Expression rowNumber() { return function("row_number", {}, typeOfKind(TypeKind::Integer)); }

Expression rank() { return function("rank", {}, typeOfKind(TypeKind::Integer)); }

Expression denseRank() { return function("dense_rank", {}, typeOfKind(TypeKind::Integer)); }

Expression lag(Expression operand, int rows) {
  ValueType type = operand.type();
  return function("lag", {std::move(operand), integerLiteral(rows)}, std::move(type));
}

Expression lead(Expression operand, int rows) {
  ValueType type = operand.type();
  return function("lead", {std::move(operand), integerLiteral(rows)}, std::move(type));
}

Expression firstValue(Expression operand) { return sameType("first_value", std::move(operand)); }

Expression lastValue(Expression operand) { return sameType("last_value", std::move(operand)); }

Expression filtered(Expression aggregate, Expression condition) {
  ValueType type = aggregate.type();
  return makeExpression(FilteredNode{std::move(aggregate), std::move(condition)}, std::move(type));
}

Expression over(Expression function, std::vector<Expression> partitionBy, std::vector<OrderBy> orderBy,
                std::optional<Frame> frame) {
  ValueType type = function.type();
  return makeExpression(WindowNode{std::move(function), std::move(partitionBy), std::move(orderBy), frame},
                        std::move(type));
}

}  // namespace joinery::sql
