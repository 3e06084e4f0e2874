// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QModelIndexList>
#include <QString>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "orm/core/json.h"
#include "orm/paging/paged_select.h"
#include "ui/grid/column_layout.h"
#include "ui/grid/row_fetch.h"
#include "ui/grid/selected_cells.h"
#include "ui/value/shown_cell.h"
#include "ui/widgets/tab_page.h"

class QAction;
class QPoint;

namespace joinery::ui {

struct CellBlock;

/// What a table page shows, and where history goes back to.
struct TableView {
  std::string model;
  Json filter = Json::object();
  std::vector<std::string> sorts = {};
  /// Dotted path → filter that related rows have to pass to be shown beside a row.
  Json prune = Json::object();
  /// What stands in the quick filters' boxes, by attribute.
  std::map<std::string, QString> quick = {};
  bool operator==(const TableView&) const = default;
};

/// A row that a page or a tree points at.
struct RowReference {
  std::string model;
  std::vector<Value> key;   ///< empty for a row that was only added
  std::string insertedRef;  ///< of such a row
  /// The row as it was read, by attribute; null for an added one.
  std::shared_ptr<const RowBatch> batch;
  std::size_t row = 0;
};

/// A table: the grid over a sliding window of pages read by workers, quick filters above it, pending changes over it.
/// Accessible names: "Rows", "Quick filter <column>", "Messages".
class TablePage : public TabPage {
  Q_OBJECT
 public:
  TablePage(Database* database, PendingChanges* changes, TableView view, QWidget* parent = nullptr);
  ~TablePage() override;

  const TableView& view() const;
  /// Shows another view of the same model, its quick filters too.
  void setView(const TableView& view);
  /// Shows another filter or order of the same model. The quick filters are what they were, ANDed to it.
  void setFilter(const Json& filter);
  /// The filter that is there and this one.
  void addFilter(const Json& filter);
  /// The view's filter and the quick filters together.
  Json effectiveFilter() const { return withQuickFilters(view().filter); }
  /// Restricts the rows to those that have one of the selected values in the current column, NULL being one like others.
  void filterBySelectedValues();
  void setSorts(const std::vector<std::string>& sorts);
  /// What would be sent for the first rows under another filter, with its values in place. @throws DbError InvalidRequest
  std::string statement(const Json& filter) const;
  /// The columns as they are arranged, and to arrange them.
  ColumnLayout columnLayout() const;
  void arrangeColumns(const ColumnLayout& layout);
  /// The current row; nullopt without one.
  std::optional<RowReference> currentRow() const;
  void selectFirstRow();
  void focusQuickFilter();
  /// For the window's menus; their shortcuts work while the focus is in the page.
  QList<QAction*> columnActions() const;
  QList<QAction*> goActions() const;
  QList<QAction*> cellActions() const;
  void addRow();
  void deleteSelectedRows();
  void duplicateSelectedRows();
  /// The stored rows that the selection touches, where they are more than one, for an export of any size.
  std::optional<RowRanges> selectedRows() const;
  /// How many stored rows are shown, where they are counted.
  std::optional<std::int64_t> countedRows() const;
  void copySelection(bool withHeaders);
  void paste();
  /// The current cell, for the value viewer.
  std::optional<ShownCell> currentCell() const;
  /// Puts a value into the pending changes for the current cell, where it is there whole.
  void setCurrentCell(const Value& value);
  /// Makes a cell the current one. @param row from 0, added rows first
  void selectCell(std::int64_t row, const std::string& attribute);
  /// The same of a row that is read already, or was added. @param ref of an added row, else empty @return whether it is here
  bool selectRow(const std::vector<Value>& key, const std::string& ref, const std::string& attribute);

  QString title() const override;
  QString iconName() const override;
  void refresh() override;
  void stop() override;
  bool isBusy() const override;
  QString statusText() const override;
  QString selectionText() const override;

 Q_SIGNALS:
  void currentRowChanged();
  void currentCellChanged();
  /// A person asks for the value viewer.
  void cellEditorRequested();
  void viewChanged();
  /// A person follows a foreign key, or asks for referencing rows: open that.
  void openRequested(const joinery::ui::TableView& view);
  /// A person wants what is shown, or what is selected and too large for the clipboard, in a file.
  void exportRequested();
  /// The first rows are on screen.
  void rowsShown();

 private:
  struct Private;
  void makeGrid();
  enum class Restart { AtTheTop, InPlace };
  Json withQuickFilters(Json filter) const;
  PagedSelect::Spec spec(Json filter) const;
  void start(Restart restart);
  void followCatalogue();
  void adoptModels(std::shared_ptr<const Registry> models);
  void showQuickFilters();
  void showColumns();
  void applyQuickFilter(int column);
  bool takeQuickFilter(int column);
  void sortBy(int column);
  void showSorts();
  void follow(const QModelIndex& index);
  void showMenu(const QPoint& position);
  void showRejection(const QString& reason);
  void updateEmptyState();
  SelectedCells selectedCells() const;
  std::optional<QModelIndexList> fewSelected(std::int64_t most);
  void withSelectedRows(RowFetch::Cells cells, std::function<void(const std::vector<std::string>& added, const std::vector<PageSource::Row>& stored)> proceed);
  void tellOfCopying();
  void copyAs(QString (*format)(const CellBlock&));
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
