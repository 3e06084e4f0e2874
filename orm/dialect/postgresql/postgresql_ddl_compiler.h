// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/ddl_compiler.h"

namespace joinery {

/// PostgreSQL: foreign keys can be added later, enums are types, comments are kept.
class PostgresqlDdlCompiler : public DdlCompiler {
 public:
  using DdlCompiler::DdlCompiler;
  bool altersForeignKeys() const override { return true; }
  std::string judgeDeferredConstraints() const override { return "SET CONSTRAINTS ALL IMMEDIATE"; }
  std::string columnType(const ValueType& type) const override;
  std::vector<std::string> comments(const schema::Table& table) const override;
  std::string createEnum(const schema::EnumType& type) const override;
  std::string dropEnum(const schema::EnumType& type) const override;

 protected:
  std::string generation(const schema::Column& column) const override;
};

}  // namespace joinery
