// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_edits.h"

#include <algorithm>
#include <set>

#include "ui/designer/diagram/free_place.h"

namespace joinery::ui {

namespace {

std::set<QualifiedName> namesOf(const DiagramModel& model, const QSet<int>& cards) {
  std::set<QualifiedName> names;
  for (const int card : cards) names.insert(model.cards()[static_cast<std::size_t>(card)].table);
  return names;
}

void takeOut(Diagram::Group& group, const std::set<QualifiedName>& names) {
  std::erase_if(group.tables, [&](const QualifiedName& name) { return names.contains(name); });
}

void dropEmptyGroups(Diagram& diagram) {
  std::erase_if(diagram.groups, [](const Diagram::Group& each) { return each.tables.empty(); });
}

}  // namespace

Diagram withPlaces(const DiagramModel& model, const QHash<int, QPointF>& cards, const QHash<int, QPointF>& notes) {
  Diagram diagram = model.diagram();
  for (auto& table : diagram.tables) {
    const auto found = cards.find(model.cardOf(table.name));
    if (found != cards.end()) table.place = placeAt(*found);
  }
  for (auto note = notes.cbegin(); note != notes.cend(); ++note) diagram.notes[static_cast<std::size_t>(note.key())].place = placeAt(note.value());
  return diagram;
}

Diagram withoutCards(const DiagramModel& model, const QSet<int>& cards) {
  Diagram diagram = model.diagram();
  for (auto& table : diagram.tables)
    if (cards.contains(model.cardOf(table.name))) table.hidden = true;
  return diagram;
}

Diagram withTables(const DiagramModel& model, const std::vector<QualifiedName>& tables) {
  Diagram diagram = model.diagram();
  diagram.everyTable = false;
  std::set<QualifiedName> wanted(tables.begin(), tables.end());
  for (auto& table : diagram.tables) table.hidden = wanted.erase(table.name) == 0;
  for (const QualifiedName& name : tables)
    if (wanted.contains(name)) diagram.tables.push_back({.name = name});
  return diagram;
}

Diagram withGroup(const DiagramModel& model, const QSet<int>& cards, Diagram::Group group) {
  Diagram diagram = withoutGroups(model, cards);
  const auto names = namesOf(model, cards);
  group.tables.assign(names.begin(), names.end());
  diagram.groups.push_back(std::move(group));
  return diagram;
}

Diagram withCardsInGroup(const DiagramModel& model, const QSet<int>& cards, std::size_t group) {
  Diagram diagram = model.diagram();
  auto names = namesOf(model, cards);
  for (std::size_t i = 0; i < diagram.groups.size(); ++i)
    if (i != group) takeOut(diagram.groups[i], names);
  auto& tables = diagram.groups[group].tables;
  for (const QualifiedName& name : tables) names.erase(name);
  tables.insert(tables.end(), names.begin(), names.end());
  dropEmptyGroups(diagram);
  return diagram;
}

Diagram withoutGroups(const DiagramModel& model, const QSet<int>& cards) {
  Diagram diagram = model.diagram();
  for (auto& each : diagram.groups) takeOut(each, namesOf(model, cards));
  dropEmptyGroups(diagram);
  return diagram;
}

Diagram diagramOfCards(const DiagramModel& model, const QSet<int>& cards, const std::string& name) {
  Diagram diagram{.name = name, .columns = model.diagram().columns, .showsTypes = model.diagram().showsTypes};
  for (const QualifiedName& table : namesOf(model, cards)) diagram.tables.push_back({.name = table});
  return diagram;
}

}  // namespace joinery::ui
