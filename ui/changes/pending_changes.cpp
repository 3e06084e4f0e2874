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

void PendingChanges::put(std::uint64_t id, const std::optional<Change>& state) {
  const Change* old = d->set.find(id);
  if (old && isOfRow(*old)) d->rows.erase(rowIdentity(old->model, plainKey(old->key)));
  d->lookup.setRegistry(d->database->registry(), d->set);
  d->lookup.put(old, nullptr);
  d->set.put(id, state);
  d->lookup.put(nullptr, d->set.find(id));
  if (state && isOfRow(*state)) d->rows[rowIdentity(state->model, plainKey(state->key))] = id;
  ++d->generation;
  if (d->observer) d->observer->changePut(id, state);
}

void PendingChanges::apply(const States& states) {
  if (d->isRearranging) return;
  for (const auto& [id, state] : states) put(id, *state);
  if (d->groups == 0) tell();
}

void PendingChanges::tell() {
  d->conflicts.clear();
  std::erase_if(d->leftOut, [this](std::uint64_t id) { return d->set.find(id) == nullptr; });
  setIssues({});
  d->planTimer.start();
  Q_EMIT changed();
}

void PendingChanges::push(const QString& text, std::optional<Change> before, std::optional<Change> after) {
  const std::uint64_t id = before ? before->id : ++d->lastId;
  if (after) after->id = id;
  ChangeStep::Entries entries;
  entries.push_back({id, std::move(before), std::move(after)});
  push(text, std::move(entries));
}

void PendingChanges::push(const QString& text, ChangeStep::Entries entries) {
  if (d->committing || d->doubt || entries.empty()) return;
  if (d->groups == 0) return d->undo.push(new ChangeStep(this, text, std::move(entries), ChangeStep::State::ToDo));
  for (ChangeStep::Entry& entry : entries) {
    put(entry.id, entry.after);
    const auto [place, isNew] = d->groupedIds.emplace(entry.id, d->grouped.size());
    if (isNew) d->grouped.push_back(std::move(entry));
    else d->grouped[place->second].after = std::move(entry.after);
  }
}

void PendingChanges::setCell(const std::string& model, const Key& key, const std::string& attribute, const Value& before, const Operand& after, SeenCells seen) {
  const Change* known = d->find(model, key);
  if (known && known->kind == Change::Kind::Delete) return;
  const QString text = tr("Change %1").arg(toQString(attribute));
  Change change;
  if (known) change = *known;
  change.kind = Change::Kind::Update;
  change.model = model;
  change.key = operands(key);
  if (seen) change.seen = std::move(seen);
  if (!change.before) change.before.emplace();
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
  if (known && change.values.empty()) return push(text, *known, std::nullopt);
  if (!change.values.empty()) push(text, known ? std::optional(*known) : std::nullopt, std::move(change));
}

std::string PendingChanges::insertRow(const std::string& model, Change::Values values) {
  Change change;
  change.kind = Change::Kind::Insert;
  change.model = model;
  change.ref = "new" + std::to_string(++d->lastRef);
  change.values = std::move(values);
  std::erase_if(change.values, [](const auto& value) { return value.second.isDefault(); });
  const std::string ref = change.ref;
  push(tr("Add row to %1").arg(toQString(model)), std::nullopt, std::move(change));
  return ref;
}

void PendingChanges::setInsertedCell(const std::string& ref, const std::string& attribute, const Operand& value) {
  if (value.isDefault()) return clearInsertedCell(ref, attribute);
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
  link(model, operands(key), relationship, operands(to));
}

void PendingChanges::link(const std::string& model, const joinery::Key& key, const std::string& relationship, const joinery::Key& to) {
  Change change;
  change.kind = Change::Kind::Link;
  change.model = model;
  change.key = key;
  change.relationship = relationship;
  change.to = to;
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

void PendingChanges::revertChanges(const QString& text, const std::vector<std::uint64_t>& changes) {
  ChangeStep::Entries entries;
  for (auto id = changes.rbegin(); id != changes.rend(); ++id)
    if (const Change* known = d->set.find(*id)) entries.push_back({*id, *known, std::nullopt});
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
    push({}, *known, std::move(resolved));
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
  ChangeStep::Entries entries = std::exchange(d->grouped, {});
  std::erase_if(entries, [](const ChangeStep::Entry& entry) { return !entry.before && !entry.after; });
  if (entries.empty()) return;
  d->undo.push(new ChangeStep(this, d->groupText, std::move(entries), ChangeStep::State::Done));
  tell();
}

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
    push(tr("Recover"), std::nullopt, std::move(own));
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
