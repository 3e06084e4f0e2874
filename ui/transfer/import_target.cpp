// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/import_target.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QRadioButton>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/transfer/choice_delegate.h"
#include "ui/transfer/column_mapping.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

ImportTargetEditor::ImportTargetEditor(std::shared_ptr<const Registry> registry, QWidget* parent) : QWidget(parent), m_registry(std::move(registry)), m_mapping(new ColumnMappingModel(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(makeChoice());
  layout->addWidget(makeMapping(), 1);
  connect(m_mapping, &ColumnMappingModel::changed, this, &ImportTargetEditor::changed);
  tableChanged();
}

QWidget* ImportTargetEditor::makeChoice() {
  auto* choice = new QWidget(this);
  m_existing = new QRadioButton(tr("Into the &table"), choice);
  m_existing->setObjectName(QStringLiteral("intoTable"));
  m_new = new QRadioButton(tr("Into a ne&w table"), choice);
  m_new->setObjectName(QStringLiteral("intoNewTable"));
  m_table = new QComboBox(choice);
  m_table->setObjectName(QStringLiteral("importTable"));
  m_table->setAccessibleName(tr("Table"));
  m_table->setMaxVisibleItems(20);
  for (const auto& each : m_registry->models())
    if (!each->table->isView() && each->readOnlyReason().empty()) m_table->addItem(toQString(each->name));
  m_name = new QLineEdit(choice);
  m_name->setObjectName(QStringLiteral("newTable"));
  m_name->setAccessibleName(tr("Name of the new table"));
  (m_table->count() > 0 ? m_existing : m_new)->setChecked(true);
  m_existing->setEnabled(m_table->count() > 0);
  connect(m_existing, &QRadioButton::toggled, this, &ImportTargetEditor::tableChanged);
  connect(m_table, &QComboBox::currentIndexChanged, this, &ImportTargetEditor::tableChanged);
  connect(m_name, &QLineEdit::textChanged, this, &ImportTargetEditor::changed);
  auto* grid = new QGridLayout(choice);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(m_existing, 0, 0);
  grid->addWidget(m_table, 0, 1);
  grid->addWidget(m_new, 0, 2);
  grid->addWidget(m_name, 0, 3);
  grid->setColumnStretch(1, 1);
  grid->setColumnStretch(3, 1);
  return choice;
}

QWidget* ImportTargetEditor::makeMapping() {
  auto* view = new QTableView(this);
  view->setObjectName(QStringLiteral("columnMapping"));
  view->setAccessibleName(tr("Columns"));
  view->setModel(m_mapping);
  view->setItemDelegate(new ChoiceDelegate(view));
  view->setEditTriggers(QAbstractItemView::AllEditTriggers);
  view->setTabKeyNavigation(false);
  view->verticalHeader()->hide();
  view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 12);
  for (const int column : {ColumnMappingModel::FileColumn, ColumnMappingModel::FirstValue, ColumnMappingModel::Target}) view->horizontalHeader()->resizeSection(column, 210);
  view->horizontalHeader()->setStretchLastSection(true);
  return view;
}

const Model* ImportTargetEditor::model() const { return m_existing->isChecked() ? m_registry->find(toStdString(m_table->currentText())) : nullptr; }

void ImportTargetEditor::tableChanged() {
  m_table->setEnabled(m_existing->isChecked());
  m_name->setEnabled(m_new->isChecked());
  m_mapping->setTable(model());
}

void ImportTargetEditor::setTable(const QString& name) {
  const int place = m_table->findText(name);
  (place >= 0 ? m_existing : m_new)->setChecked(true);
  if (place >= 0) m_table->setCurrentIndex(place);
  else m_name->setText(name);
}

void ImportTargetEditor::suggestName(const QString& name) {
  if (!m_name->isModified()) m_name->setText(name);
}

void ImportTargetEditor::setPreview(const ImportPreview& preview) { m_mapping->setPreview(preview); }

void ImportTargetEditor::apply(ImportOptions& options) const {
  const Model* existing = model();
  options.target = existing ? ImportOptions::Target::Existing : ImportOptions::Target::Made;
  options.table = existing ? existing->table->name : QualifiedName(m_registry->metadata().defaultSchema, toStdString(m_name->text().trimmed()));
  options.mapping = m_mapping->mapping();
  options.types = m_mapping->types();
}

QString ImportTargetEditor::mistake() const {
  if (m_new->isChecked() && m_name->text().trimmed().isEmpty()) return tr("Name the new table.");
  if (m_new->isChecked() && m_registry->find(toStdString(m_name->text().trimmed()))) return tr("There is a table %1 already.").arg(m_name->text().trimmed());
  return m_mapping->mistake();
}

QString ImportTargetEditor::tableText() const { return m_existing->isChecked() ? m_table->currentText() : m_name->text().trimmed(); }

}  // namespace joinery::ui

#include "moc_import_target.cpp"
