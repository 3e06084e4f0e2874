// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tab_area.h"

#include <QTabBar>

#include "ui/console/console_page.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"

namespace joinery::ui {

namespace {

/// A table may be called r&d.
QString tabTitle(const TabPage* page) { return page->title().replace(QLatin1Char('&'), QStringLiteral("&&")); }

}  // namespace

TabArea::TabArea(QWidget* parent) : QTabWidget(parent) {
  setObjectName(QStringLiteral("tabs"));
  setAccessibleName(tr("Pages"));
  setTabsClosable(true);
  setMovable(true);
  setDocumentMode(true);
  setElideMode(Qt::ElideRight);
  connect(this, &QTabWidget::tabCloseRequested, this, &TabArea::closePage);
  connect(this, &QTabWidget::currentChanged, this, [this] {
    if (auto* table = currentTable()) {
      m_history.visit(table->view());
      Q_EMIT historyChanged();
    }
    Q_EMIT currentPageChanged();
    Q_EMIT currentRowChanged();
  });
}

void TabArea::setDatabase(Database* database, PendingChanges* changes) {
  const QSignalBlocker blocker(this);
  while (count() > 0) {
    QWidget* page = widget(0);
    removeTab(0);
    delete page;
  }
  m_database = database;
  m_changes = changes;
  m_history.clear();
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

TableTab* TabArea::openTable(const TableView& view) {
  // First of all: a tab of this table that is in front replaces the current place by what it shows next.
  m_history.visit(view);
  auto* tab = showTable(view);
  Q_EMIT historyChanged();
  return tab;
}

TableTab* TabArea::showTable(const TableView& view) {
  if (auto* tab = tabOfModel(view.model)) {
    tab->setView(view);
    setCurrentWidget(tab);
    return tab;
  }
  auto* tab = new TableTab(m_database, m_changes, view, this);
  TablePage* page = tab->page();
  connect(page, &TablePage::openRequested, this, &TabArea::openTable);
  connect(page, &TablePage::cellEditorRequested, this, &TabArea::cellEditorRequested);
  connect(page, &TablePage::exportRequested, this, &TabArea::exportRequested);
  connect(page, &TablePage::viewChanged, this, [this, page] {
    if (page == currentTable()) m_history.replaceCurrent(page->view());
  });
  connect(page, &TablePage::currentRowChanged, this, [this, page] {
    if (page == currentTable()) Q_EMIT currentRowChanged();
  });
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

void TabArea::goBack() {
  if (!m_history.canGoBack()) return;
  const TableView view = m_history.goBack();
  showTable(view);
  Q_EMIT historyChanged();
}

void TabArea::goForward() {
  if (!m_history.canGoForward()) return;
  const TableView view = m_history.goForward();
  showTable(view);
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
