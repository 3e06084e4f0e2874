// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/choose_tables_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <set>

#include "ui/designer/diagram/diagram_contents.h"
#include "ui/designer/diagram/diagram_edits.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kSchemaRole = Qt::UserRole, kNameRole = Qt::UserRole + 1;

QualifiedName nameOfLine(const QListWidgetItem& item) { return {toStdString(item.data(kSchemaRole).toString()), toStdString(item.data(kNameRole).toString())}; }

}  // namespace

ChooseTablesDialog::ChooseTablesDialog(const DiagramModel& model, QWidget* parent)
    : QDialog(parent), m_every(new QCheckBox(tr("&Every table, also those that are made later"), this)), m_filter(new QLineEdit(this)), m_list(new QListWidget(this)) {
  setObjectName(QStringLiteral("chooseTables"));
  setWindowTitle(tr("Tables of %1").arg(toQString(model.diagram().name)));
  resize(420, 480);
  m_every->setObjectName(QStringLiteral("everyTable"));
  m_every->setAccessibleName(tr("Every table"));
  m_every->setChecked(model.diagram().everyTable);
  m_filter->setObjectName(QStringLiteral("filterTables"));
  m_filter->setAccessibleName(tr("Filter tables"));
  m_filter->setPlaceholderText(tr("Filter tables"));
  m_filter->setClearButtonEnabled(true);
  m_list->setObjectName(QStringLiteral("tables"));
  m_list->setAccessibleName(tr("Tables"));
  if (model.schema())
    for (const auto& table : model.schema()->tables()) {
      const QualifiedName name = diagramName(*model.schema(), table->name);
      auto* item = new QListWidgetItem(icon(table->isView() ? QStringLiteral("view") : QStringLiteral("table")), toQString(name.toString()), m_list);
      item->setData(kSchemaRole, toQString(name.schema));
      item->setData(kNameRole, toQString(name.name));
      item->setCheckState(model.cardOf(name) >= 0 ? Qt::Checked : Qt::Unchecked);
    }
  auto* all = new QPushButton(tr("&All"), this);
  auto* none = new QPushButton(tr("&None"), this);
  all->setAccessibleName(tr("All"));
  none->setAccessibleName(tr("None"));
  auto* box = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  box->addButton(all, QDialogButtonBox::ActionRole);
  box->addButton(none, QDialogButtonBox::ActionRole);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_every);
  layout->addWidget(m_filter);
  layout->addWidget(m_list, 1);
  layout->addWidget(box);
  connect(m_filter, &QLineEdit::textChanged, this, &ChooseTablesDialog::filter);
  connect(all, &QPushButton::clicked, this, [this] { checkShown(Qt::Checked); });
  connect(none, &QPushButton::clicked, this, [this] { checkShown(Qt::Unchecked); });
  connect(box, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ChooseTablesDialog::filter(const QString& text) {
  for (int row = 0; row < m_list->count(); ++row) m_list->item(row)->setHidden(!m_list->item(row)->text().contains(text, Qt::CaseInsensitive));
}

void ChooseTablesDialog::checkShown(Qt::CheckState state) {
  for (int row = 0; row < m_list->count(); ++row)
    if (!m_list->item(row)->isHidden()) m_list->item(row)->setCheckState(state);
}

Diagram ChooseTablesDialog::chosen(const DiagramModel& model) const {
  std::vector<QualifiedName> tables;
  std::set<QualifiedName> others;
  for (int row = 0; row < m_list->count(); ++row) {
    const QualifiedName name = nameOfLine(*m_list->item(row));
    if (m_list->item(row)->checkState() == Qt::Checked) tables.push_back(name);
    else others.insert(name);
  }
  Diagram diagram = withTables(model, tables);
  diagram.everyTable = m_every->isChecked();
  for (const QualifiedName& name : others)
    if (!diagram.table(name)) diagram.tables.push_back({.name = name, .hidden = true});
  return diagram;
}

}  // namespace joinery::ui

#include "moc_choose_tables_dialog.cpp"
