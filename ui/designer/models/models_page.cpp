// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/models/models_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/designer/models/relationship_dialog.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

constexpr int kRoomForName = 130, kNarrowestColumn = 70, kWidestColumn = 220;

}  // namespace

ModelsPage::ModelsPage(Database* database, WorkspaceDocument* document, QWidget* parent)
    : TabPage(parent), m_edits(new DeclarationEdits(database, document, this)), m_models(new ModelList(m_edits, this)), m_shown(new QSortFilterProxyModel(this)),
      m_relationships(new RelationshipGrid(m_edits, this)), m_preview(new LabelPreview(database, this)), m_messages(new MessageBar(this)), m_search(new QLineEdit(this)),
      m_list(new QListView(this)), m_heading(new PlainLabel(this)), m_note(new PlainLabel(this)), m_label(new LabelEdit(this)), m_rows(new QListWidget(this)), m_grid(new QTableView(this)) {
  setObjectName(QStringLiteral("modelsPage"));
  build();
  connect(m_search, &QLineEdit::textChanged, m_shown, &QSortFilterProxyModel::setFilterFixedString);
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& now) { if (now.isValid()) choose(toStdString(now.data().toString())); });
  connect(m_label, &QLineEdit::textEdited, this, &ModelsPage::checkLabel);
  connect(m_label, &QLineEdit::editingFinished, this, &ModelsPage::keepLabel);
  connect(m_label, &LabelEdit::reverted, this, &ModelsPage::showLabel);
  connect(m_preview, &LabelPreview::read, this, [this](const QStringList& labels) {
    m_rows->clear();
    m_rows->addItems(labels);
    if (labels.isEmpty()) m_rows->addItem(tr("There are no rows."));
  });
  connect(m_preview, &LabelPreview::failed, this, [this](const DbError& error) {
    m_rows->clear();
    m_rows->addItem(toQString(error.message()));
  });
  connect(m_preview, &LabelPreview::busyChanged, this, &TabPage::busyChanged);
  connect(m_relationships, &RelationshipGrid::refused, this, [this](const QString& why) { m_messages->showMessage(MessageBar::Kind::Warning, tr("The name stays as it is: %1").arg(why)); });
  connect(m_grid->selectionModel(), &QItemSelectionModel::currentChanged, this, &ModelsPage::updateButtons);
  connect(m_edits, &DeclarationEdits::changed, this, &ModelsPage::follow);
  if (m_shown->rowCount() > 0) m_list->setCurrentIndex(m_shown->index(0, 0));
}

/// A label that loses the keyboard with the page says that it was edited.
ModelsPage::~ModelsPage() {
  disconnect(m_label, nullptr, this, nullptr);
  disconnect(m_edits, nullptr, this, nullptr);
}

void ModelsPage::build() {
  auto* centre = new QSplitter(this);
  centre->addWidget(makeList());
  centre->addWidget(makeEditor());
  centre->setStretchFactor(1, 1);
  centre->setSizes({210, 800});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_messages);
  layout->addWidget(centre, 1);
  setFocusProxy(m_list);
}

QWidget* ModelsPage::makeList() {
  m_shown->setSourceModel(m_models);
  m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_search->setObjectName(QStringLiteral("modelSearch"));
  m_search->setAccessibleName(tr("Search models"));
  m_search->setPlaceholderText(tr("Search models"));
  m_search->setClearButtonEnabled(true);
  m_list->setObjectName(QStringLiteral("modelList"));
  m_list->setAccessibleName(tr("Models"));
  m_list->setUniformItemSizes(true);
  m_list->setIconSize({16, 16});
  m_list->setModel(m_shown);
  m_search->installEventFilter(this);
  auto* side = new QWidget(this);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(6, 6, 0, 6);
  layout->addWidget(m_search);
  layout->addWidget(m_list, 1);
  return side;
}

QWidget* ModelsPage::makeEditor() {
  auto* side = new QWidget(this);
  auto* layout = new QVBoxLayout(side);
  QFont large = m_heading->font();
  large.setPointSizeF(large.pointSizeF() * 1.2);
  large.setBold(true);
  m_heading->setFont(large);
  m_label->setObjectName(QStringLiteral("modelLabel"));
  m_label->setAccessibleName(tr("Label"));
  m_note->setObjectName(QStringLiteral("labelNote"));
  m_note->setWordWrap(true);
  m_rows->setObjectName(QStringLiteral("labelPreview"));
  m_rows->setAccessibleName(tr("Labels of the first rows"));
  m_rows->setSelectionMode(QAbstractItemView::NoSelection);
  m_rows->setMaximumHeight(m_rows->fontMetrics().lineSpacing() * (LabelPreview::kRows + 1) + 12);
  m_grid->setObjectName(QStringLiteral("relationships"));
  m_grid->setAccessibleName(tr("Relationships"));
  m_grid->setModel(m_relationships);
  m_grid->setSelectionMode(QAbstractItemView::SingleSelection);
  m_grid->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::AnyKeyPressed);
  m_grid->verticalHeader()->setDefaultSectionSize(m_grid->fontMetrics().height() + 10);
  m_grid->verticalHeader()->hide();
  m_grid->horizontalHeader()->setStretchLastSection(true);
  m_grid->installEventFilter(this);
  auto* line = new QHBoxLayout;
  auto* caption = new PlainLabel(tr("&Label of a row"), side);
  caption->setBuddy(m_label);
  line->addWidget(caption);
  line->addWidget(m_label, 1);
  m_resetLabel = button(line, QStringLiteral("resetLabel"), tr("As chosen &by Joinery"), QStringLiteral("revert"), &ModelsPage::resetLabel);
  auto* bar = new QHBoxLayout;
  button(bar, QStringLiteral("addRelationship"), tr("&Add relationship…"), QStringLiteral("add"), &ModelsPage::addRelationship);
  m_edit = button(bar, QStringLiteral("editRelationship"), tr("C&hange…"), QStringLiteral("relationship"), &ModelsPage::editRelationship);
  m_remove = button(bar, QStringLiteral("removeRelationship"), tr("Remo&ve"), QStringLiteral("remove"), &ModelsPage::removeRelationship);
  m_resetName = button(bar, QStringLiteral("resetName"), tr("&Name of the database"), QStringLiteral("revert"), &ModelsPage::resetName);
  bar->addStretch(1);
  layout->addWidget(m_heading);
  layout->addLayout(line);
  layout->addWidget(m_note);
  layout->addWidget(m_rows);
  layout->addLayout(bar);
  layout->addWidget(m_grid, 1);
  return side;
}

QToolButton* ModelsPage::button(QHBoxLayout* bar, const QString& objectName, const QString& text, const QString& iconName, void (ModelsPage::*verb)()) {
  auto* made = new QToolButton(this);
  made->setObjectName(objectName);
  made->setText(text);
  made->setAccessibleName(QString(text).remove(QLatin1Char('&')).remove(QStringLiteral("…")));
  made->setIcon(icon(iconName));
  made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->addWidget(made);
  connect(made, &QToolButton::clicked, this, verb);
  return made;
}

QString ModelsPage::statusText() const {
  const std::size_t models = m_edits->registry().models().size();
  return tr("Models %1 · relationships of this one %2").arg(models).arg(m_relationships->rowCount());
}

void ModelsPage::showModel(const QString& model) {
  m_search->clear();
  if (const int row = m_models->rowOf(model); row >= 0) m_list->setCurrentIndex(m_shown->mapFromSource(m_models->index(row)));
}

/// The last one has the rest.
void ModelsPage::fitColumns() {
  m_grid->resizeColumnsToContents();
  for (int column = 0; column + 1 < m_relationships->columnCount(); ++column) {
    const int least = column == RelationshipGrid::Name ? kRoomForName : kNarrowestColumn;
    m_grid->setColumnWidth(column, std::clamp(m_grid->columnWidth(column) + 8, least, kWidestColumn));
  }
}

void ModelsPage::choose(const std::string& model) {
  if (model == m_model) return;
  m_model = model;
  m_messages->clear();
  m_relationships->setModel(model);
  fitColumns();
  QStringList names;
  if (const Model* own = automapped())
    for (const std::string& each : own->attributeNames()) names << toQString(each);
  m_label->setNames(names);
  m_heading->setText(toQString(model));
  showLabel();
  updateButtons();
  Q_EMIT statusChanged();
}

void ModelsPage::follow() {
  const ModelDeclaration* declared = declarationOf(m_edits->declarations(), m_edits->registry(), m_model);
  const Model* own = automapped();
  const QString label = toQString(declared && !declared->label.empty() ? declared->label : own ? own->label : std::string());
  // What is being typed stays.
  if (label != m_labelShown) showLabel();
  if (!own && m_shown->rowCount() > 0) m_list->setCurrentIndex(m_shown->index(0, 0));
  updateButtons();
  Q_EMIT statusChanged();
}

void ModelsPage::showLabel() {
  const ModelDeclaration* declared = declarationOf(m_edits->declarations(), m_edits->registry(), m_model);
  const Model* own = automapped();
  m_labelShown = toQString(declared && !declared->label.empty() ? declared->label : own ? own->label : std::string());
  m_label->setText(m_labelShown);
  m_label->setPlaceholderText(own ? toQString(own->label) : QString());
  m_label->setEnabled(own != nullptr);
  checkLabel();
}

/// As one types: what is wrong with it, or the rows as they would be called.
void ModelsPage::checkLabel() {
  const Model* own = automapped();
  if (!own) return m_rows->clear();
  Model labelled = *own;
  if (!m_label->text().isEmpty()) labelled.label = toStdString(m_label->text());
  const QString problem = labelProblem(*own, labelled.label);
  m_note->setText(problem);
  m_note->setVisible(!problem.isEmpty());
  m_label->setAccessibleDescription(problem);
  QPalette colours = palette();
  if (!problem.isEmpty()) colours.setColor(QPalette::WindowText, Theme::instance().color(Theme::Role::ErrorText));
  m_note->setPalette(colours);
  if (!problem.isEmpty()) return m_preview->stop();
  m_preview->ask(std::move(labelled));
}

void ModelsPage::keepLabel() {
  const Model* own = automapped();
  const std::string label = toStdString(m_label->text());
  if (!own || m_label->text() == m_labelShown || !labelProblem(*own, label).isEmpty()) return;
  m_edits->edit(tr("Label of %1").arg(toQString(m_model)), withLabel(m_edits->declarations(), *own, label));
  showLabel();
}

void ModelsPage::resetLabel() {
  if (const Model* own = automapped()) m_edits->edit(tr("Label of %1").arg(toQString(m_model)), withLabel(m_edits->declarations(), *own, {}));
  showLabel();
}

const DeclaredRelationship* ModelsPage::current() const {
  const int row = m_grid->currentIndex().row();
  return row >= 0 && row < m_relationships->rowCount() ? &m_relationships->relationship(row) : nullptr;
}

void ModelsPage::resetName() {
  if (current() && current()->isRenamed()) m_relationships->setData(m_relationships->index(m_grid->currentIndex().row(), RelationshipGrid::Name), QString(), Qt::EditRole);
}

void ModelsPage::addRelationship() {
  if (automapped()) askRelationship(std::nullopt);
}

void ModelsPage::editRelationship() {
  if (current() && current()->isVirtual()) askRelationship(current()->declaration);
}

void ModelsPage::askRelationship(std::optional<std::size_t> changed) {
  auto* dialog = new RelationshipDialog(m_edits->sharedRegistry(), m_edits->declarations(), m_model, changed, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog, changed, before = m_edits->declarations()] {
    // Somebody may have opened another workspace meanwhile.
    if (before != m_edits->declarations()) return m_messages->showMessage(MessageBar::Kind::Warning, tr("The declarations have changed meanwhile: the relationship was not kept."));
    m_edits->edit(changed ? tr("Change a relationship of %1").arg(toQString(m_model)) : tr("Add a relationship to %1").arg(toQString(m_model)), dialog->result());
    if (!changed) m_grid->setCurrentIndex(m_relationships->index(m_relationships->rowCount() - 1, 0));
    m_grid->setFocus();
  });
  dialog->open();
}

void ModelsPage::removeRelationship() {
  if (!current() || !current()->isVirtual()) return;
  ModelDeclarations after = m_edits->declarations();
  after.relationships.erase(after.relationships.begin() + static_cast<std::ptrdiff_t>(*current()->declaration));
  m_edits->edit(tr("Remove a relationship of %1").arg(toQString(m_model)), std::move(after));
}

void ModelsPage::updateButtons() {
  const ModelDeclaration* declared = declarationOf(m_edits->declarations(), m_edits->registry(), m_model);
  m_resetLabel->setEnabled(declared && !declared->label.empty());
  m_edit->setEnabled(current() && current()->isVirtual());
  m_remove->setEnabled(current() && current()->isVirtual());
  m_resetName->setEnabled(current() && current()->isRenamed());
}

bool ModelsPage::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress) return TabPage::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (watched == m_search && (key == Qt::Key_Down || key == Qt::Key_Return)) {
    m_list->setFocus();
    if (m_shown->rowCount() > 0 && !m_list->currentIndex().isValid()) m_list->setCurrentIndex(m_shown->index(0, 0));
    return true;
  }
  if (watched == m_grid && key == Qt::Key_Insert) addRelationship();
  else if (watched == m_grid && key == Qt::Key_Delete) removeRelationship();
  else return TabPage::eventFilter(watched, event);
  return true;
}

}  // namespace joinery::ui

#include "moc_models_page.cpp"
