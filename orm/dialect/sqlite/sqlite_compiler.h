// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/sql_compiler.h"

namespace joinery {

/// SQLite's differences.
class SqliteCompiler : public SqlCompiler {
 public:
  using SqlCompiler::SqlCompiler;

 protected:
  std::string placeholder(std::size_t number) const override { return "?" + std::to_string(number); }
  Value bindValue(Value value) const override;
  std::string_view operatorText(sql::BinaryNode::Operator op) const override;
  std::string_view functionName(std::string_view name) const override { return name == "string_agg" ? "group_concat" : name; }
  void appendMatch(const sql::MatchNode& node) override;
  void appendIdentical(const sql::IdenticalNode& node) override;
  void appendJsonText(const sql::JsonTextNode& node) override;
  void appendDefault() override;
  void appendNestedOperand(const sql::Select& select) override;
  bool intersectBindsTighter() const override { return false; }
  // A list of row values is no operand of IN there, a table of them is.
  std::string_view tupleListKeyword() const override { return "VALUES "; }
  void appendLimit(const sql::Select::Data& select) override;
  void appendLock(sql::Select::Lock lock) override;
  void appendLateral() override;
  void appendDistinctOn(const std::vector<sql::Expression>& keys) override;
  void appendValues(const sql::FromItem::Data& values) override;
  void appendInsertSource(const sql::Insert& insert) override;
  void appendDeleteCondition(const sql::Delete& statement) override;

 private:
  void appendMatchedEnd(const sql::MatchNode& node);
  void appendJsonValue(const sql::Expression& document, const std::string& path);
};

}  // namespace joinery
