// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "orm/core/value.h"
#include "orm/core/value_type.h"
#include "orm/sql/expression.h"
#include "orm/sql/function.h"
#include "orm/sql/order_by.h"

namespace joinery::sql {

// The closed set of what an expression can be. A dialect renders each of them; the compiler sees to it that none is
// forgotten, as they are the alternatives of one variant.

struct ColumnNode {
  std::string qualifier;
  std::string name;
};
struct BindNode {
  Value value;
};
struct ParameterNode {
  std::string name;
};
struct LiteralNode {
  enum class Kind { Null, True, False, Default, Integer };
  Kind kind = Kind::Null;
  std::int64_t integer = 0;
};
struct StarNode {
  std::string qualifier;
};
struct TextNode {
  std::string sql;
  std::vector<std::pair<std::string, Value>> binds;
};
struct SubqueryNode {
  std::shared_ptr<const Select> select;
};
struct ExistsNode {
  std::shared_ptr<const Select> select;
  bool negated = false;
};
struct TupleNode {
  std::vector<Expression> items;
};
struct CastNode {
  Expression operand;
  ValueType target;
};
struct CaseNode {
  std::vector<When> whens;
  Expression otherwise;
};
struct UnaryNode {
  enum class Operator { IsNull, IsNotNull, IsTrue, IsNotTrue, Not, Negate };
  Operator op;
  Expression operand;
};
struct BinaryNode {
  enum class Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Distinct,
    NotDistinct,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Concat
  };
  Operator op;
  Expression left;
  Expression right;
};
/// Two operands or more.
struct JunctionNode {
  enum class Operator { And, Or };
  Operator op;
  std::vector<Expression> operands;
};
/// Either items or a select.
struct InNode {
  Expression operand;
  std::vector<Expression> items;
  std::shared_ptr<const Select> select;
  bool negated = false;
};
struct BetweenNode {
  Expression operand;
  Expression low;
  Expression high;
};
struct MatchNode {
  enum class Kind { Like, Contains, StartsWith, EndsWith, Regex, ILike, ContainsIgnoringCase };
  Kind kind;
  Expression operand;
  std::string pattern;
};
struct IdenticalNode {
  Expression operand;
  Value value;
};
struct CollateNode {
  Expression operand;
  std::string collation;
};
struct JsonTextNode {
  Expression document;
  std::vector<std::string> path;
};
struct FunctionNode {
  std::string name;
  std::vector<Expression> arguments;
  bool distinct = false;
};
/// CURRENT_TIMESTAMP and its like: a function's name without parentheses.
struct KeywordNode {
  std::string keyword;
};
struct FilteredNode {
  Expression aggregate;
  Expression condition;
};
struct WindowNode {
  Expression function;
  std::vector<Expression> partitionBy;
  std::vector<OrderBy> orderBy;
  std::optional<Frame> frame;
};

using NodeData =
    std::variant<ColumnNode, BindNode, ParameterNode, LiteralNode, StarNode, TextNode, SubqueryNode, ExistsNode,
                 TupleNode, CastNode, CaseNode, UnaryNode, BinaryNode, JunctionNode, InNode, BetweenNode, MatchNode,
                 IdenticalNode, CollateNode, JsonTextNode, FunctionNode, KeywordNode, FilteredNode, WindowNode>;

/// One node of an expression's tree. Immutable; see visitor.h for taking it apart.
class Node {
 public:
  explicit Node(NodeData data) : m_data(std::move(data)) {}
  const NodeData& data() const { return m_data; }
  /// @return null when the node is of another kind
  template <typename Kind>
  const Kind* as() const {
    return std::get_if<Kind>(&m_data);
  }

 private:
  NodeData m_data;
};

inline ValueType typeOfKind(TypeKind kind) {
  ValueType type;
  type.kind = kind;
  return type;
}

/// An expression of one node.
inline Expression makeExpression(NodeData data, ValueType type = {}) {
  return Expression(std::make_shared<const Node>(std::move(data)), std::move(type));
}

}  // namespace joinery::sql
