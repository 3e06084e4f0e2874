// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/change_plan.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/widgets/passing_trouble.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// Nobody reads more, and to show them takes time.
constexpr std::size_t kMostStatementsShown = 500;

QString inPlan(const char* text) { return QCoreApplication::translate("ChangePlan", text); }

QString textOf(const std::vector<PlannedStatement>& statements, const UnitOfWork::Frame& frame, const Dialect& dialect) {
  if (statements.empty()) return {};
  QStringList lines;
  const auto add = [&lines](const std::string& sql) { lines << toQString(sql) + QLatin1Char(';'); };
  for (const std::string& sql : frame.before) add(sql);
  for (std::size_t i = 0; i < std::min(statements.size(), kMostStatementsShown); ++i) add(previewSql(statements[i], dialect));
  if (statements.size() > kMostStatementsShown) lines << inPlan("-- and %1 more statements").arg(statements.size() - kMostStatementsShown);
  for (const std::string& sql : frame.after) add(sql);
  return lines.join(QLatin1Char('\n'));
}

std::vector<ChangeIssue> issuesOfPart(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& part) {
  std::vector<ChangeIssue> issues = validate(registry, part);
  if (issues.empty()) issues = validateChecks(connection, dialect, registry, part);
  return issues;
}

/// Where the whole can't be expanded, what is wrong with single changes may be told still.
std::vector<ChangeIssue> issuesWithoutDatabase(const Registry& registry, const ChangeSet& changes) {
  try {
    return validate(registry, changes);
  } catch (const DbError&) {
    return {};
  }
}

ClosedPart partOf(const Registry& registry, const ChangeSet& changes, const std::set<std::uint64_t>& leftOut) {
  if (leftOut.empty()) return {changes, {}};
  std::set<std::uint64_t> chosen;
  for (const Change& change : changes.changes())
    if (!leftOut.contains(change.id)) chosen.insert(change.id);
  return closedPart(registry, changes, chosen);
}

}  // namespace

ChangePlan makeChangePlan(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes, const std::set<std::uint64_t>& leftOut) {
  ChangePlan plan;
  try {
    ClosedPart part = partOf(registry, changes, leftOut);
    plan.part = std::move(part.changes);
    plan.taken = std::move(part.taken);
    plan.issues = issuesOfPart(connection, dialect, registry, plan.part);
    const UnitOfWork unit(registry, dialect, UnitOfWork::Locking::BeforeImage);
    // Deletions bring the links that go with them; rows that are gone meanwhile show at the commit.
    plan.gone = unit.readImages(connection, plan.part);
    if (!plan.gone.empty()) throw DbError(ErrorKind::StaleData, plan.gone.front().model + ": a row that is to be changed was deleted by someone else");
    auto statements = unit.plan(plan.part);
    plan.preview = textOf(statements, unit.frame(), dialect);
    plan.statements = std::move(statements);
  } catch (const DbError& error) {
    if (isPassingTrouble(error.kind()) || error.kind() == ErrorKind::Cancelled) throw;
    plan.statements = error;
    if (plan.issues.empty()) plan.issues = issuesWithoutDatabase(registry, changes);
  }
  return plan;
}

}  // namespace joinery::ui
