// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "orm/dialect/compiled_statement.h"
#include "orm/dialect/identifier_preparer.h"
#include "orm/dialect/type_compiler.h"
#include "orm/sql/delete.h"
#include "orm/sql/insert.h"
#include "orm/sql/node.h"
#include "orm/sql/select.h"
#include "orm/sql/update.h"

namespace joinery {

/// Renders one statement: standard SQL here, an engine's differences in the virtual functions. Made for one statement,
/// used once, by one thread. The text grows from left to right, so binds are numbered as they are read.
class SqlCompiler {
 public:
  SqlCompiler(const IdentifierPreparer& identifiers, const TypeCompiler& types)
      : m_identifiers(identifiers), m_types(types) {}
  virtual ~SqlCompiler() = default;

  /// @throws DbError InvalidRequest for a statement that has a hole (no SET, a row of the wrong length), NotSupported
  ///         for what the engine has not
  CompiledStatement compile(const sql::Select& statement);
  CompiledStatement compile(const sql::Insert& statement);
  CompiledStatement compile(const sql::Update& statement);
  CompiledStatement compile(const sql::Delete& statement);
  CompiledStatement compile(const sql::Expression& expression);

 protected:
  /// How tightly an expression holds together, loosest first. Comparisons stand alone: an operand that is one itself
  /// gets parentheses, as engines disagree about their order.
  enum class Precedence { Lowest, Or, And, Not, Comparison, Concat, Sum, Product, Sign, Postfix, Primary };
  /// What the engine can tell of a placeholder's type from where it stands.
  enum class BindContext { Inferred, Argument, Bare };

  // What engines differ in.
  virtual std::string placeholder(std::size_t number) const = 0;
  /// The cast that a placeholder needs where it stands: "::text"; empty for none. @param value null for a parameter
  virtual std::string bindCast(const Value*, const ValueType&, BindContext) const { return {}; }
  /// A value as the engine's driver takes it.
  virtual Value bindValue(Value value) const { return value; }
  virtual std::string_view operatorText(sql::BinaryNode::Operator op) const;
  /// What the engine calls a function of that name.
  virtual std::string_view functionName(std::string_view name) const { return name; }
  virtual void appendCast(const sql::Expression& operand, const ValueType& target);
  virtual void appendMatch(const sql::MatchNode& node) = 0;
  virtual void appendIdentical(const sql::IdenticalNode& node) = 0;
  virtual void appendJsonText(const sql::JsonTextNode& node) = 0;
  /// DEFAULT outside of an INSERT's rows.
  virtual void appendDefault();
  /// A SELECT with an order, a limit or parts of its own as an operand of UNION …
  virtual void appendNestedOperand(const sql::Select& select) = 0;
  virtual bool intersectBindsTighter() const { return true; }
  /// What stands before a list of tuples in IN (…).
  virtual std::string_view tupleListKeyword() const { return {}; }
  virtual void appendLimit(const sql::Select::Data& select);
  virtual void appendLock(sql::Select::Lock lock);
  virtual void appendLateral() { write("LATERAL "); }
  virtual void appendDistinctOn(const std::vector<sql::Expression>& keys);
  /// A list of values as a table, with its alias and its columns' names.
  virtual void appendValues(const sql::FromItem::Data& values);
  virtual void appendInsertSource(const sql::Insert& insert);
  virtual void appendDeleteCondition(const sql::Delete& statement);

  // For the engines' own constructs.
  void write(std::string_view text) { m_statement.sql += text; }
  void append(const sql::Expression& expression, Precedence minimum = Precedence::Lowest,
              BindContext context = BindContext::Inferred);
  /// Registers a value and returns its placeholder, which may be written several times.
  std::string addBind(Value value);
  void appendBind(const Value& value, const ValueType& type, BindContext context);
  void appendList(const std::vector<sql::Expression>& items, BindContext context);
  void appendSelect(const sql::Select& select, BindContext listContext = BindContext::Bare);
  void appendInsertRows(const std::vector<std::string>& columns, const std::vector<std::vector<sql::Expression>>& rows);
  void appendNames(const std::vector<std::string>& names);
  /// `(VALUES (…), (…))`. @throws DbError InvalidRequest for no rows, or a row of another length than the columns
  void appendValueRows(const sql::FromItem::Data& values);
  void appendAlias(const std::string& alias);
  void appendCondition(std::string_view keyword, const sql::Expression& condition);
  /// Whether the engine learns nothing of a type from it: a placeholder or NULL.
  static bool isUntyped(const sql::Expression& expression);

  const IdentifierPreparer& identifiers() const { return m_identifiers; }
  const TypeCompiler& types() const { return m_types; }

 private:
  using Assignments = std::vector<std::pair<std::string, sql::Expression>>;

  CompiledStatement finish(const std::vector<sql::Expression>& resultColumns);

  static Precedence precedence(sql::BinaryNode::Operator op);
  static Precedence precedence(const sql::Expression& expression);
  static BindContext contextBeside(const sql::Expression& other);
  static BindContext contextAmong(const std::vector<sql::Expression>& others);
  void appendNode(const sql::Expression& expression, BindContext context);
  void appendNode(const sql::ColumnNode& node);
  void appendNode(const sql::LiteralNode& node);
  void appendNode(const sql::StarNode& node);
  void appendNode(const sql::TextNode& node);
  void appendNode(const sql::SubqueryNode& node);
  void appendNode(const sql::ExistsNode& node);
  void appendNode(const sql::CastNode& node) { appendCast(node.operand, node.target); }
  void appendNode(const sql::CaseNode& node);
  void appendNode(const sql::UnaryNode& node);
  void appendNode(const sql::BinaryNode& node);
  void appendNode(const sql::JunctionNode& node);
  void appendNode(const sql::InNode& node);
  void appendNode(const sql::BetweenNode& node);
  void appendNode(const sql::MatchNode& node) { appendMatch(node); }
  void appendNode(const sql::IdenticalNode& node) { appendIdentical(node); }
  void appendNode(const sql::CollateNode& node);
  void appendNode(const sql::JsonTextNode& node) { appendJsonText(node); }
  void appendNode(const sql::FunctionNode& node);
  void appendNode(const sql::KeywordNode& node);
  void appendNode(const sql::FilteredNode& node);
  void appendNode(const sql::WindowNode& node);
  // A placeholder's type may hang on where it stands.
  void appendNode(const sql::BindNode& node, const ValueType& type, BindContext context);
  void appendNode(const sql::ParameterNode& node, const ValueType& type, BindContext context);
  void appendNode(const sql::TupleNode& node, const ValueType& type, BindContext context);

  void appendFrame(const sql::Frame& frame);
  void appendFrameBound(sql::Frame::Bound bound, int offset);
  void appendArithmetic(const sql::BinaryNode& node, Precedence own);

  void appendCtes(const std::vector<sql::Cte>& ctes);
  void appendCombined(const sql::Select& select, BindContext listContext);
  void appendCore(const sql::Select::Data& select, BindContext listContext);
  void appendSelectList(const std::vector<sql::Expression>& columns, BindContext context);
  void appendOrderBy(const std::vector<sql::OrderBy>& keys);
  void appendFrom(const sql::FromItem& item);
  void appendJoin(const sql::FromItem::Data& join);
  static BindContext contextInColumn(const sql::FromItem::Data& values, std::size_t row, std::size_t column);
  void appendAssignments(const Assignments& assignments);
  void appendOnConflict(const sql::OnConflict& conflict);
  void appendReturning(const std::vector<sql::Expression>& columns);

  const IdentifierPreparer& m_identifiers;
  const TypeCompiler& m_types;
  CompiledStatement m_statement;
};

}  // namespace joinery
