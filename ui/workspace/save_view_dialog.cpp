// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/save_view_dialog.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QVBoxLayout>

#include "ui/widgets/text.h"

namespace joinery::ui {

SaveViewDialog::SaveViewDialog(SavedView shown, QStringList taken, QWidget* parent)
    : QDialog(parent), m_shown(std::move(shown)), m_taken(std::move(taken)), m_name(new QLineEdit(this)), m_note(new PlainLabel(this)), m_save(new QPushButton(tr("&Save"), this)) {
  setObjectName(QStringLiteral("saveView"));
  setWindowTitle(tr("Save view of %1").arg(toQString(m_shown.model)));
  m_name->setObjectName(QStringLiteral("viewName"));
  m_name->setAccessibleName(tr("View name"));
  m_name->setMinimumWidth(280);
  m_save->setObjectName(QStringLiteral("save"));
  m_save->setAccessibleName(tr("Save"));
  m_save->setDefault(true);
  auto* form = new QFormLayout;
  form->addRow(tr("&Name"), m_name);
  auto* layout = new QVBoxLayout(this);
  layout->addLayout(form);
  m_filter = addPart(tr("Filter"), tr("&Filter"), m_shown.filter && !m_shown.filter->empty());
  m_order = addPart(tr("Order"), tr("&Order of the rows"), m_shown.sorts && !m_shown.sorts->empty());
  m_columns = addPart(tr("Columns"), tr("&Columns: which, where and how wide"), m_shown.columns.has_value());
  m_relations = addPart(tr("Relations"), tr("&Relations that are open in the tree, and what is pruned there"), !m_shown.treePaths.empty() || !m_shown.prune.empty());
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
  buttons->addButton(m_save, QDialogButtonBox::AcceptRole);
  layout->addWidget(m_note);
  layout->addStretch(1);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &SaveViewDialog::save);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_name, &QLineEdit::textChanged, this, &SaveViewDialog::update);
  update();
}

QCheckBox* SaveViewDialog::addPart(const QString& name, const QString& text, bool isThere) {
  auto* box = new QCheckBox(text, this);
  box->setObjectName(name);
  box->setAccessibleName(name);
  box->setChecked(isThere);
  layout()->addWidget(box);
  return box;
}

void SaveViewDialog::setName(const QString& name) {
  m_name->setText(name);
  m_name->selectAll();
}

void SaveViewDialog::update() {
  const QString name = m_name->text().trimmed();
  const bool isTaken = m_taken.contains(name);
  m_save->setEnabled(!name.isEmpty());
  m_save->setText(isTaken ? tr("&Replace") : tr("&Save"));
  m_note->setText(isTaken ? tr("A view of this name is there; it is replaced.") : QString());
}

void SaveViewDialog::save() {
  SavedView view = m_shown;
  view.name = toStdString(m_name->text().trimmed());
  // A part that is saved empty is one too: all rows, the order of the key.
  if (!m_filter->isChecked()) view.filter.reset();
  if (!m_order->isChecked()) view.sorts.reset();
  if (!m_columns->isChecked()) {
    view.columns.reset();
    view.frozen = 0;
  }
  if (!m_relations->isChecked()) {
    view.treePaths.clear();
    view.prune = Json::object();
    view.joins.clear();
  }
  Q_EMIT chosen(view);
  accept();
}

}  // namespace joinery::ui

#include "moc_save_view_dialog.cpp"
