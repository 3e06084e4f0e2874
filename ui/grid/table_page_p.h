// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/bulk_edits.h"
#include "ui/grid/grid_columns.h"
#include "ui/grid/grid_navigation.h"
#include "ui/grid/grid_view.h"
#include "ui/grid/row_fetch.h"
#include "ui/grid/selection_copy.h"
#include "ui/grid/selection_statistics.h"
#include "ui/grid/table_page.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

struct TablePage::Private {
  Database* database;
  PendingChanges* changes;
  TableView view;
  std::vector<Json> quickFilters;  // by column
  PageSource* source = nullptr;
  GridModel* model = nullptr;
  GridView* grid = nullptr;
  GridColumns* columns = nullptr;
  GridNavigation* navigation = nullptr;
  SelectionStatistics* statistics = nullptr;
  SelectionCopy* copy = nullptr;
  RowFetch* fetch = nullptr;
  BulkEdits* bulk = nullptr;
  MessageBar* messages = nullptr;
  PlainLabel* empty = nullptr;
  QStringList headers;
  bool shown = false;
  bool selectFirst = true;

  std::shared_ptr<const Registry> models;  // as of the last start: the catalogue may be read anew meanwhile

  const Model& table() const { return models->at(view.model); }
};

}  // namespace joinery::ui
