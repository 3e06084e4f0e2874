// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/outline_plan.h"

#include "orm/difference/revision_table_name.h"
#include "orm/difference/schema_diff.h"
#include "orm/revision/designed_schema.h"

namespace joinery::migration {
namespace {

using Direction = RevisionChain::Direction;

/// On the way back of what had none, nothing is done.
OutlinedOperation outlined(const Operation& operation) {
  OutlinedOperation each{description(operation), isDestructive(operation), whyIrreversible(operation)};
  if (const auto* data = std::get_if<DataStep>(&operation); data && data->up.empty()) each.whyIrreversible = "what the step did stays, as it has no SQL for the way back";
  return each;
}

void requireOther(const Operations& operations) {
  for (const Operation& each : operations)
    if (isRevisionTable(changedTable(each))) throw DbError(ErrorKind::InvalidRequest, "the table joinery_revision is not for revisions to change");
}

void requireWay(const Revision& revision, Direction direction) {
  if (direction == Direction::Up || !revision.down.empty() || revision.up.empty()) return;
  DbError error(ErrorKind::InvalidRequest, revisionName(revision.id, revision.message) + " has no way back: its \"down\" is empty");
  error.hint = "Write it into the revision's file, or note where the database stands: joinery revision stamp.";
  throw error;
}

}  // namespace

OutlinePlan::OutlinePlan(const RevisionChain& chain, const DatabaseRevision& from, const schema::MetaData& now, const Connection& connection, const Dialect& dialect)
    : m_chain(chain), m_connection(connection), m_dialect(dialect), m_before(now), m_now(now) {
  m_outline.from = from;
}

MigrationOutline OutlinePlan::to(const std::string& id) {
  m_outline.to = id;
  std::string at = m_outline.from.id;
  if (const auto& left = m_outline.from.interrupted) {
    const Revision* revision = m_chain.find(left->id);
    if (!revision) throw DbError(ErrorKind::InvalidRequest, "the database stands in the middle of revision " + left->id + ", which is not there");
    add(*revision, left->direction, left->done);
    at = m_outline.revisions.back().idAfter;
  }
  for (const RevisionChain::Step& step : m_chain.path(at, id)) add(*step.revision, step.direction);
  return m_outline;
}

void OutlinePlan::add(const Revision& revision, Direction direction, std::size_t partsDone) {
  requireWay(revision, direction);
  OutlinedRevision each{revision.id, revision.message, direction, direction == Direction::Up ? revision.id : revision.parent};
  each.partsDone = partsDone;
  try {
    const Operations& operations = operationsOf(revision, direction);
    requireOther(operations);
    const std::vector<RevisionPart> parts = revisionParts(operations, m_connection, m_dialect);
    if (partsDone >= parts.size() && partsDone > 0) throw DbError(ErrorKind::InvalidRequest, "more of it was done than there is: it was changed meanwhile");
    const std::size_t first = parts[partsDone].firstOperation;
    for (std::size_t i = first; i < operations.size(); ++i) each.operations.push_back(outlined(operations[i]));
    each.whyStepByStep = whyStepByStep(parts);
    plan(each, parts);
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::InvalidRequest) throw;
    refuse(each, error);
  }
  m_outline.revisions.push_back(std::move(each));
}

void OutlinePlan::plan(OutlinedRevision& outlined, const std::vector<RevisionPart>& parts) {
  const std::size_t first = parts[outlined.partsDone].firstOperation;
  try {
    for (std::size_t i = outlined.partsDone; i < parts.size(); ++i) planPart(outlined, parts[i], first);
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::InvalidRequest || !m_ranData) throw;
    outlined.steps.clear();
    outlined.whyUnknown = error.message();
  }
}

void OutlinePlan::planPart(OutlinedRevision& outlined, const RevisionPart& part, std::size_t firstOperation) {
  const std::size_t offset = part.firstOperation - firstOperation;
  if (!part.inTransaction) {
    outlined.steps.push_back({std::get<DataStep>(part.operations.front()).up, offset, true});
    m_ranData = true;
    return;
  }
  MigrationPlan planned = migrationPlan(m_now, part.operations, m_dialect);
  for (PlanStep& step : planned.steps) {
    step.operation += offset;
    m_ranData = m_ranData || step.isData;
    outlined.steps.push_back(std::move(step));
  }
  m_now = std::move(planned.after);
}

void OutlinePlan::refuse(const OutlinedRevision& outlined, const DbError& why) const {
  DbError error(ErrorKind::InvalidRequest, "the database does not fit " + revisionName(outlined.id, outlined.message) + ": " + why.message());
  error.hint = hint(outlined);
  if (error.hint.empty()) error.hint = why.hint;
  throw error;
}

/// A database that was made without revisions has nothing that tells where it stands.
std::string OutlinePlan::hint(const OutlinedRevision& outlined) const {
  if (m_outline.from.isKnown || outlined.direction == Direction::Down || m_before.tables().empty()) return {};
  const std::string fitting = fittingRevision();
  const std::string which = fitting.empty() ? "The database was made without revisions." : "The database was made without revisions, and is as revision " + fitting + " leaves it.";
  return which + " Note where it stands: joinery revision stamp WORKSPACE URL " + (fitting.empty() ? "ID" : fitting) + ".";
}

/// @return the last one that leaves such a schema; empty for none
std::string OutlinePlan::fittingRevision() const {
  try {
    std::string fitting;
    for (const Revision& each : m_chain.revisions()) {
      const bool fits = schemaDifference(m_before, schemaOfRevisions(m_chain, each.id, m_dialect), {}, m_dialect).empty();
      if (fits) fitting = each.id;
    }
    return fitting;
  } catch (const DbError&) {
    return {};
  }
}

}  // namespace joinery::migration
