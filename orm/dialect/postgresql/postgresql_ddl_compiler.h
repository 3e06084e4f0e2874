// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/ddl_compiler.h"

namespace joinery {

/// PostgreSQL: nearly everything can be altered, enums and domains are types, comments are kept. Names of types, sequences and routines are
/// not translated into other schemas: columns name types as they are declared, and texts name sequences and routines.
class PostgresqlDdlCompiler : public DdlCompiler {
 public:
  using DdlCompiler::DdlCompiler;
  bool altersForeignKeys() const override { return true; }
  std::string judgeDeferredConstraints() const override { return "SET CONSTRAINTS ALL IMMEDIATE"; }
  std::string columnType(const ValueType& type) const override;

  std::string createSchema(const std::string& name) const override;
  std::string createExtension(const std::string& name, const std::string& schema) const override;
  std::string createEnum(const schema::EnumType& type) const override;
  std::string dropEnum(const schema::EnumType& type) const override;
  std::string addEnumLabel(const schema::EnumType& type, const std::string& label, const std::string& before) const override;
  std::string createDomain(const schema::Domain& domain) const override;
  std::string addDomainCheck(const schema::Domain& domain, const schema::CheckConstraint& check) const override;
  std::string alterDomainDefault(const schema::Domain& domain) const override;
  std::string alterDomainNullability(const schema::Domain& domain) const override;
  std::string createSequence(const schema::Sequence& sequence) const override;
  std::string alterSequence(const schema::Sequence& sequence) const override;
  std::string ownSequence(const schema::Sequence& sequence) const override;
  std::string beginRoutines() const override { return "SET check_function_bodies = off"; }
  std::string endRoutines() const override { return "RESET check_function_bodies"; }
  std::string createRoutine(const schema::Routine& routine) const override { return routine.definition; }
  std::string createView(const schema::Table& view) const override;
  std::string refreshView(const schema::Table& view) const override;
  std::string fire(const schema::Table& table, const schema::Trigger& trigger) const override;
  std::string fire(const schema::Table& table, const schema::Rule& rule) const override;

  std::string drop(const SchemaObject& object) const override;
  /// Everything but an extension, whose name is its own.
  std::string rename(const SchemaObject& object, const std::string& newName) const override;
  std::string moveToSchema(const SchemaObject& object, const std::string& schema) const override;
  std::string comment(const SchemaObject& object, const std::string& text) const override;
  std::vector<std::string> keepUp(const SchemaObject& object, const schema::Upkeep& upkeep) const override;

  std::string alterType(const schema::Table& table, const schema::Column& column, const std::string& conversion) const override;
  std::string alterIdentity(const schema::Table& table, const schema::Column& before, const schema::Column& after) const override;
  std::string validateConstraint(const schema::Table& table, const std::string& name) const override;
  std::vector<std::string> alterOptions(const schema::Table& table, const std::vector<std::string>& before) const override;
  std::vector<std::string> alterOptions(const schema::Table& table, const schema::Index& index, const std::vector<std::string>& before) const override;
  std::string attachPartition(const schema::Table& table) const override;
  std::string detachPartition(const schema::Table& table) const override;
  std::string inherit(const schema::Table& table, const QualifiedName& parent) const override;
  std::string disinherit(const schema::Table& table, const QualifiedName& parent) const override;

 protected:
  std::string tableWord(const schema::Table& table) const override;
  std::string generation(const schema::Column& column) const override;
  std::string tableOptions(const schema::Table& table) const override;
  std::string indexPart(const schema::Index::Part& part) const override;
  std::string indexOptions(const schema::Index& index) const override;

 private:
  /// A name that is not translated.
  std::string fixedName(const QualifiedName& name) const;
  /// "TABLE t", "FUNCTION f(integer)", "CONSTRAINT c ON DOMAIN d": as DROP, ALTER and COMMENT ON name what is not a part of a table.
  std::string objectName(const SchemaObject& object) const;
  std::string parent(const schema::Table& table) const;
};

}  // namespace joinery
