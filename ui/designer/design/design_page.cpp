// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_page.h"

#include <QKeyEvent>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "orm/migration/schema_change.h"
#include "orm/migration/schema_edits.h"
#include "orm/migration/schema_names.h"
#include "ui/designer/design/copied_tables.h"
#include "ui/designer/design/design_dialogs.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

QListWidget* namedList(const QString& objectName, const QString& name, QWidget* parent) {
  auto* list = new QListWidget(parent);
  list->setObjectName(objectName);
  list->setAccessibleName(name);
  return list;
}

QString menuText(const QualifiedName& name) { return toQString(name.toString()).replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace

DesignPage::DesignPage(WorkspaceDocument* document, QWidget* parent)
    : TabPage(parent),
      m_document(document),
      m_design(new SchemaDesign(this)),
      m_tools(new QToolBar(tr("Design"), this)),
      m_messages(new MessageBar(this)),
      m_tables(namedList(QStringLiteral("designTables"), tr("Designed tables"), this)),
      m_issues(namedList(QStringLiteral("designIssues"), tr("Issues"), this)),
      m_editor(new TableEditor(m_design, this)) {
  setObjectName(QStringLiteral("designPage"));
  buildTools();
  auto* right = new QSplitter(Qt::Vertical, this);
  right->addWidget(m_editor);
  right->addWidget(m_issues);
  right->setStretchFactor(0, 5);
  right->setStretchFactor(1, 1);
  auto* centre = new QSplitter(this);
  centre->addWidget(m_tables);
  centre->addWidget(right);
  centre->setStretchFactor(1, 1);
  centre->setSizes({190, 800});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_tools);
  layout->addWidget(m_messages);
  layout->addWidget(centre, 1);
  m_issues->setWordWrap(true);
  setFocusProxy(m_tables);
  connect(m_tables, &QListWidget::currentRowChanged, this, [this](int row) {
    const auto& tables = m_design->metadata().tables();
    m_editor->setTable(row >= 0 && row < static_cast<int>(tables.size()) ? tables[static_cast<std::size_t>(row)]->name : QualifiedName());
  });
  connect(m_issues, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
    const auto place = static_cast<std::size_t>(m_issues->row(item));
    if (place >= m_design->issues().size()) return;
    const migration::SchemaPlace where = m_design->issues()[place].place;
    showTable(where.object);
    m_editor->goTo(where);
  });
  connect(m_editor, &TableEditor::refused, m_messages, &MessageBar::showError);
  connect(m_editor, &TableEditor::renamed, this, &DesignPage::showTable);
  connect(m_design, &SchemaDesign::changed, this, &DesignPage::follow);
  connect(&m_design->undoStack(), &QUndoStack::indexChanged, this, &DesignPage::keep);
  connect(document, &WorkspaceDocument::changed, this, &DesignPage::read);
  m_dialogs = new DesignDialogs(this);
  read();
  follow();
}

void DesignPage::addTool(QAction* action) { m_tools->addAction(action); }

DesignPage::~DesignPage() {
  disconnect(m_design, nullptr, this, nullptr);
  disconnect(&m_design->undoStack(), nullptr, this, nullptr);
}

QAction* DesignPage::tool(const QString& objectName, const QString& text, const QString& iconName, void (DesignPage::*verb)()) {
  auto* action = m_tools->addAction(icon(iconName), text);
  action->setObjectName(objectName);
  connect(action, &QAction::triggered, this, verb);
  return action;
}

/// A menu of the tables that there are when it opens.
QMenu* DesignPage::tableMenu(const QString& objectName, const QString& text, const QString& iconName, void (DesignPage::*verb)(const QualifiedName&)) {
  auto* menu = new QMenu(text, this);
  auto* button = new QToolButton(m_tools);
  button->setObjectName(objectName);
  button->setText(text);
  button->setIcon(icon(iconName));
  button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setMenu(menu);
  m_tools->addWidget(button);
  connect(menu, &QMenu::aboutToShow, this, [this, menu, verb] {
    menu->clear();
    for (const auto& table : m_design->metadata().tables())
      if (!table->isView()) connect(menu->addAction(menuText(table->name)), &QAction::triggered, this, [this, verb, name = table->name] { (this->*verb)(name); });
    menu->setEnabled(!m_editor->table().isEmpty());
  });
  return menu;
}

void DesignPage::buildTools() {
  m_tools->setObjectName(QStringLiteral("designTools"));
  m_tools->setIconSize({18, 18});
  m_tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  tool(QStringLiteral("addTable"), tr("Add &table"), QStringLiteral("table"), &DesignPage::addTable);
  tool(QStringLiteral("addView"), tr("Add &view"), QStringLiteral("view"), &DesignPage::addView);
  m_remove = tool(QStringLiteral("removeTable"), tr("Remo&ve"), QStringLiteral("delete"), &DesignPage::removeTable);
  m_tools->addSeparator();
  tableMenu(QStringLiteral("referTo"), tr("Foreign &key to"), QStringLiteral("foreign_key"), &DesignPage::referTo);
  tableMenu(QStringLiteral("linkTo"), tr("&Many-to-many with"), QStringLiteral("relationship"), &DesignPage::linkTo);
  m_tools->addSeparator();
  m_undo = m_tools->addAction(icon(QStringLiteral("undo")), tr("Undo"), &m_design->undoStack(), &QUndoStack::undo);
  m_redo = m_tools->addAction(icon(QStringLiteral("redo")), tr("Redo"), &m_design->undoStack(), &QUndoStack::redo);
  m_undo->setObjectName(QStringLiteral("designUndo"));
  m_redo->setObjectName(QStringLiteral("designRedo"));
  setPlainToolTip(m_undo, tr("Undo (%1)").arg(QKeySequence(QKeySequence::Undo).toString(QKeySequence::NativeText)));
  setPlainToolTip(m_redo, tr("Redo (%1)").arg(QKeySequence(QKeySequence::Redo).toString(QKeySequence::NativeText)));
}

void DesignPage::read() {
  const Json* json = m_document->designedSchema();
  if ((json ? *json : Json()) == m_kept) return;
  m_kept = json ? *json : Json();
  if (!json) return m_design->start("sqlite");
  try {
    m_design->read(*json);
  } catch (const DbError& error) {
    m_messages->showError(tr("Could not read the designed schema of the workspace"), error);
  }
}

void DesignPage::keep() {
  if (m_design->undoStack().count() == 0) return;
  m_kept = m_design->toJson();
  m_document->putDesignedSchema(m_kept);
}

void DesignPage::follow() {
  fillTables();
  fillIssues();
  m_undo->setEnabled(m_design->undoStack().canUndo());
  m_redo->setEnabled(m_design->undoStack().canRedo());
  m_remove->setEnabled(!m_editor->table().isEmpty());
  Q_EMIT statusChanged();
}

void DesignPage::fillTables() {
  const auto& tables = m_design->metadata().tables();
  const int old = m_tables->currentRow();
  int shown = -1;
  {
    const QSignalBlocker blocker(m_tables);
    m_tables->clear();
    for (const auto& table : tables) {
      new QListWidgetItem(icon(table->isView() ? QStringLiteral("view") : QStringLiteral("table")), toQString(table->name.toString()), m_tables);
      if (table->name == m_editor->table()) shown = m_tables->count() - 1;
    }
    if (shown < 0) shown = std::min(std::max(old, 0), m_tables->count() - 1);
    m_tables->setCurrentRow(shown);
  }
  const QualifiedName name = shown >= 0 ? tables[static_cast<std::size_t>(shown)]->name : QualifiedName();
  if (name != m_editor->table()) m_editor->setTable(name);
}

void DesignPage::fillIssues() {
  m_issues->clear();
  for (const auto& issue : m_design->issues()) {
    const bool isError = issue.severity == migration::SchemaIssue::Severity::Error;
    new QListWidgetItem(icon(isError ? QStringLiteral("warning") : QStringLiteral("information")), toQString(issue.sentence + " " + issue.advice), m_issues);
  }
  m_issues->setVisible(m_issues->count() > 0);
}

QString DesignPage::statusText() const {
  return tr("Tables %1 · issues %2").arg(m_design->metadata().tables().size()).arg(m_design->issues().size());
}

void DesignPage::showTable(const QualifiedName& table) {
  const auto& tables = m_design->metadata().tables();
  const auto found = std::ranges::find_if(tables, [&](const auto& each) { return migration::isSameName(each->name, table, m_design->metadata(), m_design->dialect()); });
  if (found != tables.end()) m_tables->setCurrentRow(static_cast<int>(found - tables.begin()));
}

void DesignPage::edit(const QString& what, const std::function<migration::Operations()>& make, const QualifiedName& shown) {
  try {
    if (const auto error = m_design->edit(what, make())) throw *error;
    if (!shown.isEmpty()) showTable(shown);
  } catch (const DbError& error) {
    m_messages->showError(tr("Could not do that: %1").arg(what), error);
  }
}

void DesignPage::addTable() {
  const std::string name = migration::freeTableName(m_design->metadata(), "new_table", m_design->dialect());
  edit(tr("Add a table"), [&] { return migration::addTable(m_design->metadata(), name, m_design->dialect()); }, QualifiedName(name));
  m_editor->editName();
}

void DesignPage::addView() {
  schema::Table view;
  view.name = QualifiedName(migration::freeTableName(m_design->metadata(), "new_view", m_design->dialect()));
  view.kind = schema::TableKind::View;
  view.definition = "SELECT 1 AS one";
  edit(tr("Add a view"), [&] { return migration::Operations{migration::CreateTable{view}}; }, view.name);
  m_editor->editName();
}

void DesignPage::removeTable() {
  const QualifiedName name = m_editor->table();
  if (name.isEmpty()) return;
  edit(tr("Remove %1").arg(toQString(name.name)), [&] { return migration::dropTable(m_design->metadata(), name, m_design->dialect()); });
}

void DesignPage::referTo(const QualifiedName& table) {
  const QualifiedName from = m_editor->table();
  edit(tr("Foreign key to %1").arg(toQString(table.name)), [&] { return migration::addForeignKey(m_design->metadata(), from, table, true, m_design->dialect()); });
}

void DesignPage::linkTo(const QualifiedName& table) {
  const QualifiedName from = m_editor->table();
  edit(tr("Link %1 and %2").arg(toQString(from.name), toQString(table.name)), [&] { return migration::linkTables(m_design->metadata(), from, table, m_design->dialect()); });
}

void DesignPage::copyTables(const schema::MetaData& from, const Dialect& dialect, const std::vector<QualifiedName>& tables) {
  QStringList differences;
  edit(tr("Copy tables"), [&] {
    const migration::CopiedTable copied = copiedTables(from, dialect, tables, m_design->metadata(), m_design->dialect());
    for (const std::string& each : copied.differences) differences << toQString(each);
    return copied.operations;
  });
  if (!differences.isEmpty()) m_messages->showMessage(MessageBar::Kind::Information, tr("Copied, with %1 differences.").arg(differences.size()), differences.join(QLatin1Char('\n')));
}

bool DesignPage::event(QEvent* event) {
  if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress) return TabPage::event(event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isUndo = key->matches(QKeySequence::Undo), isRedo = key->matches(QKeySequence::Redo);
  if (!isUndo && !isRedo) return TabPage::event(event);
  event->accept();
  if (event->type() == QEvent::KeyPress && isUndo) m_design->undoStack().undo();
  if (event->type() == QEvent::KeyPress && isRedo) m_design->undoStack().redo();
  return true;
}

}  // namespace joinery::ui

#include "moc_design_page.cpp"
