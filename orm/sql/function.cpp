// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/function.h"

#include <utility>

#include "orm/sql/node.h"

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
