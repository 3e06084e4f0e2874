// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/core/db_error.h"
#include "orm/driver/connection.h"
#include "orm/revision/migration_outline.h"
#include "orm/revision/revision_parts.h"

namespace joinery::migration {

/// Plans one revision after the other, each against the schema that those before it leave. Changes nothing.
class OutlinePlan {
 public:
  /// @param from where the database stands @param now what it holds
  OutlinePlan(const RevisionChain& chain, const DatabaseRevision& from, const schema::MetaData& now, const Connection& connection, const Dialect& dialect);

  /// @throws DbError as Migrator::outline()
  MigrationOutline to(const std::string& id);

 private:
  void add(const Revision& revision, RevisionChain::Direction direction, std::size_t partsDone = 0);
  void plan(OutlinedRevision& outlined, const std::vector<RevisionPart>& parts);
  /// @param firstOperation of those that are outlined
  void planPart(OutlinedRevision& outlined, const RevisionPart& part, std::size_t firstOperation);
  [[noreturn]] void refuse(const OutlinedRevision& outlined, const DbError& why) const;
  std::string hint(const OutlinedRevision& outlined) const;
  std::string fittingRevision() const;

  const RevisionChain& m_chain;
  const Connection& m_connection;
  const Dialect& m_dialect;
  const schema::MetaData m_before;
  schema::MetaData m_now;
  bool m_ranData = false;  ///< what SQL of a person's own makes is not known
  MigrationOutline m_outline;
};

}  // namespace joinery::migration
