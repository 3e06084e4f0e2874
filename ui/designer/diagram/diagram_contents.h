// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "orm/schema/metadata.h"
#include "orm/workspace/diagram.h"
#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/diagram_line.h"

namespace joinery::ui {

/// The tables that a diagram shows of a schema, reflected or designed, as cards with their sizes; those that have a place in the diagram stand
/// there. Joinery's own table of revisions and partitions are shown where they are chosen. Pure; any thread that may use fonts.
std::vector<DiagramCard> cardsOf(const schema::MetaData& metadata, const Diagram& diagram);
/// The foreign keys between those cards.
std::vector<DiagramLine> linesOf(const schema::MetaData& metadata, const std::vector<DiagramCard>& cards);
/// The name under which a diagram keeps a table: without a schema where it is the default one.
QualifiedName diagramName(const schema::MetaData& metadata, const QualifiedName& name);

}  // namespace joinery::ui
