// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QHash>
#include <QIcon>
#include <memory>
#include <vector>

#include "orm/model/registry.h"

namespace joinery::ui {

/// The catalogue as a tree: schemas where there are several, tables and views, below each its columns, relationships,
/// indexes and triggers. Reads the registry as it is asked, so that thousands of tables cost nothing before they are looked at: no I/O.
class CatalogueModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  /// The model's name on every line of a table's branch.
  static constexpr int kModelRole = Qt::UserRole;
  /// What a search looks at; none on the database and its schemas, which would bring everything below them along.
  static constexpr int kSearchRole = Qt::UserRole + 1;
  explicit CatalogueModel(QObject* parent = nullptr);
  void setRegistry(const std::shared_ptr<const Registry>& registry, const QString& databaseName);

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& index) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  /// What an index is of; the number is that of a schema or table, of a part that of its table.
  enum class Kind : quintptr { Database, Schema, Table, Part };
  struct Place { int table = -1, schema = -1; };  ///< one of the two
  struct Schema { QString name; int row = 0; std::vector<int> tables; };
  struct Table { const Model* model; int schema, row; };
  /// One line below a table.
  struct Part { QString text, search, icon, toolTip; };

  static Kind kindOf(const QModelIndex& index);
  static std::size_t numberOf(const QModelIndex& index);
  QModelIndex make(int row, Kind kind, int number) const { return createIndex(row, 0, static_cast<quintptr>(number) << 2U | static_cast<quintptr>(kind)); }
  void addTable(const Model& model);
  static int partCount(const Model& model);
  static Part part(const Model& model, int row);
  Part shown(const QModelIndex& index) const;
  const QIcon& cachedIcon(const QString& name) const;

  std::shared_ptr<const Registry> m_registry;
  QString m_databaseName;
  std::vector<Place> m_top;  ///< below the database
  std::vector<Schema> m_schemas;
  std::vector<Table> m_tables;
  mutable QHash<QString, QIcon> m_icons;
};

}  // namespace joinery::ui
