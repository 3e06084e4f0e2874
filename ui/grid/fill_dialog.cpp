// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/fill_dialog.h"

#include <QDialogButtonBox>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/widgets/plain_label.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

ValueEditor* makeDialogEditor(const EditedColumn& column, const Value& value, const QString& name, QWidget* parent) {
  const EditorKind kind = editorKindOf(column, value);
  auto* editor = makeValueEditor(kind == EditorKind::None ? EditorKind::Line : kind, column, parent);
  editor->setNames(QStringLiteral("newValue"), name);
  editor->setDescription(toQString(column.attribute->column.type.declared));
  editor->setValue(kind == EditorKind::None ? Value() : value);
  return editor;
}

FillDialog::FillDialog(const EditedColumn& column, const Value& value, std::int64_t cells, QWidget* parent) : QDialog(parent) {
  setObjectName(QStringLiteral("fillDialog"));
  setWindowTitle(tr("Fill with a value"));
  setAttribute(Qt::WA_DeleteOnClose);
  const QString name = toQString(column.attribute->name);
  m_editor = makeDialogEditor(column, value, tr("Value"), this);
  m_editor->selectAll();
  auto* label = new PlainLabel(tr("&Value for %1 selected cell(s) (%2):").arg(QLocale().toString(static_cast<qlonglong>(cells)), QString(name).replace(QLatin1Char('&'), QStringLiteral("&&"))), this);
  label->setBuddy(m_editor);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  buttons->button(QDialogButtonBox::Ok)->setText(tr("&Fill"));
  auto* null = buttons->addButton(tr("Fill with &NULL"), QDialogButtonBox::ActionRole);
  null->setEnabled(column.attribute->column.nullable);
  connect(null, &QPushButton::clicked, this, [this] {
    Q_EMIT chosen(Value());
    close();
  });
  connect(buttons, &QDialogButtonBox::accepted, this, &FillDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &FillDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(label);
  layout->addWidget(m_editor);
  layout->addWidget(buttons);
  resize(440, sizeHint().height());
  m_editor->setFocus();
}

void FillDialog::accept() {
  const auto value = m_editor->value();
  if (!value) return m_editor->refuse(toQString(value.error().message()));
  Q_EMIT chosen(*value);
  QDialog::accept();
}

}  // namespace joinery::ui

#include "moc_fill_dialog.cpp"
