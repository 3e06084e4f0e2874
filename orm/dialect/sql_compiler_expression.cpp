// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of expressions.
#include <algorithm>
#include <array>

#include "orm/core/db_error.h"
#include "orm/core/ascii_case.h"
#include "orm/dialect/sql_compiler.h"
#include "orm/dialect/sql_text.h"
#include "orm/sql/visitor.h"

namespace joinery {
namespace {

using sql::BinaryNode;
using sql::UnaryNode;

// Functions whose arguments all have one type, so that one tells of the others.
bool unifiesArguments(std::string_view functionName) {
  static constexpr std::array<std::string_view, 4> kNames{"coalesce", "nullif", "greatest", "least"};
  return std::ranges::find(kNames, asciiLower(functionName)) != kNames.end();
}

std::string_view suffixText(UnaryNode::Operator op) {
  switch (op) {
    case UnaryNode::Operator::IsNull:
      return " IS NULL";
    case UnaryNode::Operator::IsNotNull:
      return " IS NOT NULL";
    case UnaryNode::Operator::IsTrue:
      return " IS TRUE";
    case UnaryNode::Operator::IsNotTrue:
      return " IS NOT TRUE";
    default:
      return {};
  }
}

}  // namespace

SqlCompiler::Precedence SqlCompiler::precedence(BinaryNode::Operator op) {
  if (op <= BinaryNode::Operator::NotDistinct) return Precedence::Comparison;
  if (op == BinaryNode::Operator::Concat) return Precedence::Concat;
  const bool isSum = op == BinaryNode::Operator::Add || op == BinaryNode::Operator::Subtract;
  return isSum ? Precedence::Sum : Precedence::Product;
}

SqlCompiler::Precedence SqlCompiler::precedence(const sql::Expression& expression) {
  if (const auto* node = sql::nodeAs<BinaryNode>(expression)) return precedence(node->op);
  if (const auto* node = sql::nodeAs<sql::JunctionNode>(expression))
    return node->op == sql::JunctionNode::Operator::And ? Precedence::And : Precedence::Or;
  if (const auto* node = sql::nodeAs<UnaryNode>(expression)) {
    if (node->op == UnaryNode::Operator::Negate) return Precedence::Sign;
    return node->op == UnaryNode::Operator::Not ? Precedence::Not : Precedence::Comparison;
  }
  if (const auto* node = sql::nodeAs<sql::ExistsNode>(expression))
    return node->negated ? Precedence::Not : Precedence::Primary;
  if (const auto* node = sql::nodeAs<sql::LiteralNode>(expression))
    return node->integer < 0 ? Precedence::Sign : Precedence::Primary;
  if (sql::nodeAs<sql::IdenticalNode>(expression)) return Precedence::And;
  if (sql::nodeAs<sql::TextNode>(expression)) return Precedence::Lowest;
  if (sql::nodeAs<sql::InNode>(expression) || sql::nodeAs<sql::BetweenNode>(expression) ||
      sql::nodeAs<sql::MatchNode>(expression))
    return Precedence::Comparison;
  return sql::nodeAs<sql::CollateNode>(expression) ? Precedence::Postfix : Precedence::Primary;
}

bool SqlCompiler::isUntyped(const sql::Expression& expression) {
  if (const auto* literal = sql::nodeAs<sql::LiteralNode>(expression))
    return literal->kind == sql::LiteralNode::Kind::Null;
  return sql::nodeAs<sql::BindNode>(expression) || sql::nodeAs<sql::ParameterNode>(expression);
}

SqlCompiler::BindContext SqlCompiler::contextBeside(const sql::Expression& other) {
  return isUntyped(other) ? BindContext::Bare : BindContext::Inferred;
}

SqlCompiler::BindContext SqlCompiler::contextAmong(const std::vector<sql::Expression>& others) {
  const bool allUntyped =
      std::ranges::all_of(others, [](const sql::Expression& other) { return other.isEmpty() || isUntyped(other); });
  return allUntyped ? BindContext::Bare : BindContext::Inferred;
}

void SqlCompiler::append(const sql::Expression& expression, Precedence minimum, BindContext context) {
  if (expression.isEmpty()) throw DbError(ErrorKind::InvalidRequest, "a statement lacks an expression");
  const bool parentheses = precedence(expression) < minimum;
  if (parentheses) write("(");
  appendNode(expression, context);
  if (parentheses) write(")");
}

void SqlCompiler::appendNode(const sql::Expression& expression, BindContext context) {
  const auto appendKind = [&](const auto& node) {
    if constexpr (requires { this->appendNode(node, expression.type(), context); })
      appendNode(node, expression.type(), context);
    else
      appendNode(node);
  };
  sql::visit(appendKind, expression);
}

void SqlCompiler::appendList(const std::vector<sql::Expression>& items, BindContext context) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) write(", ");
    const auto* literal = sql::nodeAs<sql::LiteralNode>(items[i]);
    if (literal && literal->kind == sql::LiteralNode::Kind::Default)
      write("DEFAULT");
    else
      append(items[i], Precedence::Lowest, context);
  }
}

void SqlCompiler::appendNode(const sql::ColumnNode& node) {
  if (!node.qualifier.empty()) write(m_identifiers.quote(node.qualifier) + ".");
  write(m_identifiers.quote(node.name));
}

void SqlCompiler::appendNode(const sql::LiteralNode& node) {
  switch (node.kind) {
    case sql::LiteralNode::Kind::Null:
      return write("NULL");
    case sql::LiteralNode::Kind::True:
      return write("TRUE");
    case sql::LiteralNode::Kind::False:
      return write("FALSE");
    case sql::LiteralNode::Kind::Default:
      return appendDefault();
    case sql::LiteralNode::Kind::Integer:
      return write(std::to_string(node.integer));
  }
}

void SqlCompiler::appendDefault() { write("DEFAULT"); }

void SqlCompiler::appendNode(const sql::StarNode& node) {
  if (!node.qualifier.empty()) write(m_identifiers.quote(node.qualifier) + ".");
  write("*");
}

// `:name` of a bind becomes its placeholder; any other colon (a cast, a slice of an array) is left alone.
void SqlCompiler::appendNode(const sql::TextNode& node) {
  const auto replace = [&](std::string_view rest, std::string& written) -> std::size_t {
    if (rest.starts_with("::")) return written += "::", 2;
    if (rest.front() != ':') return 0;
    std::size_t end = 1;
    while (end < rest.size() && isWordCharacter(rest[end])) ++end;
    const auto named = [name = rest.substr(1, end - 1)](const auto& bind) { return bind.first == name; };
    const auto bind = std::ranges::find_if(node.binds, named);
    if (bind == node.binds.end()) return 0;
    return written += addBind(bind->second), end;
  };
  write(rewriteCode(node.sql, replace));
}

void SqlCompiler::appendNode(const sql::SubqueryNode& node) {
  write("(");
  appendSelect(*node.select);
  write(")");
}

void SqlCompiler::appendNode(const sql::ExistsNode& node) {
  write(node.negated ? "NOT EXISTS (" : "EXISTS (");
  const bool listed = !node.select->data().columns.empty();
  appendSelect(listed ? *node.select : node.select->columns({sql::integerLiteral(1)}));
  write(")");
}

void SqlCompiler::appendNode(const sql::TupleNode& node, const ValueType&, BindContext context) {
  write("(");
  appendList(node.items, context);
  write(")");
}

void SqlCompiler::appendCast(const sql::Expression& operand, const ValueType& target) {
  write("CAST(");
  append(operand);
  write(" AS " + m_types.typeName(target) + ")");
}

void SqlCompiler::appendNode(const sql::CaseNode& node) {
  if (node.whens.empty()) throw DbError(ErrorKind::InvalidRequest, "a CASE has no WHEN");
  std::vector<sql::Expression> results{node.otherwise};
  for (const sql::When& when : node.whens) results.push_back(when.result);
  const BindContext context = contextAmong(results);
  write("CASE");
  for (const sql::When& when : node.whens) {
    write(" WHEN ");
    append(when.condition);
    write(" THEN ");
    append(when.result, Precedence::Lowest, context);
  }
  if (!node.otherwise.isEmpty()) {
    write(" ELSE ");
    append(node.otherwise, Precedence::Lowest, context);
  }
  write(" END");
}

void SqlCompiler::appendNode(const UnaryNode& node) {
  switch (node.op) {
    case UnaryNode::Operator::Not:
      write("NOT (");
      append(node.operand);
      return write(")");
    case UnaryNode::Operator::Negate:
      write("-");
      return append(node.operand, Precedence::Primary, BindContext::Argument);
    default:
      append(node.operand, Precedence::Concat, BindContext::Bare);
      return write(suffixText(node.op));
  }
}

std::string_view SqlCompiler::operatorText(BinaryNode::Operator op) const {
  switch (op) {
    case BinaryNode::Operator::Equal:
      return " = ";
    case BinaryNode::Operator::NotEqual:
      return " <> ";
    case BinaryNode::Operator::Less:
      return " < ";
    case BinaryNode::Operator::LessOrEqual:
      return " <= ";
    case BinaryNode::Operator::Greater:
      return " > ";
    case BinaryNode::Operator::GreaterOrEqual:
      return " >= ";
    case BinaryNode::Operator::Distinct:
      return " IS DISTINCT FROM ";
    case BinaryNode::Operator::NotDistinct:
      return " IS NOT DISTINCT FROM ";
    case BinaryNode::Operator::Add:
      return " + ";
    case BinaryNode::Operator::Subtract:
      return " - ";
    case BinaryNode::Operator::Multiply:
      return " * ";
    case BinaryNode::Operator::Divide:
      return " / ";
    case BinaryNode::Operator::Modulo:
      return " % ";
    case BinaryNode::Operator::Concat:
      return " || ";
  }
  return {};
}

void SqlCompiler::appendNode(const BinaryNode& node) {
  const Precedence own = precedence(node.op);
  if (own > Precedence::Concat) return appendArithmetic(node, own);
  if (own == Precedence::Concat) {
    // Engines rank it above or below the sums: only a chain of it goes without parentheses.
    const auto* left = sql::nodeAs<BinaryNode>(node.left);
    const bool chain = left && left->op == BinaryNode::Operator::Concat;
    append(node.left, chain ? Precedence::Concat : Precedence::Sign, BindContext::Argument);
    write(operatorText(node.op));
    return append(node.right, Precedence::Sign, BindContext::Argument);
  }
  append(node.left, Precedence::Concat, contextBeside(node.right));
  write(operatorText(node.op));
  append(node.right, Precedence::Concat, contextBeside(node.left));
}

// A text beside a number takes the number's type (an exact numeric is a text); a number must say its own, as beside a
// date it is days and beside an integer it may be a fraction.
void SqlCompiler::appendArithmetic(const BinaryNode& node, Precedence own) {
  const auto context = [](const sql::Expression& operand, const sql::Expression& other) {
    const auto* bind = sql::nodeAs<sql::BindNode>(operand);
    const bool isText = bind && bind->value.storageClass() == StorageClass::Text;
    return isText && operand.type().kind == TypeKind::Unknown && !isUntyped(other) ? BindContext::Inferred
                                                                                   : BindContext::Argument;
  };
  const auto above = static_cast<Precedence>(static_cast<int>(own) + 1);
  append(node.left, own, context(node.left, node.right));
  write(operatorText(node.op));
  append(node.right, above, context(node.right, node.left));
}

void SqlCompiler::appendNode(const sql::JunctionNode& node) {
  const bool isAnd = node.op == sql::JunctionNode::Operator::And;
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    if (i > 0) write(isAnd ? " AND " : " OR ");
    // AND within OR needs no parentheses, but people do.
    append(node.operands[i], isAnd ? Precedence::And : Precedence::Not);
  }
}

void SqlCompiler::appendNode(const sql::InNode& node) {
  if (!node.select && node.items.empty()) return write(node.negated ? "TRUE" : "FALSE");
  const bool known = node.select || contextAmong(node.items) == BindContext::Inferred;
  append(node.operand, Precedence::Concat, known ? BindContext::Inferred : BindContext::Bare);
  write(node.negated ? " NOT IN (" : " IN (");
  if (node.select) {
    appendSelect(*node.select);
  } else {
    if (sql::nodeAs<sql::TupleNode>(node.items.front())) write(tupleListKeyword());
    appendList(node.items, contextBeside(node.operand));
  }
  write(")");
}

void SqlCompiler::appendNode(const sql::BetweenNode& node) {
  append(node.operand, Precedence::Concat, contextAmong({node.low, node.high}));
  write(" BETWEEN ");
  append(node.low, Precedence::Concat, contextBeside(node.operand));
  write(" AND ");
  append(node.high, Precedence::Concat, contextBeside(node.operand));
}

void SqlCompiler::appendNode(const sql::CollateNode& node) {
  append(node.operand, Precedence::Postfix, BindContext::Argument);
  write(" COLLATE " + m_identifiers.quote(node.collation));
}

void SqlCompiler::appendNode(const sql::FunctionNode& node) {
  const bool unifies = unifiesArguments(node.name);
  write(functionName(node.name));
  write(node.distinct ? "(DISTINCT " : "(");
  appendList(node.arguments, unifies ? contextAmong(node.arguments) : BindContext::Argument);
  write(")");
}

void SqlCompiler::appendNode(const sql::KeywordNode& node) { write(node.keyword); }

void SqlCompiler::appendNode(const sql::FilteredNode& node) {
  append(node.aggregate);
  write(" FILTER (WHERE ");
  append(node.condition);
  write(")");
}

void SqlCompiler::appendNode(const sql::WindowNode& node) {
  append(node.function);
  write(" OVER (");
  const std::size_t start = m_statement.sql.size();
  if (!node.partitionBy.empty()) {
    write("PARTITION BY ");
    appendList(node.partitionBy, BindContext::Bare);
  }
  appendOrderBy(node.orderBy);
  if (node.frame) appendFrame(*node.frame);
  // Each part brings its own blank, the first one needs none.
  if (m_statement.sql.size() > start && m_statement.sql[start] == ' ') m_statement.sql.erase(start, 1);
  write(")");
}

void SqlCompiler::appendFrame(const sql::Frame& frame) {
  switch (frame.unit) {
    case sql::Frame::Unit::Rows:
      write(" ROWS BETWEEN ");
      break;
    case sql::Frame::Unit::Range:
      write(" RANGE BETWEEN ");
      break;
    case sql::Frame::Unit::Groups:
      write(" GROUPS BETWEEN ");
      break;
  }
  appendFrameBound(frame.start, frame.startOffset);
  write(" AND ");
  appendFrameBound(frame.end, frame.endOffset);
}

void SqlCompiler::appendFrameBound(sql::Frame::Bound bound, int offset) {
  switch (bound) {
    case sql::Frame::Bound::UnboundedPreceding:
      return write("UNBOUNDED PRECEDING");
    case sql::Frame::Bound::Preceding:
      return write(std::to_string(offset) + " PRECEDING");
    case sql::Frame::Bound::CurrentRow:
      return write("CURRENT ROW");
    case sql::Frame::Bound::Following:
      return write(std::to_string(offset) + " FOLLOWING");
    case sql::Frame::Bound::UnboundedFollowing:
      return write("UNBOUNDED FOLLOWING");
  }
}

}  // namespace joinery
