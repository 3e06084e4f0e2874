// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "ui/designer/design/part_kind.h"
#include "ui/designer/design/schema_design.h"

namespace joinery::ui {

/// The columns, or keys, or indexes … of a designed table as a grid to edit; what is wrong with one is told at its cell. GUI thread.
class PartModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  PartModel(SchemaDesign* design, std::unique_ptr<PartKind> kind, QObject* parent);

  void setTable(const QualifiedName& table);
  QStringList choices(int column) const;
  /// Adds one behind all others. @return whether it could be
  bool add();
  bool remove(int row);
  /// Puts a column elsewhere. @return whether it could be
  bool move(int from, int to);
  /// Whether the order of the rows is a person's choice: columns of a table that no database has yet.
  bool canMove() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void refused(const QString& what, const joinery::DbError& error);

 private:
  void follow();
  std::shared_ptr<const schema::Table> table() const;
  template <typename Make>
  bool edit(const QString& text, const Make& make);
  QVariant styleOf(const QModelIndex& index, int role) const;
  QString troubleAt(int row, int column) const;
  bool isFlag(int row, int column) const;

  SchemaDesign* m_design;
  std::unique_ptr<PartKind> m_kind;
  QualifiedName m_table;
  int m_rows = 0;
};

}  // namespace joinery::ui
