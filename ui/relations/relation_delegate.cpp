// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/relation_delegate.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <limits>

#include "ui/changes/cell_text.h"
#include "ui/relations/relation_tree_model.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

constexpr const char* kEditedPlace = "joineryPlace";

}  // namespace

QWidget* RelationDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
  const auto* tree = qobject_cast<const RelationTreeModel*>(index.model());
  const Attribute* attribute = tree ? tree->attributeAt(index) : nullptr;
  if (!attribute) return nullptr;
  auto* editor = new QLineEdit(parent);
  editor->setFrame(false);
  editor->setMaxLength(std::numeric_limits<int>::max());
  editor->setObjectName(QStringLiteral("relationLineEditor"));
  editor->setAccessibleName(tr("Edit %1").arg(toQString(attribute->name)));
  editor->setProperty(kEditedPlace, QVariant::fromValue(QPersistentModelIndex(index)));
  return editor;
}

void RelationDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
  auto* line = qobject_cast<QLineEdit*>(editor);
  // A repaint behind an open editor must not replace what is being typed.
  if (!line || line->isModified()) return;
  const QVariant text = index.data(Qt::EditRole);
  line->setText(text.toString());
  line->setPlaceholderText(text.isValid() ? QString() : QStringLiteral("NULL"));
  line->setModified(false);
}

void RelationDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const {
  auto* line = qobject_cast<QLineEdit*>(editor);
  if (!line || !line->isModified()) return;
  const QVariant shown = index.data(Qt::EditRole);
  if (shown.isValid() && line->text() == shown.toString()) return;
  model->setData(index, line->text(), Qt::EditRole);
}

/// Whether the text does not fit and is kept.
bool RelationDelegate::keeps(QLineEdit* editor) {
  const auto place = editor->property(kEditedPlace).value<QPersistentModelIndex>();
  const auto* tree = qobject_cast<const RelationTreeModel*>(place.model());
  const Attribute* attribute = tree && place.isValid() ? tree->attributeAt(place) : nullptr;
  if (!attribute || !editor->isModified()) return false;
  const auto parsed = valueFromText(editor->text(), attribute->column);
  if (parsed) return false;
  QPalette palette = editor->palette();
  palette.setColor(QPalette::Base, Theme::instance().color(Theme::Role::DeletedRow));
  editor->setPalette(palette);
  setPlainToolTip(editor, toQString(parsed.error().message()));
  editor->setAccessibleDescription(toQString(parsed.error().message()));
  return true;
}

bool RelationDelegate::eventFilter(QObject* watched, QEvent* event) {
  auto* editor = qobject_cast<QLineEdit*>(watched);
  if (editor && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    const bool isDone = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Tab || key == Qt::Key_Backtab;
    if (isDone && keeps(editor)) return true;
  }
  return QStyledItemDelegate::eventFilter(watched, event);
}

}  // namespace joinery::ui

#include "moc_relation_delegate.cpp"
