// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <map>
#include <string>
#include <vector>

#include "orm/model/model.h"
#include "orm/transfer/row_import.h"

namespace joinery::ui {

/// Where each column of a file goes: into a column of a table that is there, or of a new one, whose names and types can be chosen. What
/// goes nowhere is left out.
class ColumnMappingModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { FileColumn, FirstValue, Target, Type, kColumns };
  /// What can be chosen in a cell: a QStringList; of other cells nothing.
  static constexpr int kChoicesRole = Qt::UserRole;
  /// Whether something else can be typed too.
  static constexpr int kIsFreeRole = Qt::UserRole + 1;
  using QAbstractTableModel::QAbstractTableModel;

  void setPreview(const ImportPreview& preview);
  /// Columns go to those of the same name. @param model null: the table is made
  void setTable(const Model* model);

  /// For the import: by the file's column; empty is left out.
  std::map<std::string, std::string> mapping() const;
  /// For a table that is made.
  std::map<std::string, TypeKind> types() const;
  /// Why it can't be imported so; empty where it can.
  QString mistake() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 Q_SIGNALS:
  void changed();

 private:
  struct Line {
    std::string name, target;
    QString first;
    TypeKind inferred = TypeKind::Text;
    TypeKind kind = TypeKind::Text;
  };
  struct TableColumn {
    std::string name;
    QString type;
  };
  void matchTargets();
  QString typeText(const Line& line) const;
  QStringList choices(const QModelIndex& index) const;

  std::vector<Line> m_lines;
  std::vector<TableColumn> m_tableColumns;
  bool m_isMade = false;
};

}  // namespace joinery::ui
