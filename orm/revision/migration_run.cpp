// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/migration_run.h"

#include <algorithm>
#include <ranges>
#include <thread>

#include "orm/engine/dialects.h"
#include "orm/engine/inspector.h"
#include "orm/revision/database_copy.h"
#include "orm/revision/migration_lock.h"

namespace joinery::migration {
namespace {

constexpr std::chrono::milliseconds kPauseOfLoss{250};

/// The same, said of the revision.
DbError inRevision(const OutlinedRevision& revision, const DbError& cause) {
  DbError error(cause.kind(), revisionName(revision.id, revision.message) + ": " + cause.message());
  error.sqlState = cause.sqlState;
  error.nativeCode = cause.nativeCode;
  error.sql = cause.sql;
  error.position = cause.position;
  error.hint = cause.hint;
  error.detail = cause.detail;
  return error;
}

std::string standingText(const std::string& id) { return id.empty() ? "before the first revision" : "at revision " + id; }

/// A transaction ends with its connection.
DbError beforeCommit(const DbError& cause, const std::string& standing) {
  DbError error = cause;
  error.hint = "The database is " + standingText(standing) + ", as before: the transaction ended with the connection. It can be done again.";
  return error;
}

bool addsLabel(const Operations& operations) {
  return std::ranges::any_of(operations, [](const Operation& each) { return std::holds_alternative<AddEnumLabel>(each); });
}

}  // namespace

MigrationRun::MigrationRun(const RevisionChain& chain, const std::shared_ptr<Engine>& engine, Connection& connection, const MigrationOutline& outline, const MigrationOptions& options)
    : m_chain(chain), m_engine(engine), m_connection(connection), m_dialect(dialectFor(engine->url().backend)), m_outline(outline), m_options(options), m_standing(outline.from) {
  m_result.from = m_result.to = outline.from.id;
}

MigrationResult MigrationRun::run() {
  if (m_outline.revisions.empty()) return m_result;
  const MigrationLock lock(m_connection, m_dialect, m_options);
  while (m_next < m_outline.revisions.size()) {
    const OutlinedRevision& revision = m_outline.revisions[m_next];
    if (!runRevision(revision)) continue;
    m_result.done.push_back(revision.id);
    ++m_next;
  }
  m_result.to = m_standing.id;
  if (!m_isLost) m_result.notes = m_connection.takeWarnings();
  return m_result;
}

MigrationResult MigrationRun::tryOut() {
  const MigrationLock lock(m_connection, m_dialect, m_options);
  SchemaTransaction transaction(m_connection, m_dialect, m_options);
  for (std::size_t at = 0; at < m_outline.revisions.size(); ++at) {
    const OutlinedRevision& revision = m_outline.revisions[at];
    m_step = 0;
    try {
      std::size_t parts = 0;
      for (const RevisionPart& part : partsOf(revision)) {
        ++parts;
        if (part.inTransaction) carryOut(transaction, revision, part, addsLabel(part.operations) ? operationsBehind(at, parts) : Operations());
        else m_result.notes.push_back("not tried, as it runs outside of a transaction: " + std::get<DataStep>(part.operations.front()).up);
      }
      note({true, revision.idAfter});
      transaction.check();
    } catch (const DbError& error) {
      DbError told = inRevision(revision, error);
      if (told.hint.empty() && !m_result.notes.empty()) told.hint = "What runs outside of a transaction was not tried, and may be what is missing.";
      throw told;
    }
    m_result.done.push_back(revision.id);
  }
  m_result.to = m_outline.to;
  return m_result;
}

Operations MigrationRun::operationsBehind(std::size_t revision, std::size_t parts) const {
  Operations operations;
  for (std::size_t at = revision; at < m_outline.revisions.size(); ++at)
    for (const RevisionPart& part : partsOf(m_outline.revisions[at]) | std::views::drop(at == revision ? parts : 0))
      if (part.inTransaction) operations.insert(operations.end(), part.operations.begin(), part.operations.end());
  return operations;
}

std::vector<RevisionPart> MigrationRun::partsOf(const OutlinedRevision& revision) const {
  const Revision* found = m_chain.find(revision.id);
  if (!found) throw DbError(ErrorKind::InvalidRequest, "there is no revision " + revision.id);
  std::vector<RevisionPart> parts = revisionParts(operationsOf(*found, revision.direction), m_connection, m_dialect);
  parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(std::min(revision.partsDone, parts.size())));
  return parts;
}

bool MigrationRun::runRevision(const OutlinedRevision& revision) {
  m_step = 0;
  std::size_t done = revision.partsDone;
  try {
    const std::vector<RevisionPart> parts = partsOf(revision);
    for (const RevisionPart& part : parts) {
      requireConnection();
      const bool isLast = &part == &parts.back();
      DatabaseRevision after{true, isLast ? revision.idAfter : m_standing.id};
      if (!isLast) after.interrupted = {revision.id, revision.direction, done + 1};
      const bool isDone = part.inTransaction ? runPart(revision, part, after) : runOutside(revision, part, after);
      if (!isDone) return false;
      ++done;
    }
    return true;
  } catch (const DbError& error) {
    throw inRevision(revision, error);
  }
}

bool MigrationRun::runPart(const OutlinedRevision& revision, const RevisionPart& part, const DatabaseRevision& after) {
  SchemaTransaction transaction(m_connection, m_dialect, m_options);
  if (!isExpected(RevisionTable(m_connection, m_dialect).read(RevisionTable::Reading::Locked))) return false;
  try {
    backUp();
    carryOut(transaction, revision, part);
    note(after);
  } catch (const DbError& error) {
    throw error.kind() == ErrorKind::ConnectionLost ? beforeCommit(error, m_standing.id) : error;
  }
  commit(transaction, revision, after);
  return true;
}

/// That it is on its way is noted before: it may have been done when nobody is there to note that.
bool MigrationRun::runOutside(const OutlinedRevision& revision, const RevisionPart& part, const DatabaseRevision& after) {
  DatabaseRevision before{true, m_standing.id, InterruptedRevision{revision.id, revision.direction, m_standing.interrupted ? m_standing.interrupted->done : 0}};
  {
    SchemaTransaction transaction(m_connection, m_dialect, m_options);
    if (!isExpected(RevisionTable(m_connection, m_dialect).read(RevisionTable::Reading::Locked))) return false;
    backUp();
    note(before);
    commit(transaction, revision, before);
  }
  requireConnection();
  const std::string& statement = std::get<DataStep>(part.operations.front()).up;
  say(revision, statement, 0);
  try {
    m_connection.execute(statement);
  } catch (const DbError& error) {
    DbError told = error;
    if (told.hint.empty()) told.hint = "It ran outside of a transaction: look at what it left. The next migration begins with it; joinery revision stamp goes past it.";
    throw told;
  }
  SchemaTransaction transaction(m_connection, m_dialect, m_options);
  note(after);
  commit(transaction, revision, after);
  return true;
}

void MigrationRun::carryOut(SchemaTransaction& transaction, const OutlinedRevision& revision, const RevisionPart& part, const Operations& follow) {
  const auto before = reflect(m_connection, m_dialect);
  const auto tell = [&](const PlanStep& step, std::size_t steps) { say(revision, step.sql, part.operations.empty() ? 0 : steps); };
  transaction.carryOut(*before, part.operations, tell, follow);
}

void MigrationRun::say(const OutlinedRevision& revision, const std::string& statement, std::size_t steps) {
  m_options.cancel.throwIfCancelled();
  ++m_step;
  if (m_options.progress) m_options.progress({revision.id, m_step, std::max(steps, revision.steps.size()), statement});
}

void MigrationRun::note(const DatabaseRevision& after) {
  RevisionTable(m_connection, m_dialect).write(after);
}

void MigrationRun::commit(SchemaTransaction& transaction, const OutlinedRevision& revision, const DatabaseRevision& after) {
  m_options.cancel.throwIfCancelled();
  try {
    transaction.commit();
  } catch (const DbError& error) {
    if (error.kind() != ErrorKind::OutcomeUnknown) throw;
    transaction.abandon();
    settle(revision, after, error);
  }
  m_standing = after;
}

bool MigrationRun::isExpected(const DatabaseRevision& found) {
  if (found.id == m_standing.id && found.interrupted == m_standing.interrupted) return true;
  const auto& way = m_outline.revisions;
  const auto reached = std::find_if(way.begin() + static_cast<std::ptrdiff_t>(m_next), way.end(), [&](const OutlinedRevision& each) { return each.idAfter == found.id && !found.interrupted; });
  if (reached != way.end()) {
    m_next = static_cast<std::size_t>(reached - way.begin()) + 1;
    m_standing = found;
    return false;
  }
  DbError error(ErrorKind::StaleData, "the database was " + standingText(m_standing.id) + ", and is " + standingText(found.id) + " by now: somebody else has migrated it");
  error.hint = "Look again at what is to be done.";
  throw error;
}

void MigrationRun::backUp() {
  if (m_options.backup == MigrationOptions::Backup::None || !m_result.backup.empty() || !m_outline.isDestructive()) return;
  if (const Url& url = m_engine->url(); url.isSqlite() && !url.isMemory()) m_result.backup = backUpBeside(*m_engine, m_options);
}

std::optional<DatabaseRevision> MigrationRun::standingAfterLoss() const { return m_engine->url().isSqlite() ? standingInFile() : standingOnServer(); }

/// What a write that failed left in a write-ahead log is no longer in the way once another one has been brought to the disk.
std::optional<DatabaseRevision> MigrationRun::standingInFile() const {
  try {
    Transaction transaction(m_connection, m_dialect, Transaction::Mode::Write);
    const DatabaseRevision found = RevisionTable(m_connection, m_dialect).read();
    std::int64_t version = 0;
    m_connection.readRow("PRAGMA main.user_version", {}, [&](auto values) { version = values[0].toInteger(); });
    m_connection.execute("PRAGMA main.user_version = " + std::to_string(version));
    transaction.commit();
    return found;
  } catch (const DbError&) {
    return {};
  }
}

std::optional<DatabaseRevision> MigrationRun::standingOnServer() const {
  const auto until = std::chrono::steady_clock::now() + m_options.patience;
  do {
    try {
      const auto lease = m_engine->connect(Engine::Access::Write, "migration");
      // Who has the lock that the lost session had knows that it has ended, one way or the other.
      const MigrationLock lock(*lease, m_dialect, m_options);
      return RevisionTable(*lease, m_dialect).read();
    } catch (const DbError& error) {
      if (error.kind() == ErrorKind::Busy || error.kind() == ErrorKind::Cancelled) return {};
    }
    std::this_thread::sleep_for(kPauseOfLoss);
  } while (std::chrono::steady_clock::now() < until && !m_options.cancel.isCancelled());
  return {};
}

void MigrationRun::settle(const OutlinedRevision& revision, const DatabaseRevision& after, const DbError& error) {
  if (m_options.progress) m_options.progress({revision.id, m_step, revision.steps.size(), "Asking what came of the COMMIT"});
  const auto found = standingAfterLoss();
  const auto stands = [&](const DatabaseRevision& there) { return found && found->id == there.id && found->interrupted == there.interrupted; };
  m_isLost = !m_engine->url().isSqlite();
  if (stands(after)) return;
  DbError told = error;
  told.hint = "Ask where the database stands before doing it again: joinery revision current.";
  if (!stands(m_standing)) throw told;
  DbError lost(m_isLost ? ErrorKind::ConnectionLost : ErrorKind::Operational, "the COMMIT failed, and nothing of it was kept: " + error.message());
  lost.hint = "The database is " + standingText(m_standing.id) + ", as before. It can be done again.";
  throw lost;
}

void MigrationRun::requireConnection() const {
  if (!m_isLost) return;
  DbError error(ErrorKind::ConnectionLost, "the connection broke, and the database is " + standingText(m_standing.id) + " now, whole: what was to follow was not begun");
  error.hint = "Migrate again for the rest.";
  throw error;
}

}  // namespace joinery::migration
