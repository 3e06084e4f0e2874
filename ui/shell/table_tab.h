// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter_builder.h"
#include "ui/grid/table_page.h"
#include "ui/shell/history.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

/// A table's tab: the filter builder, when it is open, above the table's page.
class TableTab : public TabPage {
  Q_OBJECT
 public:
  TableTab(Database* database, PendingChanges* changes, const TableView& view, QWidget* parent = nullptr);

  TablePage* page() const { return m_page; }
  History& history() { return m_history; }
  const History& history() const { return m_history; }
  void setView(const TableView& view);
  void setFilterBuilderVisible(bool visible);
  bool isFilterBuilderVisible() const;

  QString title() const override { return m_page->title(); }
  QString iconName() const override { return m_page->iconName(); }
  void refresh() override { m_page->refresh(); }
  void stop() override { m_page->stop(); }
  bool isBusy() const override { return m_page->isBusy(); }
  QString statusText() const override { return m_page->statusText(); }
  QString selectionText() const override { return m_page->selectionText(); }

 private:
  void makeFilterBuilder();
  Database* m_database;
  TablePage* m_page = nullptr;
  FilterBuilder* m_filter = nullptr;
  History m_history;
};

}  // namespace joinery::ui
