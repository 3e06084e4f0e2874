// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "ui/designer/models/declaration_edits.h"
#include "ui/designer/models/declared_relationships.h"

namespace joinery::ui {

/// The relationships of one model: their names to be edited, what they are, where they lead. A name of a person's own is bold; an empty one
/// goes back to that of the database. What is wrong with one is told at its name. GUI thread.
class RelationshipGrid : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { Name, Kind, Target, Via, Origin, ColumnCount };
  RelationshipGrid(DeclarationEdits* edits, QObject* parent);

  void setModel(const std::string& model);
  const std::string& model() const { return m_model; }
  /// @pre such a row
  const DeclaredRelationship& relationship(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  /// Why that name can't be given; empty: it can.
  QString problemOf(int row, const QString& name) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void refused(const QString& why);

 private:
  void follow();
  QString text(const DeclaredRelationship& row, int column) const;
  DeclarationEdits* m_edits;
  std::string m_model;
  std::vector<DeclaredRelationship> m_rows;
};

}  // namespace joinery::ui
