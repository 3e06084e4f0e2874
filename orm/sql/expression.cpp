// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/sql/expression.h"

#include <utility>

#include "orm/sql/node.h"
#include "orm/sql/select.h"

namespace joinery::sql {

Expression::Expression(std::shared_ptr<const Node> node, ValueType type)
    : m_node(std::move(node)), m_type(std::move(type)) {}

Expression Expression::as(std::string label) const {
  Expression copy = *this;
  copy.m_label = std::move(label);
  return copy;
}

Expression Expression::withType(ValueType type) const {
  Expression copy = *this;
  copy.m_type = std::move(type);
  return copy;
}

Expression column(std::string qualifier, std::string name, ValueType type) {
  return makeExpression(ColumnNode{std::move(qualifier), std::move(name)}, std::move(type));
}

Expression bind(Value value, ValueType type) { return makeExpression(BindNode{std::move(value)}, std::move(type)); }

Expression parameter(std::string name, ValueType type) {
  return makeExpression(ParameterNode{std::move(name)}, std::move(type));
}

Expression nullLiteral() { return makeExpression(LiteralNode{LiteralNode::Kind::Null}); }

Expression trueLiteral() { return makeExpression(LiteralNode{LiteralNode::Kind::True}, typeOfKind(TypeKind::Boolean)); }

Expression falseLiteral() {
  return makeExpression(LiteralNode{LiteralNode::Kind::False}, typeOfKind(TypeKind::Boolean));
}

Expression defaultLiteral() { return makeExpression(LiteralNode{LiteralNode::Kind::Default}); }

Expression integerLiteral(std::int64_t value) {
  return makeExpression(LiteralNode{LiteralNode::Kind::Integer, value}, typeOfKind(TypeKind::Integer));
}

Expression star(std::string qualifier) { return makeExpression(StarNode{std::move(qualifier)}); }

Expression text(std::string sql, std::vector<std::pair<std::string, Value>> binds) {
  return makeExpression(TextNode{std::move(sql), std::move(binds)});
}

Expression subquery(const Select& select) {
  const auto& columns = select.data().columns;
  return makeExpression(SubqueryNode{std::make_shared<const Select>(select)},
                        columns.size() == 1 ? columns.front().type() : ValueType{});
}

Expression tuple(std::vector<Expression> items) { return makeExpression(TupleNode{std::move(items)}); }

Expression cast(Expression operand, ValueType target) {
  ValueType type = target;
  return makeExpression(CastNode{std::move(operand), std::move(target)}, std::move(type));
}

Expression caseWhen(std::vector<When> whens, Expression otherwise) {
  ValueType type = whens.empty() ? ValueType{} : whens.front().result.type();
  return makeExpression(CaseNode{std::move(whens), std::move(otherwise)}, std::move(type));
}

}  // namespace joinery::sql
