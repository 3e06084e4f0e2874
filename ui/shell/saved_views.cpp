// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/saved_views.h"

#include <QInputDialog>
#include <QMenu>
#include <algorithm>

#include "ui/grid/table_page.h"
#include "ui/navigator/navigator.h"
#include "ui/relations/relation_tree.h"
#include "ui/shell/actions.h"
#include "ui/shell/tab_area.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/text.h"
#include "ui/workspace/save_view_dialog.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

/// The columns that are shown; what is not said of the others is that they are hidden.
void saveColumns(const ColumnLayout& layout, SavedView& view) {
  view.columns.emplace();
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    const auto& column = layout.columns[i];
    if (column.hidden) continue;
    view.columns->push_back({column.name, column.width});
    if (static_cast<int>(i) < layout.frozen) ++view.frozen;
  }
}

ColumnLayout layoutOf(const SavedView& view, const Model& model) {
  ColumnLayout layout;
  layout.frozen = view.frozen;
  for (const auto& column : *view.columns) layout.columns.push_back({column.name, false, column.width});
  for (const Attribute& attribute : model.attributes)
    if (std::ranges::find(*view.columns, attribute.name, &SavedView::Column::name) == view.columns->end()) layout.columns.push_back({attribute.name, true, {}});
  return layout;
}

}  // namespace

SavedViews::SavedViews(const Parts& parts, QWidget* window) : QObject(window), d(parts), m_window(window) {
  connect(d.actions->saveView, &QAction::triggered, this, &SavedViews::save);
  connect(d.actions->savedViews, &QMenu::aboutToShow, this, &SavedViews::fillMenu);
  connect(d.navigator, &Navigator::savedViewActivated, this, &SavedViews::apply);
  connect(d.navigator, &Navigator::savedViewRenameRequested, this, &SavedViews::rename);
  connect(d.navigator, &Navigator::savedViewDeleteRequested, this, &SavedViews::remove);
  connect(d.document, &WorkspaceDocument::changed, this, &SavedViews::show);
  connect(d.tabs, &TabArea::currentPageChanged, this, &SavedViews::updateActions);
  fillMenu();
  updateActions();
}

void SavedViews::setDatabase(Database* database) {
  m_database = database;
  show();
}

void SavedViews::updateActions() { d.actions->saveView->setEnabled(m_database && d.tabs->currentTable()); }

Url SavedViews::url() const { return m_database->engine()->url(); }

QStringList SavedViews::names() const {
  QStringList names;
  if (m_database)
    for (const SavedView& view : d.document->views(url())) names << toQString(view.name);
  return names;
}

void SavedViews::show() {
  d.navigator->setSavedViews(names());
  updateActions();
}

void SavedViews::fillMenu() {
  QMenu* menu = d.actions->savedViews;
  menu->clear();
  menu->addAction(d.actions->saveView);
  menu->addSeparator();
  for (const QString& name : names()) connect(menu->addAction(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&"))), &QAction::triggered, this, [this, name] { apply(name); });
}

SavedView SavedViews::shown(const TablePage& page) const {
  SavedView view;
  view.model = page.view().model;
  view.filter = page.effectiveFilter();
  view.sorts = page.view().sorts;
  view.prune = page.view().prune;
  saveColumns(page.columnLayout(), view);
  for (const QString& path : d.tree->openedPaths(view.model)) view.treePaths.push_back(toStdString(path));
  return view;
}

void SavedViews::save() {
  const TablePage* page = d.tabs->currentTable();
  if (!m_database || !page) return;
  auto* dialog = new SaveViewDialog(shown(*page), names(), m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &SaveViewDialog::chosen, this, [this](const SavedView& view) {
    if (m_database) d.document->putView(url(), view);
  });
  dialog->open();
}

void SavedViews::apply(const QString& name) {
  const SavedView* found = m_database ? d.document->view(url(), toStdString(name)) : nullptr;
  if (!found) return;
  const SavedView saved = *found;
  const Model* model = m_database->registry()->find(saved.model);
  if (!model) return d.messages->showMessage(MessageBar::Kind::Error, tr("%1 is a view of %2, and %3 has no such table.").arg(name, toQString(saved.model), m_database->displayName()));
  const TablePage* page = d.tabs->tableOf(model->name);
  TableView view;
  view.model = model->name;
  if (page) view = page->view();
  if (saved.filter) {
    view.filter = *saved.filter;
    view.quick.clear();
  }
  if (saved.filter || !saved.prune.empty()) view.prune = saved.prune;
  if (saved.sorts) view.sorts = *saved.sorts;
  TablePage* shown = d.tabs->openTable(view)->page();
  if (saved.columns) shown->arrangeColumns(layoutOf(saved, *model));
  QStringList paths;
  for (const std::string& path : saved.treePaths) paths << toQString(path);
  if (!paths.isEmpty()) d.tree->setOpenedPaths(model->name, paths);
}

void SavedViews::rename(const QString& name) {
  if (!m_database) return;
  auto* dialog = new QInputDialog(m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(QStringLiteral("renameView"));
  dialog->setWindowTitle(tr("Rename view"));
  dialog->setLabelText(tr("New name"));
  dialog->setTextValue(name);
  connect(dialog, &QInputDialog::textValueSelected, this, [this, name](const QString& text) {
    if (!m_database || d.document->renameView(url(), toStdString(name), toStdString(text.trimmed()))) return;
    d.messages->showMessage(MessageBar::Kind::Warning, tr("The view was not renamed: there is one called %1, or it is no name.").arg(text.trimmed()));
  });
  dialog->open();
}

void SavedViews::remove(const QString& name) {
  askQuestion(m_window, tr("Delete the view?"), tr("%1 is taken out of the workspace. Rows are left as they are.").arg(name), tr("&Delete"), [this, name] {
    if (m_database) d.document->removeView(url(), toStdString(name));
  });
}

}  // namespace joinery::ui

#include "moc_saved_views.cpp"
