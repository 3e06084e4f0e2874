// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/postgresql/postgresql_type_compiler.h"
#include "orm/dialect/sql_compiler.h"

namespace joinery {

/// PostgreSQL's differences. Parameters are sent without types, so that a comparison takes the column's (an index is
/// used, an enum or a uuid compares as such); only where the server could not tell a cast is written.
class PostgresqlCompiler : public SqlCompiler {
 public:
  PostgresqlCompiler(const IdentifierPreparer& identifiers, const PostgresqlTypeCompiler& types)
      : SqlCompiler(identifiers, types), m_types(types) {}

 protected:
  std::string placeholder(std::size_t number) const override { return "$" + std::to_string(number); }
  std::string bindCast(const Value* value, const ValueType& type, BindContext context) const override;
  void appendCast(const sql::Expression& operand, const ValueType& target) override;
  void appendMatch(const sql::MatchNode& node) override;
  void appendIdentical(const sql::IdenticalNode& node) override;
  void appendJsonText(const sql::JsonTextNode& node) override;
  void appendNestedOperand(const sql::Select& select) override;

 private:
  void appendText(const sql::Expression& operand, Precedence minimum);
  void appendIdenticalText(const sql::IdenticalNode& node);

  const PostgresqlTypeCompiler& m_types;
};

}  // namespace joinery
