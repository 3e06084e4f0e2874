// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/operators.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "orm/sql/node.h"
#include "orm/sql/select.h"

namespace joinery::sql {
namespace {

ValueType boolean() { return typeOfKind(TypeKind::Boolean); }

bool isComparison(BinaryNode::Operator op) { return op <= BinaryNode::Operator::NotDistinct; }

Expression binary(BinaryNode::Operator op, Expression left, Expression right) {
  ValueType type = isComparison(op) ? boolean() : left.type();
  return makeExpression(BinaryNode{op, std::move(left), std::move(right)}, std::move(type));
}

Expression predicate(UnaryNode::Operator op, Expression operand) {
  return makeExpression(UnaryNode{op, std::move(operand)}, boolean());
}

Expression match(MatchNode::Kind kind, Expression operand, std::string pattern) {
  return makeExpression(MatchNode{kind, std::move(operand), std::move(pattern)}, boolean());
}

Expression junction(JunctionNode::Operator op, std::vector<Expression> operands, Expression (*ofNothing)()) {
  std::erase_if(operands, [](const Expression& operand) { return operand.isEmpty(); });
  if (operands.empty()) return ofNothing();
  if (operands.size() == 1) return operands.front();
  return makeExpression(JunctionNode{op, std::move(operands)}, boolean());
}

}  // namespace

Expression eq(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Equal, std::move(left), std::move(right));
}

Expression ne(Expression left, Expression right) {
  return binary(BinaryNode::Operator::NotEqual, std::move(left), std::move(right));
}

Expression lt(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Less, std::move(left), std::move(right));
}

Expression lte(Expression left, Expression right) {
  return binary(BinaryNode::Operator::LessOrEqual, std::move(left), std::move(right));
}

Expression gt(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Greater, std::move(left), std::move(right));
}

Expression gte(Expression left, Expression right) {
  return binary(BinaryNode::Operator::GreaterOrEqual, std::move(left), std::move(right));
}

Expression isNull(Expression operand) { return predicate(UnaryNode::Operator::IsNull, std::move(operand)); }

Expression isNotNull(Expression operand) { return predicate(UnaryNode::Operator::IsNotNull, std::move(operand)); }

Expression isDistinctFrom(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Distinct, std::move(left), std::move(right));
}

Expression isNotDistinctFrom(Expression left, Expression right) {
  return binary(BinaryNode::Operator::NotDistinct, std::move(left), std::move(right));
}

Expression isTrue(Expression operand) { return predicate(UnaryNode::Operator::IsTrue, std::move(operand)); }

Expression isNotTrue(Expression operand) { return predicate(UnaryNode::Operator::IsNotTrue, std::move(operand)); }

Expression isIdentical(Expression columnExpression, Value value) {
  return makeExpression(IdenticalNode{std::move(columnExpression), std::move(value)}, boolean());
}

Expression and_(std::vector<Expression> operands) {
  return junction(JunctionNode::Operator::And, std::move(operands), trueLiteral);
}

Expression or_(std::vector<Expression> operands) {
  return junction(JunctionNode::Operator::Or, std::move(operands), falseLiteral);
}

Expression not_(Expression operand) { return predicate(UnaryNode::Operator::Not, std::move(operand)); }

Expression in(Expression operand, std::vector<Expression> items) {
  return makeExpression(InNode{std::move(operand), std::move(items), nullptr, false}, boolean());
}

Expression notIn(Expression operand, std::vector<Expression> items) {
  return makeExpression(InNode{std::move(operand), std::move(items), nullptr, true}, boolean());
}

Expression in(Expression operand, const Select& select) {
  return makeExpression(InNode{std::move(operand), {}, std::make_shared<const Select>(select), false}, boolean());
}

Expression between(Expression operand, Expression low, Expression high) {
  return makeExpression(BetweenNode{std::move(operand), std::move(low), std::move(high)}, boolean());
}

Expression exists(const Select& select) {
  return makeExpression(ExistsNode{std::make_shared<const Select>(select), false}, boolean());
}

Expression notExists(const Select& select) {
  return makeExpression(ExistsNode{std::make_shared<const Select>(select), true}, boolean());
}

Expression like(Expression operand, std::string pattern) {
  return match(MatchNode::Kind::Like, std::move(operand), std::move(pattern));
}

Expression contains(Expression operand, std::string plain) {
  return match(MatchNode::Kind::Contains, std::move(operand), std::move(plain));
}

Expression startsWith(Expression operand, std::string plain) {
  return match(MatchNode::Kind::StartsWith, std::move(operand), std::move(plain));
}

Expression endsWith(Expression operand, std::string plain) {
  return match(MatchNode::Kind::EndsWith, std::move(operand), std::move(plain));
}

Expression regex(Expression operand, std::string pattern) {
  return match(MatchNode::Kind::Regex, std::move(operand), std::move(pattern));
}

Expression ilike(Expression operand, std::string pattern) {
  return match(MatchNode::Kind::ILike, std::move(operand), std::move(pattern));
}

Expression containsIgnoringCase(Expression operand, std::string plain) {
  return match(MatchNode::Kind::ContainsIgnoringCase, std::move(operand), std::move(plain));
}

Expression asText(Expression operand) { return cast(std::move(operand), typeOfKind(TypeKind::Text)); }

Expression add(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Add, std::move(left), std::move(right));
}

Expression subtract(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Subtract, std::move(left), std::move(right));
}

Expression multiply(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Multiply, std::move(left), std::move(right));
}

Expression divide(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Divide, std::move(left), std::move(right));
}

Expression modulo(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Modulo, std::move(left), std::move(right));
}

Expression concat(Expression left, Expression right) {
  return binary(BinaryNode::Operator::Concat, std::move(left), std::move(right)).withType(typeOfKind(TypeKind::Text));
}

Expression negate(Expression operand) {
  ValueType type = operand.type();
  return makeExpression(UnaryNode{UnaryNode::Operator::Negate, std::move(operand)}, std::move(type));
}

Expression collate(Expression operand, std::string collation) {
  ValueType type = operand.type();
  return makeExpression(CollateNode{std::move(operand), std::move(collation)}, std::move(type));
}

Expression jsonText(Expression document, std::vector<std::string> path) {
  return makeExpression(JsonTextNode{std::move(document), std::move(path)}, typeOfKind(TypeKind::Text));
}

}  // namespace joinery::sql
