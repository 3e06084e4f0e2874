// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/migration/plan_writer.h"

#include "orm/core/db_error.h"

namespace joinery::migration {

const schema::Table& PlanWriter::table(const QualifiedName& name) const {
  const auto found = findTable(m_now, name, m_dialect);
  if (!found) throw DbError(ErrorKind::InvalidRequest, "there is no table " + name.toString());
  return *found;
}

void PlanWriter::run(std::string sql) {
  if (!sql.empty()) add({std::move(sql)});
}

void PlanWriter::run(std::vector<std::string> statements) {
  for (std::string& statement : statements) run(std::move(statement));
}

void PlanWriter::add(PlanStep step) {
  step.operation = m_operation;
  m_steps.push_back(std::move(step));
}

}  // namespace joinery::migration
