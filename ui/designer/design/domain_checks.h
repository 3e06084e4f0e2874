// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include "ui/designer/design/schema_design.h"

namespace joinery::ui {

/// The checks of a designed domain, to be edited. A line behind the last one takes another; one that is emptied goes. GUI thread.
class DomainChecks : public QAbstractListModel {
  Q_OBJECT
 public:
  DomainChecks(SchemaDesign* design, QObject* parent);

  void setType(const QualifiedName& type);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void refused(const QString& what, const joinery::DbError& error);

 private:
  void follow();
  std::vector<std::string> checks() const;

  SchemaDesign* m_design;
  QualifiedName m_type;
  std::vector<std::string> m_checks;
};

}  // namespace joinery::ui
