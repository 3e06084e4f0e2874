// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>

#include "ui/designer/models/declaration_edits.h"

namespace joinery::ui {

/// The models of the open database by name; those of which something is declared are bold and say so. GUI thread.
class ModelList : public QAbstractListModel {
  Q_OBJECT
 public:
  ModelList(DeclarationEdits* edits, QObject* parent);

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  /// -1 where there is none.
  int rowOf(const QString& model) const;

 private:
  void follow();
  DeclarationEdits* m_edits;
  std::shared_ptr<const Registry> m_registry;
};

}  // namespace joinery::ui
