// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pending_changes_p.h"

#include "orm/core/value_identity.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kPlanPause = 120;  // milliseconds

joinery::Key operands(const PendingChanges::Key& key) { return {key.begin(), key.end()}; }

bool isOfRow(const Change& change) { return change.kind == Change::Kind::Update || change.kind == Change::Kind::Delete; }

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

/// The update of a row that the database has. @param known the one that it has; null for none
std::optional<Change> updated(const Change* known, const PendingChanges::RowCells& row) {
  Change change;
  if (known) change = *known;
  change.kind = Change::Kind::Update;
  change.model = row.model;
  change.key = operands(row.key);
  if (row.seen) change.seen = row.seen;
  if (!change.before) change.before.emplace();
  for (const auto& [attribute, before, after] : row.cells) {
    // The first image stays: it is what the database had when the person began.
    const Value* image = change.beforeValue(attribute);
    const Value original = image ? *image : before;
    if (after.isValue() && original == after.value()) {
      eraseNamed(change.values, attribute);
      eraseNamed(*change.before, attribute);
    } else {
      assign(change.values, attribute, after);
      assign(*change.before, attribute, original);
    }
  }
  return known || !change.values.empty() ? std::optional(std::move(change)) : std::nullopt;
}

/// The insert of a row that was only added. What is to be a default is left open.
std::optional<Change> filled(const Change& known, const PendingChanges::RowCells& row) {
  Change change = known;
  for (const auto& cell : row.cells) {
    if (cell.after.isDefault()) eraseNamed(change.values, cell.attribute);
    else assign(change.values, cell.attribute, cell.after);
  }
  return change.values == known.values ? std::nullopt : std::optional(std::move(change));
}

}  // namespace

std::vector<Value> plainKey(const joinery::Key& key) {
  std::vector<Value> values;
  for (const auto& part : key) {
    if (!part.isValue()) return {};
    values.push_back(part.value());
  }
  return values;
}

std::string rowIdentity(const std::string& model, const std::vector<Value>& key) {
  std::string identity = model + '\0';
  for (const Value& value : key) appendIdentity(identity, value);
  return identity;
}

const Change* PendingChanges::Private::find(const std::string& model, const PendingChanges::Key& key) const {
  if (rows.empty()) return nullptr;
  const auto found = rows.find(rowIdentity(model, key));
  return found == rows.end() ? nullptr : set.find(found->second);
}

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

/// @pre the lookup knows the registry
void PendingChanges::put(std::uint64_t id, const SharedChange& state) {
  const SharedChange old = d->set.shared(id);
  const bool wasOfRow = old && isOfRow(*old), isOfOne = state && isOfRow(*state);
  const bool isSameRow = wasOfRow && isOfOne && old->model == state->model && old->key == state->key;
  if (wasOfRow && !isSameRow) d->rows.erase(rowIdentity(old->model, plainKey(old->key)));
  d->set.put(id, state);
  d->lookup.put(old.get(), state.get());
  if (isOfOne && !isSameRow) d->rows[rowIdentity(state->model, plainKey(state->key))] = id;
  ++d->generation;
  if (d->observer) d->observer->changePut(id, state);
}

void PendingChanges::apply(const States& states) {
  if (d->isRearranging) return;
  d->lookup.setRegistry(d->database->registry(), d->set);
  for (const auto& [id, state] : states) put(id, *state);
  if (d->groups > 0) return;
  if (d->observer) d->observer->stepEnded();
  tell();
}

void PendingChanges::tell() {
  d->conflicts.clear();
  std::erase_if(d->leftOut, [this](std::uint64_t id) { return d->set.find(id) == nullptr; });
  setIssues({});
  d->planTimer.start();
  Q_EMIT changed();
}

void PendingChanges::push(const QString& text, const Change* before, std::optional<Change> after) {
  const std::uint64_t id = before ? before->id : ++d->lastId;
  if (after) after->id = id;
  ChangeStep::Entries entries;
  entries.push_back({id, before ? d->set.shared(id) : SharedChange(), std::move(after)});
  push(text, std::move(entries));
}

void PendingChanges::push(const QString& text, ChangeStep::Entries entries) {
  if (d->committing || d->doubt || entries.empty()) return;
  if (d->groups == 0) return d->undo.push(new ChangeStep(this, text, std::move(entries), ChangeStep::State::ToDo));
  d->lookup.setRegistry(d->database->registry(), d->set);
  for (ChangeStep::Entry& entry : entries) {
    put(entry.id, entry.after);
    const auto [place, isNew] = d->groupedIds.emplace(entry.id, d->grouped.size());
    if (isNew) d->grouped.push_back(std::move(entry));
    else d->grouped[place->second].after = std::move(entry.after);
  }
}

void PendingChanges::setCell(const std::string& model, const Key& key, const std::string& attribute, const Value& before, const Operand& after, SeenCells seen) {
  pushEdited(tr("Change %1").arg(toQString(attribute)), {model, {}, key, {{attribute, before, after}}, std::move(seen)});
}

void PendingChanges::pushEdited(const QString& text, const RowCells& row) {
  ChangeStep::Entries entries;
  if (auto entry = edited(row)) entries.push_back(std::move(*entry));
  push(text, std::move(entries));
}

std::optional<ChangeStep::Entry> PendingChanges::edited(const RowCells& row) {
  const Change* known = row.ref.empty() ? d->find(row.model, row.key) : insertByRef(row.ref);
  if (row.ref.empty() ? known && known->kind == Change::Kind::Delete : !known) return std::nullopt;
  auto change = row.ref.empty() ? updated(known, row) : filled(*known, row);
  if (!change) return std::nullopt;
  const std::uint64_t id = known ? known->id : ++d->lastId;
  change->id = id;
  const bool isNothing = change->values.empty() && change->kind == Change::Kind::Update;
  return ChangeStep::Entry{id, known ? d->set.shared(id) : SharedChange(), isNothing ? SharedChange() : SharedChange(std::move(*change))};
}

std::string PendingChanges::insertRow(const std::string& model, Change::Values values) {
  Change change;
  change.kind = Change::Kind::Insert;
  change.model = model;
  change.ref = "new" + std::to_string(++d->lastRef);
  change.values = std::move(values);
  std::erase_if(change.values, [](const auto& value) { return value.second.isDefault(); });
  const std::string ref = change.ref;
  push(tr("Add row to %1").arg(toQString(model)), nullptr, std::move(change));
  return ref;
}

void PendingChanges::setInsertedCell(const std::string& ref, const std::string& attribute, const Operand& value) {
  const QString text = value.isDefault() ? tr("Default for %1") : tr("Change %1");
  pushEdited(text.arg(toQString(attribute)), {{}, ref, {}, {{attribute, {}, value}}});
}

void PendingChanges::clearInsertedCell(const std::string& ref, const std::string& attribute) { setInsertedCell(ref, attribute, Operand::Default{}); }

void PendingChanges::deleteRow(const std::string& model, const Key& key, const Image& before) {
  const Change* known = d->find(model, key);
  if (known && known->kind == Change::Kind::Delete) return;
  Change change;
  change.kind = Change::Kind::Delete;
  change.model = model;
  change.key = operands(key);
  change.before = before;
  push(tr("Delete from %1").arg(toQString(model)), known, std::move(change));
}

void PendingChanges::removeInserted(const std::string& ref) {
  if (const Change* known = insertByRef(ref)) revert(known->id);
}

void PendingChanges::link(const std::string& model, const Key& key, const std::string& relationship, const Key& to) {
  link(model, operands(key), relationship, operands(to));
}

void PendingChanges::link(const std::string& model, const joinery::Key& key, const std::string& relationship, const joinery::Key& to) {
  Change change;
  change.kind = Change::Kind::Link;
  change.model = model;
  change.key = key;
  change.relationship = relationship;
  change.to = to;
  push(tr("Link %1").arg(toQString(relationship)), nullptr, std::move(change));
}

void PendingChanges::unlink(const std::string& model, const Key& key, const std::string& relationship, const Key& to) {
  Change change;
  change.kind = Change::Kind::Unlink;
  change.model = model;
  change.key = operands(key);
  change.relationship = relationship;
  change.to = operands(to);
  push(tr("Unlink %1").arg(toQString(relationship)), nullptr, std::move(change));
}

void PendingChanges::revert(std::uint64_t change) {
  if (const Change* known = d->set.find(change)) push(tr("Revert"), known, std::nullopt);
}

void PendingChanges::revertCell(std::uint64_t id, const std::string& attribute) {
  const Change* known = d->set.find(id);
  if (!known || !known->value(attribute)) return;
  Change change = *known;
  eraseNamed(change.values, attribute);
  if (change.before) eraseNamed(*change.before, attribute);
  const bool nothingLeft = change.values.empty() && change.kind == Change::Kind::Update;
  push(tr("Revert %1").arg(toQString(attribute)), known, nothingLeft ? std::nullopt : std::optional(std::move(change)));
}

void PendingChanges::revertChanges(const QString& text, const std::vector<std::uint64_t>& changes) {
  ChangeStep::Entries entries;
  for (auto id = changes.rbegin(); id != changes.rend(); ++id)
    if (SharedChange known = d->set.shared(*id)) entries.push_back({*id, std::move(known), {}});
  push(text, std::move(entries));
}

void PendingChanges::revertTable(const std::string& model) {
  std::vector<std::uint64_t> ids;
  for (const Change& change : d->set.changes())
    if (change.model == model) ids.push_back(change.id);
  revertChanges(tr("Revert %1").arg(toQString(model)), ids);
}

void PendingChanges::revertAll() {
  endDoubt();
  std::vector<std::uint64_t> ids;
  for (const Change& change : d->set.changes()) ids.push_back(change.id);
  revertChanges(tr("Revert all"), ids);
}

void PendingChanges::resolve(const std::vector<Conflict>& conflicts, const std::map<std::uint64_t, ConflictResolution>& resolutions) {
  const auto registry = d->database->registry();
  beginGroup(tr("Resolve conflicts"));
  for (const Conflict& conflict : std::vector(conflicts)) {
    const auto resolution = resolutions.find(conflict.change);
    const Change* known = d->set.find(conflict.change);
    const Model* model = known && registry ? registry->find(known->model) : nullptr;
    if (!known || !model || resolution == resolutions.end()) continue;
    auto resolved = resolvedChange(*known, conflict, resolution->second, *model);
    if (resolved && resolved->kind == Change::Kind::Insert && known->kind != Change::Kind::Insert) resolved->ref = "new" + std::to_string(++d->lastRef);
    push({}, known, std::move(resolved));
  }
  endGroup();
}

QUndoStack& PendingChanges::undoStack() const { return d->undo; }

void PendingChanges::beginGroup(const QString& text) {
  if (d->committing) return;
  if (d->groups++ == 0) d->groupText = text;
}

void PendingChanges::endGroup() {
  if (d->committing || d->groups == 0 || --d->groups > 0) return;
  d->groupedIds.clear();
  if (d->observer) d->observer->stepEnded();
  ChangeStep::Entries entries = std::exchange(d->grouped, {});
  std::erase_if(entries, [](const ChangeStep::Entry& entry) { return !entry.before && !entry.after; });
  if (entries.empty()) return;
  d->undo.push(new ChangeStep(this, d->groupText, std::move(entries), ChangeStep::State::Done));
  tell();
}

bool PendingChanges::isInGroup() const { return d->groups > 0; }

const ChangeSet& PendingChanges::changeSet() const { return d->set; }

const ChangeLookup& PendingChanges::lookup() const {
  d->lookup.setRegistry(d->database->registry(), d->set);
  return d->lookup;
}

std::uint64_t PendingChanges::generation() const { return d->generation; }

const Change* PendingChanges::changeOf(const std::string& model, const Key& key) const { return d->find(model, key); }

std::vector<const Change*> PendingChanges::inserts(const std::string& model) const {
  std::vector<const Change*> found;
  for (const auto& change : d->set.changes())
    if (change.kind == Change::Kind::Insert && change.model == model) found.push_back(&change);
  return found;
}

const Change* PendingChanges::insertByRef(const std::string& ref) const { return d->set.insertByRef(ref); }

Change PendingChanges::Adopted::renamed(Change change) const {
  const auto rename = [this](Operand& operand) {
    if (!operand.isReference()) return;
    if (const auto found = refs.find(operand.reference().ref); found != refs.end()) operand = Operand::Reference{found->second, operand.reference().attribute};
  };
  for (std::uint64_t* id : {&change.id, &change.cause})
    if (const auto found = ids.find(*id); found != ids.end()) *id = found->second;
  if (const auto found = refs.find(change.ref); change.kind == Change::Kind::Insert && found != refs.end()) change.ref = found->second;
  for (Operand& part : change.key) rename(part);
  for (Operand& part : change.to) rename(part);
  for (auto& [name, value] : change.values) rename(value);
  return change;
}

PendingChanges::Adopted PendingChanges::adopt(const ChangeList& changes) {
  Adopted adopted;
  if (d->committing || d->doubt) return adopted;
  ChangeObserver* observer = std::exchange(d->observer, nullptr);
  for (const Change& change : changes)
    if (change.kind == Change::Kind::Insert) adopted.refs[change.ref] = "new" + std::to_string(++d->lastRef);
  beginGroup(tr("Recover"));
  for (const Change& change : changes) {
    if (isOfRow(change) && d->find(change.model, plainKey(change.key))) continue;
    Change own = adopted.renamed(change);
    push(tr("Recover"), nullptr, std::move(own));
    adopted.ids[change.id] = d->lastId;
    if (const Change* now = d->set.find(d->lastId)) adopted.changes.push_back(*now);
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
