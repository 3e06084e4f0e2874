// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tab_area.h"

#include <QScopedValueRollback>
#include <QTabBar>

#include "ui/console/console_page.h"
#include "ui/shell/tree_tab.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

namespace {

/// A table may be called r&d.
QString tabTitle(const TabPage* page) { return page->title().replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace

TabArea::TabArea(QWidget* parent)
    : QTabWidget(parent), m_hint(new PlainLabel(tr("Choose a table at the left, or write SQL in a console: %1").arg(QKeySequence(Qt::CTRL | Qt::Key_T).toString(QKeySequence::NativeText)), this)) {
  m_hint->setAlignment(Qt::AlignCenter);
  m_hint->setWordWrap(true);
  m_hint->setEnabled(false);
  setObjectName(QStringLiteral("tabs"));
  setAccessibleName(tr("Pages"));
  setTabsClosable(true);
  setMovable(true);
  setDocumentMode(true);
  setElideMode(Qt::ElideRight);
  connect(this, &QTabWidget::tabCloseRequested, this, &TabArea::closePage);
  connect(this, &QTabWidget::currentChanged, this, [this] {
    placeHint();
    Q_EMIT historyChanged();
    Q_EMIT currentPageChanged();
    Q_EMIT currentRowChanged();
  });
}

/// Nobody hears of what goes with it.
TabArea::~TabArea() {
  const QSignalBlocker blocker(this);
  for (TabPage* page : pages()) {
    removeTab(indexOf(page));
    delete page;
  }
}

void TabArea::placeHint() {
  m_hint->setGeometry(rect().adjusted(24, 24, -24, -24));
  m_hint->setVisible(count() == 0);
}

void TabArea::resizeEvent(QResizeEvent* event) {
  QTabWidget::resizeEvent(event);
  placeHint();
}

void TabArea::setDatabase(Database* database, PendingChanges* changes) {
  const QSignalBlocker blocker(this);
  for (TabPage* page : pages()) {
    if (!page->isOfDatabase()) continue;
    removeTab(indexOf(page));
    delete page;
  }
  m_database = database;
  m_changes = changes;
  placeHint();
}

TabPage* TabArea::currentPage() const { return qobject_cast<TabPage*>(currentWidget()); }

TableTab* TabArea::currentTableTab() const { return qobject_cast<TableTab*>(currentWidget()); }

TablePage* TabArea::currentTable() const {
  const auto* tab = currentTableTab();
  return tab ? tab->page() : nullptr;
}

QList<TabPage*> TabArea::pages() const {
  QList<TabPage*> list;
  for (int i = 0; i < count(); ++i) list << qobject_cast<TabPage*>(widget(i));
  return list;
}

TableTab* TabArea::tabOfModel(const std::string& model) const {
  for (auto* page : pages()) {
    auto* tab = qobject_cast<TableTab*>(page);
    if (tab && tab->page()->view().model == model) return tab;
  }
  return nullptr;
}

TablePage* TabArea::tableOf(const std::string& model) const {
  const TableTab* tab = tabOfModel(model);
  return tab ? tab->page() : nullptr;
}

TablePage* TabArea::bringToFront(const std::string& model) {
  TableTab* tab = tabOfModel(model);
  if (!tab) return nullptr;
  setCurrentWidget(tab);
  return tab->page();
}

TableTab* TabArea::openTable(const TableView& view) {
  TableTab* from = currentTableTab();
  TableTab* tab = tabOfModel(view.model);
  if (tab) move(tab, view);
  else tab = makeTab(view);
  tab->history().visit(tab->page()->view(), from == tab ? nullptr : from);
  setCurrentWidget(tab);
  Q_EMIT historyChanged();
  return tab;
}

void TabArea::move(TableTab* tab, const TableView& view) {
  const QScopedValueRollback moving(m_isMoving, true);
  tab->setView(view);
}

TableTab* TabArea::makeTab(const TableView& view) {
  auto* tab = new TableTab(m_database, m_changes, view, this);
  TablePage* page = tab->page();
  connect(page, &TablePage::openRequested, this, &TabArea::openTable);
  connect(page, &TablePage::cellEditorRequested, this, &TabArea::cellEditorRequested);
  connect(page, &TablePage::exportRequested, this, &TabArea::exportRequested);
  connect(page, &TablePage::viewChanged, this, [this, tab] {
    if (m_isMoving) return;
    tab->history().visit(tab->page()->view());
    Q_EMIT historyChanged();
  });
  connect(page, &TablePage::currentRowChanged, this, [this, page] {
    if (page == currentTable()) Q_EMIT currentRowChanged();
  });
  addPage(tab);
  return tab;
}

TreeTab* TabArea::openTree(const RowsOfModel& rows, const Json& prune, const QStringList& openedPaths) {
  auto* tab = new TreeTab(m_database, m_changes, rows, this);
  connect(tab->tree(), &RelationTree::rowActivated, this, &TabArea::rowActivated);
  tab->tree()->setOpenedPaths(rows.model, openedPaths);
  tab->tree()->setPrune(prune);
  addPage(tab);
  return tab;
}

ConsolePage* TabArea::openConsole(const QString& textId) {
  auto* page = new ConsolePage(m_database, textId, this);
  connect(page, &ConsolePage::databaseChanged, this, &TabArea::databaseChanged);
  connect(page, &ConsolePage::textKept, this, &TabArea::consoleTextKept);
  addPage(page);
  return page;
}

void TabArea::addPage(TabPage* page) {
  const int index = addTab(page, icon(page->iconName()), tabTitle(page));
  connect(page, &TabPage::titleChanged, this, [this, page] { updateTab(page); });
  connect(page, &TabPage::busyChanged, this, [this, page] { updateTab(page); });
  connect(page, &TabPage::statusChanged, this, &TabArea::pageStatusChanged);
  connect(page, &TabPage::busyChanged, this, &TabArea::pageStatusChanged);
  setCurrentIndex(index);
  page->setFocus();
}

void TabArea::updateTab(TabPage* page) {
  const int index = indexOf(page);
  if (index >= 0) setTabText(index, tabTitle(page));
}

void TabArea::closePage(int index) {
  QWidget* page = widget(index);
  if (!page) return;
  if (const auto* console = qobject_cast<ConsolePage*>(page)) Q_EMIT consoleTextKept(console->textId(), {});
  removeTab(index);
  page->deleteLater();
}

bool TabArea::canGoBack() const {
  const TableTab* tab = currentTableTab();
  return tab && (tab->history().canGoBack() || tab->history().origin());
}

bool TabArea::canGoForward() const {
  const TableTab* tab = currentTableTab();
  return tab && (tab->history().canGoForward() || tab->history().returned());
}

/// To what the tab has shown before; where that was in another tab, the tab is left as it was before, too.
void TabArea::goBack() {
  TableTab* tab = currentTableTab();
  if (!tab || !canGoBack()) return;
  auto* origin = qobject_cast<TableTab*>(tab->history().origin());
  if (tab->history().canGoBack()) move(tab, tab->history().goBack());
  if (origin) {
    origin->history().setReturned(tab);
    setCurrentWidget(origin);
  }
  Q_EMIT historyChanged();
}

void TabArea::goForward() {
  TableTab* tab = currentTableTab();
  if (!tab || !canGoForward()) return;
  auto* returned = qobject_cast<TableTab*>(tab->history().returned());
  tab->history().setReturned(nullptr);
  TableTab* target = returned ? returned : tab;
  const bool follows = !returned || target->history().nextOrigin() == tab;
  if (follows && target->history().canGoForward()) move(target, target->history().goForward());
  setCurrentWidget(target);
  Q_EMIT historyChanged();
}

QStringList TabArea::consoleTextIds() const {
  QStringList ids;
  for (auto* page : pages())
    if (auto* console = qobject_cast<ConsolePage*>(page)) ids << console->textId();
  return ids;
}

}  // namespace joinery::ui

#include "moc_tab_area.cpp"
