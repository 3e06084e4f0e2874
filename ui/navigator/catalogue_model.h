// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStandardItemModel>
#include <memory>

#include "orm/model/registry.h"

namespace joinery::ui {

/// The catalogue as a tree: schemas where there are several, tables and views, below each its columns, relationships,
/// indexes and triggers. Filled whole from the registry: no I/O.
class CatalogueModel : public QStandardItemModel {
  Q_OBJECT
 public:
  /// The model's name on every line of a table's branch.
  static constexpr int kModelRole = Qt::UserRole;
  /// What a search looks at; none on the database and its schemas, which would bring everything below them along.
  static constexpr int kSearchRole = Qt::UserRole + 1;
  explicit CatalogueModel(QObject* parent = nullptr);
  void setRegistry(const std::shared_ptr<const Registry>& registry, const QString& databaseName);
};

}  // namespace joinery::ui
