// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPolygonF>
#include <QString>

#include "ui/designer/diagram/card_change.h"

namespace joinery::ui {

/// A foreign key as a line between two cards: plain data.
struct DiagramLine {
  /// How many rows of that end belong to one of the other end.
  struct End {
    int card = -1;
    int firstRow = -1, lastRow = -1;  ///< the columns' rows; -1: the header
    bool isOptional = false;          ///< there may be none
    bool isMany = false;              ///< there may be several
  };
  End child;   ///< the table that refers
  End parent;  ///< the table that is referred to
  int key = -1;         ///< its place among the foreign keys of the child
  QString name;         ///< of the constraint; may be empty
  CardChange change = CardChange::None;
  QString description;  ///< "Album.ArtistId refers to Artist.ArtistId, many to one"

  bool isSelfReference() const { return child.card == parent.card; }
};

/// A line as it runs: corners from the edge of the child's card to that of the parent's, each step along one axis. Empty: not routed yet.
using LinePath = QPolygonF;

}  // namespace joinery::ui
