// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/qualified_name.h"
#include "orm/core/value.h"
#include "orm/core/value_type.h"

namespace joinery::sql {

class Select;
class Node;

/// A scalar or boolean SQL expression: an immutable tree, cheap to copy, free of any dialect. Made by the functions
/// below and in operators.h, function.h, window.h; rendered by a dialect's SqlCompiler. Values in it become binds.
class Expression {
 public:
  /// Nothing; only isEmpty() may be asked. An empty expression in and_() and or_() is skipped.
  Expression() = default;
  explicit Expression(std::shared_ptr<const Node> node, ValueType type = {});

  bool isEmpty() const { return m_node == nullptr; }
  const Node& node() const { return *m_node; }
  const std::shared_ptr<const Node>& nodePointer() const { return m_node; }
  /// What is known of the result's type; TypeKind::Unknown otherwise.
  const ValueType& type() const { return m_type; }
  /// The label under which it stands in a SELECT list; empty for none.
  const std::string& label() const { return m_label; }
  Expression as(std::string label) const;
  Expression withType(ValueType type) const;

 private:
  std::shared_ptr<const Node> m_node;
  ValueType m_type;
  std::string m_label;
};

/// `"qualifier"."name"`; the qualifier is an alias or a table's name, and may be empty.
Expression column(std::string qualifier, std::string name, ValueType type = {});
/// A bound value.
Expression bind(Value value, ValueType type = {});
/// A value that is known only when the statement runs, by name; the caller fills CompiledStatement::parameters.
Expression parameter(std::string name, ValueType type = {});
/// NULL, TRUE, FALSE, DEFAULT and small integers as text of the statement, never from outside.
Expression nullLiteral();
Expression trueLiteral();
Expression falseLiteral();
/// The column's default: in rows of an INSERT on every engine, in SET where the engine has it.
Expression defaultLiteral();
Expression integerLiteral(std::int64_t value);
/// `*`, and `"qualifier".*`.
Expression star(std::string qualifier = {});
/// SQL text as it is, with `:name` for its binds: for defaults, checks and reflection, never for outside text.
Expression text(std::string sql, std::vector<std::pair<std::string, Value>> binds = {});
/// `(SELECT …)` as a value.
Expression subquery(const Select& select);
Expression tuple(std::vector<Expression> items);
Expression cast(Expression operand, ValueType target);
/// CASE WHEN … THEN … ELSE … END. @param otherwise empty for none
struct When {
  Expression condition;
  Expression result;
};
Expression caseWhen(std::vector<When> whens, Expression otherwise = {});

}  // namespace joinery::sql
