// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/db_error.h"
#include "orm/engine/dialects.h"
#include "orm/revision/migrator.h"
#include "orm/revision/revision_parts.h"

namespace joinery::migration {
namespace {

using Direction = RevisionChain::Direction;

/// A revision's steps as text, part by part.
class ScriptWriter {
 public:
  ScriptWriter(Connection& connection, const Dialect& dialect, const DatabaseRevision& from) : m_dialect(dialect), m_table(connection, dialect), m_standing(from) {}

  void add(const OutlinedRevision& outlined, const std::vector<RevisionPart>& parts);
  const std::string& text() const { return m_text; }

 private:
  void comment(const OutlinedRevision& outlined);
  void line(const std::string& text) { m_text += text + "\n"; }
  /// A comment at its end does not hide the semicolon.
  void statement(const std::string& sql) { line(sql + (sql.find("--") == std::string::npos ? ";" : "\n;")); }
  void note(const DatabaseRevision& after);
  void begin();
  void end();

  const Dialect& m_dialect;
  RevisionTable m_table;
  bool m_isTableMade = false;
  DatabaseRevision m_standing;
  std::string m_text;
};

std::string onOneLine(std::string text) {
  for (char& each : text)
    if (static_cast<unsigned char>(each) < 0x20) each = ' ';
  return text;
}

void ScriptWriter::comment(const OutlinedRevision& outlined) {
  line("-- " + onOneLine(revisionName(outlined.id, outlined.message)) + (outlined.direction == Direction::Up ? "" : ", undone"));
  for (const OutlinedOperation& each : outlined.operations)
    line("--   " + onOneLine(each.description + (each.whyIrreversible ? " (no way back: " + *each.whyIrreversible + ")" : std::string())));
}

/// Tables that are made anew would take the rows of others with them.
void ScriptWriter::begin() {
  if (m_dialect.name() == "sqlite") line("PRAGMA foreign_keys = OFF;");
  line(m_dialect.beginStatement(Dialect::Purpose::Write) + ";");
}

/// Rows that refer to nothing are listed before it is too late.
void ScriptWriter::end() {
  if (m_dialect.name() == "sqlite") line("PRAGMA foreign_key_check;");
  line("COMMIT;");
  if (m_dialect.name() == "sqlite") line("PRAGMA foreign_keys = ON;");
}

/// The first one makes the table where it is missing.
void ScriptWriter::note(const DatabaseRevision& after) {
  const std::vector<std::string> statements = m_table.writing(after);
  for (std::size_t i = m_isTableMade ? statements.size() - 1 : 0; i < statements.size(); ++i) line(statements[i] + ";");
  m_isTableMade = true;
}

void ScriptWriter::add(const OutlinedRevision& outlined, const std::vector<RevisionPart>& parts) {
  if (outlined.whyUnknown) throw DbError(ErrorKind::InvalidRequest, revisionName(outlined.id, outlined.message) + " can't be planned before what stands before it was done: " + *outlined.whyUnknown);
  comment(outlined);
  const std::size_t first = outlined.partsDone < parts.size() ? parts[outlined.partsDone].firstOperation : 0;
  auto step = outlined.steps.begin();
  for (std::size_t i = outlined.partsDone; i < parts.size(); ++i) {
    const RevisionPart& part = parts[i];
    const std::size_t end = part.firstOperation + part.operations.size() - first;
    if (part.inTransaction) begin();
    for (std::size_t taken = 0; step != outlined.steps.end() && step->operation < end && (part.inTransaction || taken == 0); ++step, ++taken) statement(step->sql);
    if (!part.inTransaction) begin();
    const bool isLast = i + 1 == parts.size();
    DatabaseRevision after{true, isLast ? outlined.idAfter : m_standing.id};
    if (!isLast) after.interrupted = {outlined.id, outlined.direction, i + 1};
    note(after);
    this->end();
    m_standing = after;
  }
}

}  // namespace

std::string Migrator::script(Connection& connection, const MigrationOutline& outline) const {
  const Dialect& dialect = dialectFor(m_engine->url().backend);
  ScriptWriter writer(connection, dialect, outline.from);
  for (const OutlinedRevision& each : outline.revisions) writer.add(each, revisionParts(operationsOf(*m_chain.find(each.id), each.direction), connection, dialect));
  return writer.text();
}

}  // namespace joinery::migration
