// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMenu>

#include "ui/designer/design/design_dialogs.h"
#include "ui/designer/design/design_page.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

QString menuText(const QualifiedName& name) { return toQString(name.toString()).replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace

QAction* DesignPage::tool(const QString& objectName, const QString& text, const QString& iconName, void (DesignPage::*verb)()) {
  auto* action = m_tools->addAction(icon(iconName), text);
  action->setObjectName(objectName);
  connect(action, &QAction::triggered, this, verb);
  return action;
}

/// A tool to be taken in hand, with a menu that does the same without the pointer: of the table that is shown, to one of those that there are
/// when it opens.
void DesignPage::drawingTool(QAction* action, const QString& objectName, const QString& menuName, void (DesignPage::*verb)(const QualifiedName&)) {
  auto* menu = new QMenu(menuName, this);
  auto* button = new QToolButton(m_tools);
  button->setObjectName(objectName);
  button->setDefaultAction(action);
  button->setAccessibleName(QString(action->text()).remove(QLatin1Char('&')));
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setPopupMode(QToolButton::MenuButtonPopup);
  button->setMenu(menu);
  m_tools->addWidget(button);
  connect(menu, &QMenu::aboutToShow, this, [this, menu, verb] {
    menu->clear();
    menu->addSection(menu->title().arg(toQString(m_editor->table().name)));
    for (const auto& table : m_design->metadata().tables())
      if (!table->isView()) connect(menu->addAction(menuText(table->name)), &QAction::triggered, this, [this, verb, name = table->name] { (this->*verb)(name); });
    menu->setEnabled(!m_editor->table().isEmpty());
  });
}

void DesignPage::buildTools() {
  m_tools->setObjectName(QStringLiteral("designTools"));
  m_tools->setAccessibleName(tr("Design"));
  m_tools->setIconSize({18, 18});
  m_tools->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  tool(QStringLiteral("addTable"), tr("Add &table"), QStringLiteral("table"), &DesignPage::addTable);
  tool(QStringLiteral("addView"), tr("Add &view"), QStringLiteral("view"), &DesignPage::addView);
  m_remove = tool(QStringLiteral("removeTable"), tr("Remo&ve"), QStringLiteral("delete"), &DesignPage::removeTable);
  setPlainToolTip(m_remove, tr("Remove the table that is shown, with the foreign keys that refer to it"));
  m_tools->addSeparator();
  // In hand by their keys from anywhere on the page.
  addActions({m_diagram->actions().drawForeignKey, m_diagram->actions().drawManyToMany});
  drawingTool(m_diagram->actions().drawForeignKey, QStringLiteral("referTo"), tr("From %1 to"), &DesignPage::referTo);
  drawingTool(m_diagram->actions().drawManyToMany, QStringLiteral("linkTo"), tr("%1 with"), &DesignPage::linkTo);
  m_tools->addSeparator();
}

/// Which engine it is for, and with what to begin anew.
void DesignPage::buildStart() {
  auto* menu = new QMenu(tr("Start anew"), this);
  const auto add = [&](const char* objectName, const QString& text, auto verb) {
    QAction* action = menu->addAction(text);
    action->setObjectName(QLatin1String(objectName));
    connect(action, &QAction::triggered, this, verb);
    return action;
  };
  add("restartSqlite", tr("Start anew for &SQLite…"), [this] { startEmpty("sqlite"); });
  add("restartPostgresql", tr("Start anew for &PostgreSQL…"), [this] { startEmpty("postgresql"); });
  m_startFromDatabase = add("restartFromDatabase", tr("Start anew from the open &database…"), [this] { startFromDatabase(); });
  m_engine->setObjectName(QStringLiteral("designEngine"));
  m_engine->setAccessibleName(tr("Engine"));
  m_engine->setIcon(icon(QStringLiteral("database")));
  m_engine->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_engine->setPopupMode(QToolButton::InstantPopup);
  m_engine->setMenu(menu);
  m_engine->setFocusPolicy(Qt::TabFocus);
  setPlainToolTip(m_engine, tr("The engine that the schema is designed for"));
  m_engineAction = m_tools->addWidget(m_engine);
  setDatabase(nullptr);
}

void DesignPage::addTool(QAction* action) { m_tools->insertAction(m_engineAction, action); }

void DesignPage::setDatabase(Database* database) {
  m_database = database;
  m_dialogs->setDatabase(database);
  m_startFromDatabase->setEnabled(database && database->registry());
  m_start->setDatabaseName(database && database->registry() ? database->displayName() : QString());
}

void DesignPage::startEmpty(const std::string& backend) {
  start(tr("It becomes an empty one for %1.").arg(backend == "sqlite" ? tr("SQLite") : tr("PostgreSQL")), [this, backend] { m_design->start(backend); });
}

void DesignPage::startFromDatabase() {
  if (!m_database || !m_database->registry()) return;
  start(tr("It becomes the schema of %1.").arg(m_database->displayName()), [this, registry = m_database->registry(), backend = m_database->engine()->dialect().name()] {
    m_design->start(std::string(backend), registry->metadata());
  });
}

/// @param what becomes of the design, a sentence
void DesignPage::start(const QString& what, std::function<void()> begin) {
  const auto go = [this, begin = std::move(begin)] {
    try {
      m_isReading = true;
      begin();
      m_isReading = false;
    } catch (const DbError& error) {
      m_isReading = false;
      return m_messages->showError(tr("Could not start a design"), error);
    }
    m_messages->clear();
    m_diagram->showDesign(DesignDiagram::unplaced());
    keepNow();
    showDesign();
    m_diagram->setFocus();
  };
  const bool isThere = m_document->designedSchema() && (m_isBroken || !m_design->metadata().tables().empty() || !m_design->recorded().empty());
  if (!isThere) return go();
  askQuestion(this, tr("Start the design anew?"), tr("The workspace has a design already. %1 What was designed is lost, and can't be brought back by Undo.").arg(what), tr("&Start anew"), go);
}

}  // namespace joinery::ui
