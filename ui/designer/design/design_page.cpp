// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_page.h"

#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "orm/difference/copied_tables.h"
#include "orm/difference/schema_change.h"
#include "orm/difference/schema_edits.h"
#include "orm/difference/schema_names.h"
#include "orm/workspace/diagram_json.h"
#include "ui/designer/design/design_dialogs.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_box.h"
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

}  // namespace

DesignPage::DesignPage(WorkspaceDocument* document, QWidget* parent)
    : TabPage(parent),
      m_document(document),
      m_design(new SchemaDesign(this)),
      m_tools(new QToolBar(tr("Design"), this)),
      m_messages(new MessageBar(this)),
      m_stack(new QStackedWidget(this)),
      m_start(new DesignStart(this)),
      m_diagram(new DesignDiagram(m_design, m_messages, this)),
      m_tables(namedList(QStringLiteral("designTables"), tr("Designed tables"), this)),
      m_issues(namedList(QStringLiteral("designIssues"), tr("Issues"), this)),
      m_editor(new TableEditor(m_design, this)),
      m_engine(new QToolButton(m_tools)) {
  setObjectName(QStringLiteral("designPage"));
  buildTools();
  m_dialogs = new DesignDialogs(this);
  buildStart();
  build();
  connectParts();
  read();
  follow();
}

DesignPage::~DesignPage() {
  disconnect(m_design, nullptr, this, nullptr);
  disconnect(&m_design->undoStack(), nullptr, this, nullptr);
  disconnect(m_diagram, nullptr, this, nullptr);
  // It looks at the design as long as it lives.
  delete m_diagram;
}

void DesignPage::build() {
  m_below = new QSplitter(this);
  m_below->addWidget(m_tables);
  m_below->addWidget(m_editor);
  m_below->setStretchFactor(1, 1);
  m_below->setSizes({170, 800});
  auto* centre = new QSplitter(Qt::Vertical, this);
  centre->setObjectName(QStringLiteral("designParts"));
  centre->setChildrenCollapsible(false);
  centre->addWidget(m_diagram);
  centre->addWidget(m_below);
  centre->addWidget(m_issues);
  for (int i = 0; i < 3; ++i) centre->setStretchFactor(i, i == 0 ? 5 : i == 1 ? 4 : 0);
  centre->setSizes({330, 270, 60});
  m_stack->addWidget(m_start);
  m_stack->addWidget(centre);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_tools);
  layout->addWidget(m_messages);
  layout->addWidget(m_stack, 1);
  m_issues->setWordWrap(true);
  setFocusProxy(m_stack);
}

void DesignPage::connectParts() {
  connect(m_tables, &QListWidget::currentRowChanged, this, &DesignPage::showCurrentRow);
  connect(m_issues, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
    const auto place = static_cast<std::size_t>(m_issues->row(item));
    if (place < m_design->issues().size()) followIssue(migration::SchemaPlace(m_design->issues()[place].place));
  });
  connect(m_editor, &TableEditor::refused, m_messages, &MessageBar::showError);
  connect(m_editor, &TableEditor::renamed, this, &DesignPage::showTable);
  connect(m_diagram->edits(), &DesignEdits::refused, m_messages, &MessageBar::showError);
  connect(m_diagram, &DesignDiagram::tableChosen, this, &DesignPage::showTable);
  connect(m_diagram, &DesignDiagram::editRequested, this, &DesignPage::followIssue);
  connect(m_diagram, &DesignDiagram::toolChanged, this, &TabPage::statusChanged);
  connect(m_diagram->panel(), &DiagramPanel::statusChanged, this, &TabPage::statusChanged);
  connect(m_diagram->panel(), &DiagramPanel::busyChanged, this, &TabPage::busyChanged);
  connect(m_start, &DesignStart::emptyRequested, this, &DesignPage::startEmpty);
  connect(m_start, &DesignStart::databaseRequested, this, &DesignPage::startFromDatabase);
  connect(m_design, &SchemaDesign::carriedOut, this, [this](const migration::Operations& operations) {
    for (const auto& each : operations)
      if (const auto* renamed = std::get_if<migration::Rename>(&each); renamed && renamed->from == m_editor->table()) m_editor->setTable(renamed->to);
  });
  connect(m_design, &SchemaDesign::changed, this, &DesignPage::follow);
  connect(&m_design->undoStack(), &QUndoStack::indexChanged, this, &DesignPage::keep);
  connect(m_document, &WorkspaceDocument::changed, this, &DesignPage::read);
}

void DesignPage::stop() { m_diagram->panel()->stop(); }

bool DesignPage::isBusy() const { return m_diagram->panel()->isBusy(); }

QUndoStack* DesignPage::undoStack() { return &m_design->undoStack(); }

QString DesignPage::selectionText() const { return m_diagram->hint().isEmpty() ? m_diagram->panel()->selectionText() : m_diagram->hint(); }

void DesignPage::read() {
  const Json* json = m_document->designedSchema();
  if ((json ? *json : Json()) == m_kept) return;
  m_kept = json ? *json : Json();
  // Another has made a revision of it: what was done here can still be undone.
  Json revised = whole();
  revised["operations"] = Json::array();
  if (json && m_kept == revised) return m_design->markRevision();
  m_isBroken = false;
  Diagram diagram = DesignDiagram::unplaced();
  {
    const QScopedValueRollback reading(m_isReading, true);
    try {
      if (!json) m_design->start("sqlite");
      else if (json->contains("diagram")) diagram = diagramFromJson(JsonPlace(*json, "designed schema").at("diagram"));
      if (json) m_design->read(*json);
    } catch (const DbError& error) {
      m_isBroken = true;
      m_messages->showError(tr("Could not read the designed schema of the workspace"), error);
    }
  }
  m_diagram->showDesign(std::move(diagram));
  showDesign();
}

void DesignPage::keep() {
  if (m_design->undoStack().count() > 0) keepNow();
  Q_EMIT statusChanged();
}

/// The design as the workspace keeps it, with where its cards stand.
Json DesignPage::whole() const {
  Json json = m_design->toJson();
  json["diagram"] = diagramToJson(m_diagram->diagram());
  return json;
}

void DesignPage::keepNow() {
  m_isBroken = false;
  m_kept = whole();
  m_document->putDesignedSchema(m_kept);
  showParts(true);
}

void DesignPage::showParts(bool isStarted) {
  m_stack->setCurrentIndex(isStarted ? 1 : 0);
  m_tools->setVisible(isStarted);
}

void DesignPage::follow() {
  if (m_isReading) return;
  m_diagram->follow();
  showDesign();
}

void DesignPage::showDesign() {
  fillTables();
  fillIssues();
  const bool isThere = m_document->designedSchema() && !m_isBroken;
  showParts(isThere || !m_design->metadata().tables().empty());
  m_below->setVisible(!m_design->metadata().tables().empty());
  m_engine->setText(m_design->dialect().name() == "sqlite" ? tr("SQLite") : tr("PostgreSQL"));
  m_engine->setAccessibleDescription(m_engine->text());
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
  m_diagram->choose(name);
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
  return tr("%1 · tables %2 · issues %3").arg(m_engine->text()).arg(m_design->metadata().tables().size()).arg(m_design->issues().size());
}

void DesignPage::showCurrentRow(int row) {
  const auto& tables = m_design->metadata().tables();
  const QualifiedName name = row >= 0 && row < static_cast<int>(tables.size()) ? tables[static_cast<std::size_t>(row)]->name : QualifiedName();
  m_editor->setTable(name);
  m_remove->setEnabled(!name.isEmpty());
  m_diagram->choose(name);
}

void DesignPage::showTable(const QualifiedName& table) {
  const auto& tables = m_design->metadata().tables();
  const auto found = std::ranges::find_if(tables, [&](const auto& each) { return migration::isSameName(each->name, table, m_design->metadata(), m_design->dialect()); });
  if (found != tables.end()) m_tables->setCurrentRow(static_cast<int>(found - tables.begin()));
}

void DesignPage::followIssue(const migration::SchemaPlace& place) {
  showTable(place.object);
  m_editor->goTo(place);
}

void DesignPage::addTable() {
  showTable(m_diagram->addTable());
  m_editor->editName();
}

void DesignPage::addView() {
  showTable(m_diagram->addView());
  m_editor->editName();
}

void DesignPage::removeTable() {
  if (!m_editor->table().isEmpty()) m_diagram->edits()->removeTables({m_editor->table()});
}

void DesignPage::referTo(const QualifiedName& table) { m_diagram->edits()->refer({m_editor->table()}, {table}); }

void DesignPage::linkTo(const QualifiedName& table) { m_diagram->edits()->link(m_editor->table(), table); }

void DesignPage::copyTables(const schema::MetaData& from, const Dialect& dialect, const std::vector<QualifiedName>& tables) {
  QStringList differences;
  m_diagram->edits()->edit(tr("Copy tables"), [&] {
    const migration::CopiedTables copied = migration::copyTables(from, dialect, tables, m_design->metadata(), m_design->dialect());
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
