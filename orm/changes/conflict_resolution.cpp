// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/changes/conflict_resolution.h"

#include <algorithm>

namespace joinery {

namespace {

using Take = ConflictResolution::Take;

template <typename Pairs, typename T>
void setNamed(Pairs& pairs, const std::string& name, T value) {
  const auto found = std::ranges::find_if(pairs, [&](const auto& pair) { return pair.first == name; });
  if (found != pairs.end()) found->second = std::move(value);
  else pairs.emplace_back(name, std::move(value));
}

template <typename Pairs>
void dropNamed(Pairs& pairs, const std::string& name) {
  std::erase_if(pairs, [&](const auto& pair) { return pair.first == name; });
}

void setImages(Change& change, const Conflict& conflict) {
  if (!change.before) change.before.emplace();
  for (const Conflict::Cell& cell : conflict.cells) setNamed(*change.before, cell.attribute, cell.theirs);
}

void resolveCell(Change& change, const Conflict::Cell& cell, const ConflictResolution::Cell& decision) {
  const Operand* pending = change.value(cell.attribute);
  const bool isMine = decision.take == Take::Mine && pending != nullptr;
  const Operand wanted = isMine ? *pending : Operand(decision.take == Take::Edited ? decision.edited : cell.theirs);
  // What is there already need not be written, and then says nothing about the row either.
  const bool isThere = wanted.isValue() && wanted.value() == cell.theirs;
  if (isThere) {
    dropNamed(change.values, cell.attribute);
    dropNamed(*change.before, cell.attribute);
    return;
  }
  setNamed(change.values, cell.attribute, wanted);
  setNamed(*change.before, cell.attribute, cell.theirs);
}

/// What is to stand in the attribute of the row that is added again; nothing where it is not known.
std::optional<Operand> cellAgain(const Change& change, const Model& model, const Attribute& attribute) {
  if (const Operand* value = change.value(attribute.name)) return *value;
  const auto names = model.keyAttributes();
  const auto inKey = static_cast<std::size_t>(std::ranges::find(names, attribute.name) - names.begin());
  if (inKey < names.size() && inKey < change.key.size()) return change.key[inKey];
  const Value* image = change.beforeValue(attribute.name);
  const Value* known = image ? image : change.seenValue(attribute.name);
  return known ? std::optional<Operand>(*known) : std::nullopt;
}

/// What others have made of a row is what a person sees of it from now on.
void setSeen(Change& change, const Conflict& conflict) {
  if (!change.seen) return;
  auto cells = *change.seen;
  for (const Conflict::Cell& cell : conflict.cells) setNamed(cells, cell.attribute, cell.theirs);
  change.seen = std::make_shared<const std::vector<std::pair<std::string, Value>>>(std::move(cells));
}

/// The row anew, with its key, as it was last seen, and with what is pending.
Change insertedAgain(const Change& change, const Model& model) {
  Change insert;
  insert.id = change.id;
  insert.kind = Change::Kind::Insert;
  insert.model = change.model;
  insert.ref = "again" + std::to_string(change.id);
  for (const Attribute& attribute : model.attributes) {
    if (!attribute.column.isWritable()) continue;
    if (auto cell = cellAgain(change, model, attribute)) insert.values.emplace_back(attribute.name, std::move(*cell));
  }
  return insert;
}

std::optional<Change> resolvedGone(const Change& change, const ConflictResolution& resolution, const Model& model) {
  if (resolution.row == Take::Theirs || change.kind != Change::Kind::Update) return {};
  return reasonNotToAddAgain(change, model).empty() ? insertedAgain(change, model) : change;
}

}  // namespace

std::string reasonNotToAddAgain(const Change& update, const Model& model) {
  std::string unknown;
  for (const Attribute& attribute : model.attributes) {
    if (attribute.isKey && attribute.column.generation == schema::Generation::IdentityAlways)
      return "The row can't be added again: the database makes the values of " + attribute.name + ", and would give it another one.";
    if (attribute.column.isWritable() && !cellAgain(update, model, attribute)) unknown += (unknown.empty() ? "" : ", ") + attribute.name;
  }
  if (unknown.empty()) return {};
  return std::string("The row can't be added again as it was. ") + (update.seen ? "Not read whole: " : "Not known any more: ") + unknown + ". Take theirs, and add a row by hand.";
}

std::optional<Change> resolvedChange(const Change& change, const Conflict& conflict, const ConflictResolution& resolution, const Model& model) {
  // A link's row that went, or was changed, with another row: the change itself stands, and its links are read anew.
  const bool isOwn = conflict.model == change.model || change.kind == Change::Kind::Link;
  if (!isOwn) return resolution.row == Take::Theirs && change.kind != Change::Kind::Delete ? std::nullopt : std::optional(change);
  if (conflict.deleted) return resolvedGone(change, resolution, model);
  Change resolved = change;
  if (change.kind != Change::Kind::Update) {
    if (resolution.row == Take::Theirs || change.kind == Change::Kind::Unlink) return {};
    setImages(resolved, conflict);
    return resolved;
  }
  if (!resolved.before) resolved.before.emplace();
  setSeen(resolved, conflict);
  for (const Conflict::Cell& cell : conflict.cells) {
    const auto decision = std::ranges::find(resolution.cells, cell.attribute, &ConflictResolution::Cell::attribute);
    resolveCell(resolved, cell, decision == resolution.cells.end() ? ConflictResolution::Cell{cell.attribute, Take::Theirs, {}} : *decision);
  }
  return resolved.values.empty() ? std::nullopt : std::optional(resolved);
}

}  // namespace joinery
