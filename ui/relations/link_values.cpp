// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/link_values.h"

#include <QFormLayout>

#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

LinkValues::LinkValues(const std::vector<EditedColumn>& columns, QWidget* parent) : QWidget(parent) {
  auto* lines = new QFormLayout(this);
  lines->setContentsMargins(0, 0, 0, 0);
  for (const EditedColumn& column : columns) {
    const QString name = toQString(column.attribute->name);
    ValueEditor* editor = makeValueEditor(editorKindOf(column, Value()), column, this);
    editor->setUnknown(tr("needed"));
    editor->setNames(QStringLiteral("linkValue_") + name, tr("Link's %1").arg(name));
    editor->setDescription(toQString(column.attribute->column.type.declared));
    auto* label = new PlainLabel(tr("Link's %1").arg(name), this);
    label->setBuddy(editor->input());
    lines->addRow(label, editor);
    m_editors.push_back(editor);
  }
}

std::optional<Change::Values> LinkValues::values() {
  Change::Values values;
  for (ValueEditor* editor : m_editors) {
    const auto value = editor->value();
    const std::string& name = editor->column().attribute->name;
    if (value && editor->isModified() && !value->isNull()) {
      values.emplace_back(name, *value);
      continue;
    }
    editor->refuse(value ? tr("A link needs its %1.").arg(toQString(name)) : toQString(value.error().message()));
    editor->input()->setFocus();
    return std::nullopt;
  }
  return values;
}

}  // namespace joinery::ui

#include "moc_link_values.cpp"
