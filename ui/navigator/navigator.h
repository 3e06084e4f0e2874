// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/connections/database.h"
#include "ui/navigator/catalogue_model.h"
#include "ui/navigator/catalogue_search.h"

namespace joinery::ui {

/// The tree of the open database: schemas, tables with their columns and keys, views, models with their relationships; with a search box.
/// While the catalogue is read the tables are there by their names alone, and how far it is; where that has failed, why, with a Retry.
/// Accessible names "Navigator", "Search".
class Navigator : public QWidget {
  Q_OBJECT
 public:
  explicit Navigator(QWidget* parent = nullptr);
  ~Navigator() override;
  /// @param database null: nothing is open
  void setDatabase(Database* database);
  void focusSearch();
  /// The views that are saved for the database.
  void setSavedViews(const QStringList& names);
  /// The diagrams that are kept of it.
  void setDiagrams(const QStringList& names);
  /// Marks the model that is in front.
  void setCurrentModel(const QString& model);

 Q_SIGNALS:
  void modelActivated(const QString& model);
  void savedViewActivated(const QString& name);
  void diagramActivated(const QString& name);
  void savedViewRenameRequested(const QString& name);
  void savedViewDeleteRequested(const QString& name);
  /// What the search asks for is shown.
  void searched();
  void exportRequested(const QString& model);
  void importRequested(const QString& model);
  /// @param model the table to be shown there; empty: the diagram itself
  void diagramRequested(const QString& model);
  /// What it and its relationships are called is to be changed.
  void declarationsRequested(const QString& model);
  /// It is to be copied to the design of a schema.
  void copyToDesignRequested(const QString& model);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fill();
  void filter(const QString& text);
  void open(const QModelIndex& index);
  void openFirstMatch();
  void openBest();
  void showKept(CatalogueModel::Kept kept);
  void openKept(const QModelIndex& index);
  bool pressOnView(int key);
  void showViewMenu(const QString& view, const QPoint& position);
  void showMatches(CatalogueMatches matches);
  void showMenu(const QPoint& position);
  void updateEmptyState();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
