// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pending_changes.h"

#include <QTimer>
#include <map>

#include "orm/changes/outcome_resolver.h"
#include "ui/changes/change_command.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kPlanPause = 120;  // milliseconds
/// How long a server that is away is asked for what came of a commit.
constexpr std::chrono::seconds kPatienceInDoubt{15};
using Plan = std::vector<PlannedStatement>;
using RowKey = std::pair<std::string, std::vector<Value>>;

std::vector<Value> plainKey(const joinery::Key& key) {
  std::vector<Value> values;
  for (const auto& part : key) {
    if (part.isReference()) return {};
    values.push_back(part.value());
  }
  return values;
}

joinery::Key operands(const PendingChanges::Key& key) { return {key.begin(), key.end()}; }

template <typename Pairs, typename T>
void assign(Pairs& pairs, const std::string& name, T value) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
  if (found != pairs.end()) found->second = std::move(value);
  else pairs.emplace_back(name, std::move(value));
}

template <typename Pairs>
void eraseNamed(Pairs& pairs, const std::string& name) {
  std::erase_if(pairs, [&](const auto& pair) { return pair.first == name; });
}

}  // namespace

/// What was sent, and what came of it.
struct PendingChanges::Written {
  ChangeSet changes;
  CommitResult result;
};

struct PendingChanges::Private {
  Database* database;
  ChangeObserver* observer = nullptr;
  std::optional<Written> doubt;
  std::unique_ptr<Worker> planner;
  std::unique_ptr<Worker> writer;
  ChangeSet set;
  std::map<RowKey, std::uint64_t> rows;  // updates and deletes by their row
  QUndoStack undo;
  QTimer planTimer;
  Result<Plan> plan = Plan{};
  std::uint64_t lastId = 0;
  std::uint64_t planNumber = 0;
  int lastRef = 0;
  bool committing = false;

  const Change* find(const std::string& model, const PendingChanges::Key& key) const {
    const auto found = rows.find({model, key});
    return found == rows.end() ? nullptr : set.find(found->second);
  }
};

PendingChanges::PendingChanges(Database* database, QObject* parent) : QObject(parent), d(std::make_unique<Private>()) {
  d->database = database;
  d->planTimer.setSingleShot(true);
  d->planTimer.setInterval(kPlanPause);
  connect(&d->planTimer, &QTimer::timeout, this, &PendingChanges::makePlan);
}

PendingChanges::~PendingChanges() {
  // A stack that goes says so to whoever looks at it, and they may be half gone themselves.
  d->undo.disconnect();
}

void PendingChanges::put(std::uint64_t id, const std::optional<Change>& state) {
  if (const Change* old = d->set.find(id)) {
    if (old->kind == Change::Kind::Update || old->kind == Change::Kind::Delete) d->rows.erase({old->model, plainKey(old->key)});
    if (!state) d->set.remove(id);
    else *d->set.find(id) = *state;
  } else if (state) {
    d->set.add(*state);
  }
  if (state && (state->kind == Change::Kind::Update || state->kind == Change::Kind::Delete)) d->rows[{state->model, plainKey(state->key)}] = id;
  if (d->observer) d->observer->changePut(id, state);
  d->planTimer.start();
  Q_EMIT changed();
}

void PendingChanges::push(const QString& text, std::optional<Change> before, std::optional<Change> after) {
  if (d->committing || d->doubt) return;
  const std::uint64_t id = before ? before->id : ++d->lastId;
  if (after) after->id = id;
  d->undo.push(new ChangeCommand(this, text, id, std::move(before), std::move(after)));
}

void PendingChanges::setCell(const std::string& model, const Key& key, const std::string& attribute, const Value& before, const Value& after) {
  const Change* known = d->find(model, key);
  if (known && known->kind == Change::Kind::Delete) return;
  const QString text = tr("Change %1").arg(toQString(attribute));
  Change change;
  if (known) change = *known;
  change.kind = Change::Kind::Update;
  change.model = model;
  change.key = operands(key);
  if (!change.before) change.before.emplace();
  // The first image stays: it is what the database had when the person began.
  const Value* image = change.beforeValue(attribute);
  const Value original = image ? *image : before;
  if (original == after) {
    eraseNamed(change.values, attribute);
    eraseNamed(*change.before, attribute);
  } else {
    assign(change.values, attribute, Operand(after));
    assign(*change.before, attribute, original);
  }
  if (known && change.values.empty()) return push(text, *known, std::nullopt);
  if (!change.values.empty()) push(text, known ? std::optional(*known) : std::nullopt, std::move(change));
}

std::string PendingChanges::insertRow(const std::string& model, Change::Values values) {
  Change change;
  change.kind = Change::Kind::Insert;
  change.model = model;
  change.ref = "new" + std::to_string(++d->lastRef);
  change.values = std::move(values);
  const std::string ref = change.ref;
  push(tr("Add row to %1").arg(toQString(model)), std::nullopt, std::move(change));
  return ref;
}

void PendingChanges::setInsertedCell(const std::string& ref, const std::string& attribute, const Operand& value) {
  const Change* known = insertByRef(ref);
  if (!known) return;
  Change change = *known;
  assign(change.values, attribute, value);
  if (change.values != known->values) push(tr("Change %1").arg(toQString(attribute)), *known, std::move(change));
}

void PendingChanges::clearInsertedCell(const std::string& ref, const std::string& attribute) {
  const Change* known = insertByRef(ref);
  if (!known || !known->value(attribute)) return;
  Change change = *known;
  eraseNamed(change.values, attribute);
  push(tr("Default for %1").arg(toQString(attribute)), *known, std::move(change));
}

void PendingChanges::deleteRow(const std::string& model, const Key& key, const Image& before) {
  const Change* known = d->find(model, key);
  if (known && known->kind == Change::Kind::Delete) return;
  Change change;
  change.kind = Change::Kind::Delete;
  change.model = model;
  change.key = operands(key);
  change.before = before;
  push(tr("Delete from %1").arg(toQString(model)), known ? std::optional(*known) : std::nullopt, std::move(change));
}

void PendingChanges::removeInserted(const std::string& ref) {
  if (const Change* known = insertByRef(ref)) revert(known->id);
}

void PendingChanges::link(const std::string& model, const Key& key, const std::string& relationship, const Key& to) {
  Change change;
  change.kind = Change::Kind::Link;
  change.model = model;
  change.key = operands(key);
  change.relationship = relationship;
  change.to = operands(to);
  push(tr("Link %1").arg(toQString(relationship)), std::nullopt, std::move(change));
}

void PendingChanges::unlink(const std::string& model, const Key& key, const std::string& relationship, const Key& to) {
  Change change;
  change.kind = Change::Kind::Unlink;
  change.model = model;
  change.key = operands(key);
  change.relationship = relationship;
  change.to = operands(to);
  push(tr("Unlink %1").arg(toQString(relationship)), std::nullopt, std::move(change));
}

void PendingChanges::revert(std::uint64_t change) {
  if (const Change* known = d->set.find(change)) push(tr("Revert"), *known, std::nullopt);
}

void PendingChanges::revertCell(std::uint64_t id, const std::string& attribute) {
  const Change* known = d->set.find(id);
  if (!known || !known->value(attribute)) return;
  Change change = *known;
  eraseNamed(change.values, attribute);
  if (change.before) eraseNamed(*change.before, attribute);
  const bool nothingLeft = change.values.empty() && change.kind == Change::Kind::Update;
  push(tr("Revert %1").arg(toQString(attribute)), *known, nothingLeft ? std::nullopt : std::optional(std::move(change)));
}

void PendingChanges::revertAll() {
  endDoubt();
  beginGroup(tr("Revert all"));
  const auto all = d->set.changes();
  for (auto it = all.rbegin(); it != all.rend(); ++it) revert(it->id);
  endGroup();
}

QUndoStack& PendingChanges::undoStack() const { return d->undo; }

void PendingChanges::beginGroup(const QString& text) {
  if (!d->committing) d->undo.beginMacro(text);
}

void PendingChanges::endGroup() {
  if (!d->committing) d->undo.endMacro();
}

const ChangeSet& PendingChanges::changeSet() const { return d->set; }

const Change* PendingChanges::changeOf(const std::string& model, const Key& key) const { return d->find(model, key); }

std::vector<const Change*> PendingChanges::inserts(const std::string& model) const {
  std::vector<const Change*> found;
  for (const auto& change : d->set.changes())
    if (change.kind == Change::Kind::Insert && change.model == model) found.push_back(&change);
  return found;
}

const Change* PendingChanges::insertByRef(const std::string& ref) const {
  for (const auto& change : d->set.changes())
    if (change.kind == Change::Kind::Insert && change.ref == ref) return &change;
  return nullptr;
}

const Result<std::vector<PlannedStatement>>& PendingChanges::plan() const { return d->plan; }

void PendingChanges::makePlan() {
  const auto registry = d->database->registry();
  const auto number = ++d->planNumber;
  if (d->set.isEmpty() || !registry) {
    d->plan = Plan{};
    Q_EMIT planChanged();
    return;
  }
  if (!d->planner) d->planner = d->database->newWorker(tr("preview"));
  d->planner->cancelAll();
  const auto plan = [set = d->set, registry](Worker::Context& context) mutable {
    const UnitOfWork unit(*registry, context.dialect, UnitOfWork::Locking::BeforeImage);
    // Deletions bring the links that go with them; rows that are gone meanwhile show at the commit.
    unit.readImages(context.connection, set);
    return unit.plan(set);
  };
  auto job = d->planner->run(plan, toStdString(tr("Preparing the pending changes")));
  deliver(job.future, this, [this, number](Result<Plan> result) {
    if (number != d->planNumber) return;
    d->plan = std::move(result);
    Q_EMIT planChanged();
  });
}

void PendingChanges::renewPlan() { d->planTimer.start(); }

void PendingChanges::commit() {
  const auto registry = d->database->registry();
  if (d->committing || (d->set.isEmpty() && !d->doubt) || !registry) return;
  d->committing = true;
  Q_EMIT committingChanged();
  if (!d->writer) d->writer = d->database->newWorker(tr("writer"), Engine::Access::Write);
  const auto witness = d->observer ? d->observer->commitWitness() : nullptr;
  const auto write = [written = d->doubt.value_or(Written{d->set, {}}), registry, witness, engine = d->database->engine()](Worker::Context& context) mutable {
    const UnitOfWork unit(*registry, context.dialect, UnitOfWork::Locking::BeforeImage);
    CommitResult& result = written.result;
    // What may have been committed is not sent again.
    if (result.outcome != CommitResult::Outcome::Unknown) {
      result.conflicts = unit.readImages(context.connection, written.changes);
      if (result.conflicts.empty()) result = unit.commit(context.connection, written.changes, witness.get());
    }
    OutcomeResolver(*registry, context.dialect).settle(*engine, context.connection, written.changes, result, kPatienceInDoubt, context.cancelToken);
    return written;
  };
  const std::string what = toStdString(d->doubt ? tr("Finding out what came of the commit") : tr("Committing %1 change(s)").arg(d->set.changes().size()));
  auto job = d->writer->run(write, what);
  deliver(job.future, this, [this](Result<Written> result) { finishCommit(result); });
}

void PendingChanges::finishCommit(const Result<Written>& written) {
  using Outcome = CommitResult::Outcome;
  d->committing = false;
  CommitResult result;
  if (written) result = written->result;
  else if (d->doubt) result = d->doubt->result;
  if (!written) result.error = written.error();
  if (written) d->doubt = result.outcome == Outcome::Unknown ? std::optional(*written) : std::nullopt;
  if (d->observer) d->observer->commitEnded(result.outcome);
  Q_EMIT committingChanged();
  if (result.outcome != Outcome::Committed) {
    Q_EMIT failed(result);
    return;
  }
  d->set.clear();
  d->rows.clear();
  d->undo.clear();
  d->planTimer.start();
  Q_EMIT changed();
  Q_EMIT committed(result);
}

bool PendingChanges::isInDoubt() const { return d->doubt.has_value(); }

void PendingChanges::setInDoubt(ChangeSet written, CommitMark mark) {
  d->doubt = Written{std::move(written), {}};
  d->doubt->result.outcome = CommitResult::Outcome::Unknown;
  d->doubt->result.mark = std::move(mark);
}

void PendingChanges::endDoubt() {
  if (!d->doubt || d->committing) return;
  d->doubt.reset();
  if (d->observer) d->observer->commitEnded(CommitResult::Outcome::NotCommitted);
  Q_EMIT changed();
}

std::vector<Change> PendingChanges::adopt(const std::vector<Change>& changes) {
  if (d->committing || d->doubt) return {};
  ChangeObserver* observer = std::exchange(d->observer, nullptr);
  std::map<std::string, std::string> refs;
  for (const Change& change : changes)
    if (change.kind == Change::Kind::Insert) refs[change.ref] = "new" + std::to_string(++d->lastRef);
  const auto renamed = [&refs](Operand& operand) {
    if (!operand.isReference()) return;
    if (const auto found = refs.find(operand.reference().ref); found != refs.end()) operand = Operand::Reference{found->second, operand.reference().attribute};
  };
  std::vector<Change> adopted;
  beginGroup(tr("Recover"));
  for (Change change : changes) {
    const bool isOfRow = change.kind == Change::Kind::Update || change.kind == Change::Kind::Delete;
    if (isOfRow && d->find(change.model, plainKey(change.key))) continue;
    if (change.kind == Change::Kind::Insert) change.ref = refs[change.ref];
    for (Operand& part : change.key) renamed(part);
    for (Operand& part : change.to) renamed(part);
    for (auto& [name, value] : change.values) renamed(value);
    change.id = 0;
    push(tr("Recover"), std::nullopt, std::move(change));
    if (const Change* now = d->set.find(d->lastId)) adopted.push_back(*now);
  }
  endGroup();
  d->observer = observer;
  return adopted;
}

void PendingChanges::setObserver(ChangeObserver* observer) { d->observer = observer; }

void PendingChanges::stop() {
  if (d->writer) d->writer->cancelAll();
  if (d->planner) d->planner->cancelAll();
}

bool PendingChanges::isCommitting() const { return d->committing; }

}  // namespace joinery::ui

#include "moc_pending_changes.cpp"
