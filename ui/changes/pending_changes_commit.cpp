// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_set>

#include "orm/changes/committed_changes.h"
#include "orm/changes/outcome_resolver.h"
#include "orm/changes/schema_differences.h"
#include "ui/changes/pending_changes_p.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

// How the pending changes are prepared and written.
namespace joinery::ui {

namespace {

/// How long a server that is away is asked for what came of a commit.
constexpr std::chrono::seconds kPatienceInDoubt{15};
using Outcome = CommitResult::Outcome;

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences) text += (text.empty() ? "" : "; ") + sentence;
  return text;
}

DbError schemaError(const std::vector<std::string>& differences) {
  DbError error(ErrorKind::Mapping, "The tables are no longer what they were when they were read: " + joined(differences) + ".");
  error.hint = "Refresh, and look at the changes again.";
  return error;
}

std::string placeOf(const ChangeIssue& issue, const ChangeSet& changes) {
  const Change* change = changes.find(issue.change);
  const std::string model = change ? change->model : std::string();
  return issue.attribute.empty() ? model : model + "." + issue.attribute;
}

DbError issueError(const std::vector<ChangeIssue>& issues, const ChangeSet& changes) {
  std::string text = placeOf(issues.front(), changes) + " " + issues.front().message;
  if (issues.size() > 1) text += "; and " + std::to_string(issues.size() - 1) + " more";
  return DbError(ErrorKind::Integrity, text);
}

/// What a refused commit says about cells.
std::vector<ChangeIssue> issuesOfResult(const CommitResult& result) {
  std::vector<ChangeIssue> issues;
  for (const Conflict& conflict : result.conflicts) {
    if (conflict.deleted) issues.push_back({conflict.change, {}, toStdString(PendingChanges::tr("The row was deleted by someone else."))});
    for (const Conflict::Cell& cell : conflict.cells)
      if (!conflict.deleted && !(cell.base == cell.theirs)) issues.push_back({conflict.change, cell.attribute, toStdString(PendingChanges::tr("Changed by someone else meanwhile."))});
  }
  if (!issues.empty() || !result.failedChange || !result.error) return issues;
  for (const std::string& attribute : result.failedAttributes) issues.push_back({*result.failedChange, attribute, result.error->message(), result.error->detail});
  if (issues.empty()) issues.push_back({*result.failedChange, {}, result.error->message(), result.error->detail});
  return issues;
}

std::shared_ptr<const ChangePlan> planThatFailed(const DbError& error) {
  auto plan = std::make_shared<ChangePlan>();
  plan->statements = error;
  return plan;
}

}  // namespace

const ChangePlan& PendingChanges::prepared() const { return *d->plan; }

const std::shared_ptr<const ChangePlan>& PendingChanges::sharedPlan() const { return d->plan; }

void PendingChanges::setPlan(std::shared_ptr<const ChangePlan> plan) { freeElsewhere(std::exchange(d->plan, std::move(plan))); }

bool PendingChanges::isPrepared() const { return d->plannedGeneration == d->generation; }

void PendingChanges::makePlan() {
  const auto registry = d->database->registry();
  const auto number = ++d->planNumber;
  if (d->set.isEmpty() || !registry) {
    setPlan(std::make_shared<ChangePlan>());
    Q_EMIT planChanged();
    return;
  }
  if (!d->planner) d->planner = d->database->newWorker(tr("preview"));
  d->planner->cancelAll();
  const auto plan = [set = d->set, leftOut = d->leftOut, registry](Worker::Context& context) { return makeChangePlan(context.connection, context.dialect, *registry, set, leftOut, context.progress); };
  auto job = d->planner->run(plan, toStdString(tr("Preparing the pending changes")));
  deliver(job.future, this, [this, number, generation = d->generation](const Result<std::shared_ptr<const ChangePlan>>& result) {
    if (number != d->planNumber) return;
    d->plannedGeneration = result ? generation : 0;
    if (result) setPlan(*result);
    else setPlan(planThatFailed(result.error()));
    // What a commit was refused for stays until something is edited.
    if (result && d->issues.empty()) setIssues(d->plan->issues);
    Q_EMIT planChanged();
  });
}

void PendingChanges::renewPlan() {
  d->plannedGeneration = 0;
  d->planTimer.start();
}

void PendingChanges::setLeftOut(std::set<std::uint64_t> changes) {
  if (d->committing || d->doubt || changes == d->leftOut) return;
  d->leftOut = std::move(changes);
  setIssues({});
  ++d->generation;
  renewPlan();
  Q_EMIT choiceChanged();
}

const std::set<std::uint64_t>& PendingChanges::leftOut() const { return d->leftOut; }

const std::vector<ChangeIssue>& PendingChanges::issues() const { return d->issues; }

const ChangeIssue* PendingChanges::issueOf(std::uint64_t change, const std::string& attribute) const {
  if (d->issues.empty()) return nullptr;
  const auto found = d->issuePlaces.find({change, attribute});
  return found == d->issuePlaces.end() ? nullptr : &d->issues[found->second];
}

std::vector<const ChangeIssue*> PendingChanges::issuesOf(std::uint64_t change) const {
  std::vector<const ChangeIssue*> found;
  for (auto place = d->issuePlaces.lower_bound({change, {}}); place != d->issuePlaces.end() && place->first.first == change; ++place) found.push_back(&d->issues[place->second]);
  return found;
}

void PendingChanges::setIssues(std::vector<ChangeIssue> issues) {
  if (issues == d->issues) return;
  d->issues = std::move(issues);
  d->issuePlaces.clear();
  for (std::size_t i = 0; i < d->issues.size(); ++i) d->issuePlaces.emplace(std::pair(d->issues[i].change, d->issues[i].attribute), i);
  Q_EMIT issuesChanged();
}

const std::vector<Conflict>& PendingChanges::conflicts() const { return d->conflicts; }

PendingChanges::Written PendingChanges::write(Worker::Context& context, Written written, const Registry& registry, CommitWitness* witness, Engine& engine) {
  CommitResult& result = written.result;
  // What may have been committed is not sent again.
  if (result.outcome != Outcome::Unknown) {
    if (!written.plan) written.plan = makeChangePlan(context.connection, context.dialect, registry, written.changes, written.leftOut, context.progress);
    const ChangePlan& plan = *written.plan;
    written.changes = plan.part;
    const bool isRefused = written.checking == Checking::Before && !plan.issues.empty();
    std::vector<std::string> differences;
    if (plan.gone.empty() && !isRefused) differences = schemaDifferences(context.connection, context.dialect, registry, written.changes);
    if (!plan.gone.empty()) {
      result.conflicts = plan.gone;
      result.error = DbError(ErrorKind::StaleData, plan.gone.front().model + ": the row was deleted by someone else");
    } else if (isRefused) {
      written.issues = plan.issues;
      result.error = issueError(plan.issues, written.changes);
      result.failedChange = plan.issues.front().change;
    } else if (!differences.empty()) {
      result.error = schemaError(differences);
    } else if (!plan.statements) {
      result.error = plan.statements.error();
    } else {
      result = UnitOfWork(registry, context.dialect, UnitOfWork::Locking::BeforeImage).commit(context.connection, written.changes, witness);
    }
  }
  OutcomeResolver(registry, context.dialect).settle(engine, context.connection, written.changes, result, kPatienceInDoubt, context.cancelToken);
  return written;
}

void PendingChanges::commit(Checking checking) {
  const auto registry = d->database->registry();
  const bool isNothing = d->leftOut.size() >= d->set.size() && !d->doubt;
  if (d->committing || isNothing || !registry) return;
  if (!d->leftOut.empty()) nameAllReferences();
  d->committing = true;
  Q_EMIT committingChanged();
  if (!d->writer) d->writer = d->database->newWorker(tr("writer"), Engine::Access::Write);
  const auto witness = d->observer ? d->observer->commitWitness() : nullptr;
  Written toWrite = d->doubt.value_or(Written{d->set});
  if (!d->doubt) {
    toWrite.leftOut = d->leftOut;
    toWrite.checking = checking;
    // What a person has seen is what is sent.
    if (isPrepared()) toWrite.plan = d->plan;
  }
  const auto job = [toWrite = std::move(toWrite), registry, witness, engine = d->database->engine()](Worker::Context& context) { return write(context, toWrite, *registry, witness.get(), *engine); };
  const std::string what = toStdString(d->doubt ? tr("Finding out what came of the commit") : tr("Committing %1 change(s)").arg(d->set.size() - d->leftOut.size()));
  auto running = d->writer->run(job, what);
  deliver(running.future, this, [this](const Result<Written>& result) { finishCommit(result); });
}

void PendingChanges::finishCommit(const Result<Written>& written) {
  d->committing = false;
  CommitResult result;
  if (written) result = written->result;
  else if (d->doubt) result = d->doubt->result;
  if (!written) result.error = written.error();
  if (written) d->doubt = result.outcome == Outcome::Unknown ? std::optional(*written) : std::nullopt;
  if (d->observer) d->observer->commitEnded(result.outcome);
  const bool isCommitted = result.outcome == Outcome::Committed;
  if (isCommitted) settle(*written);
  Q_EMIT committingChanged();
  if (!isCommitted) {
    d->conflicts = result.conflicts;
    setIssues(written && !written->issues.empty() ? written->issues : issuesOfResult(result));
    // The rows that go along with deletions are looked for anew.
    if (!d->doubt) renewPlan();
    Q_EMIT failed(result);
    return;
  }
  tell();
  Q_EMIT committed(result);
}

/// Those that stay can be given the keys of new rows afterwards.
void PendingChanges::nameAllReferences() {
  std::vector<Change> unnamed;
  std::ranges::copy_if(d->set.changes(), std::back_inserter(unnamed), hasUnnamedReference);
  if (unnamed.empty()) return;
  d->lookup.setRegistry(d->database->registry(), d->set);
  for (Change& change : unnamed) {
    nameReferences(*d->database->registry(), d->set, change);
    put(change.id, change);
  }
  if (d->observer) d->observer->stepEnded();
}

/// What stays gets the keys of the rows that are there now.
void PendingChanges::settle(const Written& written) {
  settleSteps(written);
  settleCommitted(d->set, ownChanges(written.changes.changes()), written.result.generated);
  d->leftOut.clear();
  d->lookup.rebuild(d->set);
  d->rows.clear();
  for (const Change& change : d->set.changes())
    if (change.kind == Change::Kind::Update || change.kind == Change::Kind::Delete) d->rows[rowIdentity(change.model, plainKey(change.key))] = change.id;
  ++d->generation;
}

/// The steps that are about the rest can be undone still.
void PendingChanges::settleSteps(const Written& written) {
  const std::vector<std::uint64_t> own = ownChanges(written.changes.changes());
  const std::unordered_set<std::uint64_t> gone(own.begin(), own.end());
  const auto settled = [&](const SharedChange& change) -> SharedChange {
    if (!change) return change;
    Change own = *change;
    if (hasUnnamedReference(own)) nameReferences(*d->database->registry(), d->set, own);
    settleReferences(own, written.result.generated);
    return own;
  };
  d->isRearranging = true;
  std::vector<ChangeStep*> steps;
  int index = 0;
  for (int i = 0; i < d->undo.count(); ++i) {
    const auto* step = static_cast<const ChangeStep*>(d->undo.command(i));
    ChangeStep::Entries entries;
    for (const ChangeStep::Entry& entry : step->entries())
      if (!gone.contains(entry.id)) entries.push_back({entry.id, settled(entry.before), settled(entry.after)});
    if (entries.empty()) continue;
    steps.push_back(new ChangeStep(this, step->text(), std::move(entries), ChangeStep::State::ToDo));
    if (i < d->undo.index()) ++index;
  }
  // Nothing is left that undoing would bring to an end that a person has seen.
  if (d->set.size() == gone.size()) {
    qDeleteAll(steps);
    steps.clear();
    index = 0;
  }
  d->undo.clear();
  for (ChangeStep* step : steps) d->undo.push(step);
  d->undo.setIndex(index);
  d->isRearranging = false;
}

bool PendingChanges::isInDoubt() const { return d->doubt.has_value(); }

void PendingChanges::setInDoubt(ChangeSet written, CommitMark mark) {
  d->doubt = Written{std::move(written)};
  d->doubt->result.outcome = Outcome::Unknown;
  d->doubt->result.mark = std::move(mark);
}

void PendingChanges::endDoubt() {
  if (!d->doubt || d->committing) return;
  d->doubt.reset();
  if (d->observer) d->observer->commitEnded(Outcome::NotCommitted);
  Q_EMIT changed();
}

}  // namespace joinery::ui
