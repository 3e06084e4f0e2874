// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/tree_places.h"

#include <QScrollBar>
#include <algorithm>

#include "orm/changes/committed_changes.h"
#include "orm/core/value_identity.h"

namespace joinery::ui {

namespace {

using Kind = RelationNode::Kind;

bool isRowsPlace(const RelationNode* node) { return !node || node->holdsRows(); }

}  // namespace

int TreePlaces::rowsIn(const RelationTreeModel& model, const QModelIndex& parent) {
  int rows = 0;
  for (int row = 0; row < model.rowCount(parent); ++row)
    if (const RelationNode* node = model.node(model.index(row, 0, parent)); node->kind == Kind::Row && !node->isPending) ++rows;
  return rows;
}

TreePlaces::TreePlaces(const RelationTreeModel& model, const QTreeView& view, bool isWhole) : m_scrolled(view.verticalScrollBar()->value()), m_isWhole(isWhole) {
  const RelationNode* current = model.node(view.currentIndex());
  m_hasCurrent = current != nullptr;
  m_current = stepsOf(current);
  m_column = view.currentIndex().column();
  note(model, view, {});
  index();
}

TreePlaces::Step TreePlaces::stepOf(const RelationNode& node) {
  Step step{node.relationship ? node.relationship->name : std::string(), {}, node.ref, node.position};
  if (node.kind == Kind::Row && !node.relationship) step.key = node.keyAfter.empty() ? Key(node.row.key.begin(), node.row.key.end()) : node.keyAfter;
  return step;
}

std::vector<TreePlaces::Step> TreePlaces::stepsOf(const RelationNode* node) {
  std::vector<Step> steps;
  for (; node && node->kind != Kind::Table; node = node->parent) steps.push_back(stepOf(*node));
  std::ranges::reverse(steps);
  return steps;
}

std::string TreePlaces::identityOf(const Step& step) {
  if (!step.relationship.empty()) return "r" + step.relationship;
  std::string identity = "k";
  for (const Operand& operand : step.key) {
    if (!operand.isValue()) return "n" + step.ref;
    appendIdentity(identity, operand.value());
  }
  // A row that can't be told from others is the one that stands there.
  return step.key.empty() ? "n" + step.ref + "#" + std::to_string(step.position) : identity;
}

std::string TreePlaces::pathOf(const std::vector<Step>& steps) {
  std::string path;
  for (const Step& step : steps) {
    const std::string identity = identityOf(step);
    path += std::to_string(identity.size()) + ":" + identity;
  }
  return path;
}

void TreePlaces::note(const RelationTreeModel& model, const QTreeView& view, const QModelIndex& parent) {
  const RelationNode* node = model.node(parent);
  if (isRowsPlace(node)) m_places.push_back({stepsOf(node), parent.isValid() && view.isExpanded(parent), rowsIn(model, parent)});
  else if (view.isExpanded(parent)) m_places.push_back({stepsOf(node), true, 0});
  if (parent.isValid() && !view.isExpanded(parent)) return;
  for (int row = 0; row < model.rowCount(parent); ++row)
    if (const QModelIndex child = model.index(row, 0, parent); model.rowCount(child) > 0) note(model, view, child);
}

void TreePlaces::index() {
  m_open.clear();
  m_rows.clear();
  for (const Place& place : m_places) {
    const std::string path = pathOf(place.steps);
    if (place.isOpen) m_open.insert(path);
    m_rows[path] = place.rows;
  }
}

void TreePlaces::settle(const std::vector<GeneratedValues>& generated) {
  // All at once, as if one change had them.
  Change change;
  std::vector<Operand*> operands;
  const auto take = [&](std::vector<Step>& steps) {
    for (Step& step : steps)
      for (Operand& operand : step.key)
        if (operand.isReference()) operands.push_back(&operand);
  };
  take(m_current);
  for (Place& place : m_places) take(place.steps);
  for (const Operand* operand : operands) change.key.push_back(*operand);
  settleReferences(change, generated);
  for (std::size_t i = 0; i < operands.size(); ++i) *operands[i] = change.key[i];
  index();
}

int TreePlaces::rowsBelow(const RelationNode* node) const {
  const auto found = m_rows.find(pathOf(node));
  return found == m_rows.end() ? 0 : found->second;
}

QModelIndex TreePlaces::current(const RelationTreeModel& model, bool* isIt) const {
  QModelIndex place;
  *isIt = true;
  for (const Step& step : m_current) {
    const std::string wanted = identityOf(step);
    QModelIndex next;
    for (int row = 0; row < model.rowCount(place) && !next.isValid(); ++row)
      if (const QModelIndex child = model.index(row, 0, place); identityOf(stepOf(*model.node(child))) == wanted) next = child;
    if (!next.isValid()) {
      *isIt = false;
      const int rows = model.rowCount(place);
      if (rows > 0) place = model.index(std::min(step.position, rows - 1), 0, place);
      break;
    }
    place = next;
  }
  return place.siblingAtColumn(m_column);
}

std::vector<Value> settledKey(const Key& key, const std::vector<GeneratedValues>& generated) {
  Change change;
  change.key = key;
  settleReferences(change, generated);
  std::vector<Value> values;
  for (const Operand& operand : change.key) {
    if (!operand.isValue()) return {};
    values.push_back(operand.value());
  }
  return values;
}

}  // namespace joinery::ui
