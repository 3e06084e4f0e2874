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

/// The row anew, with its key and all that is known of it.
Change insertedAgain(const Change& change, const Model& model) {
  Change insert;
  insert.id = change.id;
  insert.kind = Change::Kind::Insert;
  insert.model = change.model;
  insert.ref = "again" + std::to_string(change.id);
  const auto names = model.keyAttributes();
  for (std::size_t i = 0; i < names.size() && i < change.key.size(); ++i) insert.values.emplace_back(names[i], change.key[i]);
  if (change.before)
    for (const auto& [name, value] : *change.before) setNamed(insert.values, name, Operand(value));
  for (const auto& [name, value] : change.values) setNamed(insert.values, name, value);
  return insert;
}

std::optional<Change> resolvedGone(const Change& change, const ConflictResolution& resolution, const Model& model) {
  if (resolution.row == Take::Theirs || change.kind != Change::Kind::Update) return {};
  return insertedAgain(change, model);
}

}  // namespace

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
  for (const Conflict::Cell& cell : conflict.cells) {
    const auto decision = std::ranges::find(resolution.cells, cell.attribute, &ConflictResolution::Cell::attribute);
    resolveCell(resolved, cell, decision == resolution.cells.end() ? ConflictResolution::Cell{cell.attribute, Take::Theirs, {}} : *decision);
  }
  return resolved.values.empty() ? std::nullopt : std::optional(resolved);
}

}  // namespace joinery
