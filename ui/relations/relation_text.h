// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/relations/relation_overlay.h"

namespace joinery::ui {

/// Fills what a node's columns say, and its tint, from what is read and pending. Its parent is described before it.
void describe(RelationNode& node, const RelationOverlay& overlay);
/// The whole of a node for a screen reader: "Track, 10 rows".
QString accessibleText(const RelationNode& node);
/// The name of the icon that goes with it; empty for none.
QString iconName(const RelationNode& node);
QString toolTipText(const RelationNode& node);
/// What stands for a value of a row that is not known yet: "default", or the row to be added whose key it will be. Empty: it is known.
QString unknownText(const RelationNode& row, const Attribute& attribute, const RelationOverlay& overlay);

}  // namespace joinery::ui
