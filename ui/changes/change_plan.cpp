// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/change_plan.h"

#include <QCoreApplication>
#include <QLocale>
#include <QThreadPool>

#include "ui/widgets/passing_trouble.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// Longer texts of one statement are not written out: nobody reads them, and to show them takes time.
constexpr std::size_t kLongestValues = 256 * 1024;  // bytes

QString inPlan(const char* text) { return QCoreApplication::translate("ChangePlan", text); }

std::size_t bytesOf(const std::vector<Value>& binds) {
  std::size_t bytes = 0;
  for (const Value& bind : binds)
    if (bind.storageClass() == StorageClass::Text || bind.storageClass() == StorageClass::Blob) bytes += bind.bytes().size();
  return bytes;
}

QString textOf(const PlannedStatement& statement, const Dialect& dialect) {
  const std::size_t bytes = bytesOf(statement.statement.binds);
  if (bytes <= kLongestValues) return toQString(previewSql(statement, dialect));
  return inPlan("-- with values of %1, which are not written out here").arg(QLocale().formattedDataSize(static_cast<qint64>(bytes))) + QLatin1Char('\n') + toQString(statement.statement.sql);
}

std::vector<ChangeIssue> issuesOfPart(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& part, JobProgress& progress) {
  std::vector<ChangeIssue> issues = validate(registry, part);
  if (issues.empty()) issues = validateChecks(connection, dialect, registry, part, [&](std::size_t done, std::size_t all) { progress.set(static_cast<std::int64_t>(done), static_cast<std::int64_t>(all)); });
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

std::size_t ChangePlan::previewSize() const { return statements && !statements->empty() ? frame.before.size() + statements->size() + frame.after.size() : 0; }

QString ChangePlan::previewAt(std::size_t place, const Dialect& dialect) const {
  if (place < frame.before.size()) return toQString(frame.before[place]) + QLatin1Char(';');
  place -= frame.before.size();
  if (place < statements->size()) return textOf((*statements)[place], dialect) + QLatin1Char(';');
  return toQString(frame.after[place - statements->size()]) + QLatin1Char(';');
}

void freeElsewhere(std::shared_ptr<const ChangePlan> plan) {
  QThreadPool::globalInstance()->start([last = std::move(plan)]() mutable { last.reset(); });
}

std::shared_ptr<const ChangePlan> makeChangePlan(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes,
                                                 const std::set<std::uint64_t>& leftOut, JobProgress& progress) {
  auto made = std::make_shared<ChangePlan>();
  ChangePlan& plan = *made;
  try {
    ClosedPart part = partOf(registry, changes, leftOut);
    plan.part = std::move(part.changes);
    plan.taken = std::move(part.taken);
    const UnitOfWork unit(registry, dialect, UnitOfWork::Locking::BeforeImage);
    plan.frame = unit.frame();
    // Deletions bring the links that go with them; rows that are gone meanwhile show at the commit.
    plan.gone = unit.readImages(connection, plan.part);
    plan.issues = issuesOfPart(connection, dialect, registry, plan.part, progress);
    if (!plan.gone.empty()) throw DbError(ErrorKind::StaleData, plan.gone.front().model + ": a row that is to be changed was deleted by someone else");
    plan.statements = unit.plan(plan.part);
  } catch (const DbError& error) {
    if (isPassingTrouble(error.kind()) || error.kind() == ErrorKind::Cancelled) throw;
    plan.statements = error;
    if (plan.issues.empty()) plan.issues = issuesWithoutDatabase(registry, changes);
  }
  return made;
}

}  // namespace joinery::ui
