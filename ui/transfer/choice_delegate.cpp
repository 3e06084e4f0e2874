// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/choice_delegate.h"

#include <QComboBox>

#include "ui/transfer/column_mapping.h"

namespace joinery::ui {

QWidget* ChoiceDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
  auto* box = new QComboBox(parent);
  box->setObjectName(QStringLiteral("choice"));
  box->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
  box->addItems(index.data(ColumnMappingModel::kChoicesRole).toStringList());
  box->setEditable(index.data(ColumnMappingModel::kIsFreeRole).toBool());
  // Choosing is all there is to do.
  auto* delegate = const_cast<ChoiceDelegate*>(this);
  connect(box, &QComboBox::activated, delegate, [delegate, box] {
    Q_EMIT delegate->commitData(box);
    Q_EMIT delegate->closeEditor(box);
  });
  return box;
}

void ChoiceDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  auto* box = static_cast<QComboBox*>(editor);
  const QString text = index.data(Qt::EditRole).toString();
  box->setCurrentIndex(box->findText(text));
  if (box->isEditable()) box->setEditText(text);
}

void ChoiceDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const { model->setData(index, static_cast<QComboBox*>(editor)->currentText()); }

}  // namespace joinery::ui

#include "moc_choice_delegate.cpp"
