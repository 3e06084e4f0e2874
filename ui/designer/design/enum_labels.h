// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include "ui/designer/design/schema_design.h"

namespace joinery::ui {

/// The labels of a designed enum in their order, to be edited. GUI thread.
class EnumLabels : public QAbstractListModel {
  Q_OBJECT
 public:
  EnumLabels(SchemaDesign* design, QObject* parent);

  void setType(const QualifiedName& type);
  /// @return whether it could be done
  bool add();
  bool remove(int row);
  bool move(int from, int to);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void refused(const QString& what, const joinery::DbError& error);

 private:
  void follow();
  std::vector<std::string> labels() const;
  template <typename Make>
  bool edit(const QString& text, const Make& make);

  SchemaDesign* m_design;
  QualifiedName m_type;
  std::vector<std::string> m_labels;
};

}  // namespace joinery::ui
