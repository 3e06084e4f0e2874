// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/dialect/ddl_compiler.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_names.h"
#include "orm/migration/migration_plan.h"

namespace joinery::migration {

/// Steps as they come, and the schema as they leave it.
class PlanWriter {
 public:
  PlanWriter(const schema::MetaData& before, const Dialect& dialect) : m_now(before), m_dialect(dialect) {}

  const schema::MetaData& now() const { return m_now; }
  const Dialect& dialect() const { return m_dialect; }
  const DdlCompiler& ddl() const { return m_dialect.ddl(); }
  /// @throws DbError InvalidRequest where there is none
  const schema::Table& table(const QualifiedName& name) const;
  bool isSame(const QualifiedName& one, const QualifiedName& other) const { return isSameName(one, other, m_now, m_dialect); }

  void beginOperation(std::size_t operation) { m_operation = operation; }
  /// A statement; nothing where it is empty.
  void run(std::string sql);
  void run(std::vector<std::string> statements);
  void add(PlanStep step);
  std::size_t stepCount() const { return m_steps.size(); }
  /// The schema has it from now on.
  void apply(const Operation& operation) { m_now = applied(m_now, operation, m_dialect); }
  MigrationPlan take() { return {std::move(m_steps), std::move(m_now)}; }

 private:
  schema::MetaData m_now;
  const Dialect& m_dialect;
  std::vector<PlanStep> m_steps;
  std::size_t m_operation = 0;
};

}  // namespace joinery::migration
