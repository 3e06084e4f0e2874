// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QHash>
#include <QIcon>
#include <QStringList>
#include <array>
#include <memory>
#include <vector>

#include "orm/model/registry.h"
#include "ui/navigator/catalogue_search.h"

namespace joinery::ui {

/// The catalogue as a tree: schemas where there are several, tables and views, below each its columns, relationships,
/// indexes and triggers; all of it, or what a search has found. What a table has is looked up when it is shown, so that ten thousand
/// tables are there at once. No I/O.
class CatalogueModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  /// The model's name on every line of a table's branch.
  static constexpr int kModelRole = Qt::UserRole;
  /// What a search looks at; none on the database and its schemas, which would bring everything below them along.
  static constexpr int kSearchRole = Qt::UserRole + 1;
  /// The name of a saved view, on its line.
  static constexpr int kViewRole = Qt::UserRole + 2;
  /// The name of a diagram, on its line.
  static constexpr int kDiagramRole = Qt::UserRole + 3;
  /// What is kept of the database beside its tables, in this order before them.
  enum class Kept { SavedViews, Diagrams };
  explicit CatalogueModel(QObject* parent = nullptr);
  ~CatalogueModel() override;

  /// Shows all of a catalogue; null: nothing is open.
  void setRegistry(std::shared_ptr<const Registry> registry, const QString& databaseName);
  /// Shows that part of it. @pre they were found in the registry that is shown
  void show(CatalogueMatches matches);
  /// Those below the database, in a place of their own; none where there are none.
  void setKept(Kept kept, const QStringList& names);
  /// The place that they are below; invalid where there are none.
  QModelIndex placeOf(Kept kept) const;
  /// How many tables and views are shown.
  int tableCount() const { return static_cast<int>(m_matches.tables.size()); }
  /// The place of a table or view; invalid where it is not shown.
  QModelIndex indexOfModel(const QString& name) const;
  /// The table whose name fits the search best; invalid where none is shown.
  QModelIndex bestMatch() const;
  /// The schemas that have a place of their own.
  QModelIndexList schemas() const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  struct Node;
  void build();
  Node* addSchema(const std::string& schema);
  const QStringList& namesOf(Kept kept) const { return m_kept[static_cast<std::size_t>(kept)]; }
  QStringList& namesOf(Kept kept) { return m_kept[static_cast<std::size_t>(kept)]; }
  Node* nodeOf(Kept kept) const;
  Node* makeRoom(Kept kept);
  void removeRoom(const Node& node);
  /// The database, a schema or a table; null for a line of a table and for nothing.
  const Node* nodeOf(const QModelIndex& index) const;
  QModelIndex indexOf(const Node& node) const;
  const Model& modelOf(const Node& table) const;
  int lineOf(const Node& table, int row) const;
  QVariant nodeData(const Node& node, int role) const;
  QVariant lineData(const Node& table, int row, int role) const;
  QVariant keptData(Kept kept, int row, int role) const;
  QIcon iconNamed(const char* name) const;

  std::shared_ptr<const Registry> m_registry;
  QString m_databaseName;
  CatalogueMatches m_matches;
  std::array<QStringList, 2> m_kept;
  std::unique_ptr<Node> m_root;
  std::vector<Node*> m_tables;  // by their number in m_matches
  mutable QHash<QByteArray, QIcon> m_icons;
};

}  // namespace joinery::ui
