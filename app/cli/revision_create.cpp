// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/revision_create.h"

#include "app/cli/arguments.h"
#include "app/cli/exit_code.h"
#include "app/cli/outline_text.h"
#include "app/cli/output.h"
#include "app/cli/text_input.h"
#include "orm/difference/schema_validation.h"
#include "orm/revision/designed_schema.h"
#include "orm/revision/revision_folder.h"
#include "orm/workspace/workspace_file.h"

namespace joinery::cli {

namespace {

using migration::DesignedSchema;
using migration::Revision;
using migration::RevisionFolder;

constexpr const char* kDesign = "schema";

[[noreturn]] void refuseCreation(const std::string& what, const std::string& hint) {
  DbError error(ErrorKind::InvalidRequest, what);
  error.hint = hint;
  throw error;
}

void requireValid(const DesignedSchema& design) {
  for (const migration::SchemaIssue& issue : migration::validateSchema(design.metadata, *design.dialect))
    if (issue.severity == migration::SchemaIssue::Severity::Error) refuseCreation("the designed schema can't be made: " + plainLine(issue.sentence), issue.advice);
}

DesignedSchema designIn(const Workspace& workspace) {
  const auto found = workspace.source.find(kDesign);
  if (found == workspace.source.end() || found->is_null()) refuseCreation("no schema is designed in the workspace", "Design one in the window, or give SQL: --sql-up FILE. --empty makes a revision to be filled in.");
  return migration::designedSchemaFromJson(JsonPlace(*found, "designed schema"));
}

/// The design is that of the last revision from now on, and what was recorded of it is in there.
void markRevision(WorkspaceFile& file, Workspace workspace, DesignedSchema design) {
  if (design.recorded.empty()) return;
  design.recorded.clear();
  workspace.source[kDesign] = migration::designedSchemaToJson(design);
  file.write(workspace, WorkspaceFile::Existing::KeepChanged);
}

Revision ofSql(const Arguments& arguments) {
  migration::DataStep step{readText(arguments.value(QStringLiteral("sql-up")))};
  if (arguments.has(QStringLiteral("sql-down"))) step.down = readText(arguments.value(QStringLiteral("sql-down")));
  step.inTransaction = !arguments.has(QStringLiteral("no-transaction"));
  Revision revision;
  revision.up = {step};
  revision.down = migration::inverse(revision.up);
  return revision;
}

void printCreated(const RevisionFolder::File& created) {
  printLine(created.path);
  for (const migration::Operation& each : created.revision.up) printLine("  " + operationLine({migration::description(each), migration::isDestructive(each), migration::whyIrreversible(each)}));
}

void requireOneKind(const Arguments& arguments) {
  const bool isSql = arguments.has(QStringLiteral("sql-up"));
  if (isSql && arguments.has(QStringLiteral("empty"))) throw DbError(ErrorKind::Argument, "--empty and --sql-up can't be given together");
  if (!isSql && arguments.has(QStringLiteral("sql-down"))) throw DbError(ErrorKind::Argument, "--sql-down needs --sql-up");
  if (!isSql && arguments.has(QStringLiteral("no-transaction"))) throw DbError(ErrorKind::Argument, "--no-transaction needs --sql-up");
}

int createOfDesign(WorkspaceFile& file, const Workspace& workspace, const RevisionFolder& folder, const std::string& message) {
  DesignedSchema design = designIn(workspace);
  requireValid(design);
  const Revision revision = migration::revisionOfDesign(folder.chain(), design, message);
  if (revision.up.empty()) refuseCreation("the designed schema is what the revisions make: there is nothing to do", "--empty makes a revision to be filled in.");
  printCreated(folder.add(revision));
  markRevision(file, workspace, std::move(design));
  return kDone;
}

}  // namespace

int runRevisionCreate(const QStringList& words) {
  const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
  const Arguments arguments(text("revision create"), text("Makes a new revision: what leads from the schema that the revisions make to the one that is designed in the workspace."),
                            {{text("WORKSPACE"), text("the file *.joinery"), true}},
                            {{text("m|message"), text("MESSAGE"), text("What it is about.")},
                             {text("empty"), {}, text("Makes one that does nothing yet, to be filled in.")},
                             {text("sql-up"), text("FILE"), text("Makes one that runs the file's SQL; - is standard input.")},
                             {text("sql-down"), text("FILE"), text("What undoes it.")},
                             {text("no-transaction"), {}, text("That SQL runs outside of a transaction.")}},
                            words);
  if (arguments.wantsHelp()) return print(arguments.usage().toStdString()), kDone;
  requireOneKind(arguments);
  WorkspaceFile file(arguments.word(0));
  const Workspace workspace = file.read();
  const RevisionFolder folder = RevisionFolder::beside(arguments.word(0));
  const std::string message = arguments.value(text("message"));
  if (!arguments.has(text("empty")) && !arguments.has(text("sql-up"))) return createOfDesign(file, workspace, folder, message);
  Revision revision = arguments.has(text("sql-up")) ? ofSql(arguments) : Revision();
  revision.message = message;
  revision.parent = folder.chain().head();
  printCreated(folder.add(revision));
  return kDone;
}

}  // namespace joinery::cli
