// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/model/registry.h"

namespace joinery::ui {

/// What a line of a table's branch shows: columns, then relationships, indexes and triggers.
struct CatalogueLine {
  QString text;
  QString name;  ///< what a search looks at
  const char* icon = nullptr;
  QString toolTip;
};

int catalogueLineCount(const Model& model);
/// @pre line < catalogueLineCount(model)
CatalogueLine catalogueLine(const Model& model, int line);

/// What of a catalogue has a text in its name. Plain data.
struct CatalogueMatches {
  struct Table {
    std::size_t model = 0;   ///< in Registry::models()
    bool isWhole = true;     ///< its own name has it: all its lines are shown
    std::vector<int> lines;  ///< else those that have
  };
  std::vector<Table> tables;
  int best = -1;  ///< in tables: the one whose own name fits best; -1 for none

  /// Everything but the table that remembers revisions: nobody has made it by hand.
  static CatalogueMatches all(const Registry& registry);
  /// The table that remembers revisions is found by its whole name alone. Any thread. @throws DbError Cancelled
  static CatalogueMatches find(const Registry& registry, const QString& text, const CancelToken& cancelToken);
};

}  // namespace joinery::ui
