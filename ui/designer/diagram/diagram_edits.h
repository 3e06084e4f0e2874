// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QPointF>
#include <QSet>

#include "ui/designer/diagram/diagram_model.h"

namespace joinery::ui {

/// What becomes of a diagram by one change: values, for DiagramModel::edit. Places are those of cards() and of the diagram's notes.
Diagram withPlaces(const DiagramModel& model, const QHash<int, QPointF>& cards, const QHash<int, QPointF>& notes = {});
/// Those cards are taken off; their tables keep their places.
Diagram withoutCards(const DiagramModel& model, const QSet<int>& cards);
/// Exactly those tables are shown. Those that come back stand where they stood.
Diagram withTables(const DiagramModel& model, const std::vector<QualifiedName>& tables);
/// The cards in a frame of their own; none of them is in another group any more.
Diagram withGroup(const DiagramModel& model, const QSet<int>& cards, Diagram::Group group);
/// The cards in a group that is there; none of them is in another one any more. @param group its place among the diagram's
Diagram withCardsInGroup(const DiagramModel& model, const QSet<int>& cards, std::size_t group);
/// The cards in no group; a group that has none left goes.
Diagram withoutGroups(const DiagramModel& model, const QSet<int>& cards);
/// A diagram of its own of those tables, to be laid out.
Diagram diagramOfCards(const DiagramModel& model, const QSet<int>& cards, const std::string& name);

}  // namespace joinery::ui
