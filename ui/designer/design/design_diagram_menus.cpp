// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMenu>

#include "ui/designer/design/design_diagram.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

QString asMenuText(const std::string& name) { return toQString(name).replace(QLatin1Char('&'), QStringLiteral("&&")); }

template <typename Verb>
QAction* addVerb(QMenu* menu, const char* objectName, const QString& text, const QString& iconName, const Verb& verb) {
  QAction* action = menu->addAction(iconName.isEmpty() ? QIcon() : icon(iconName), text);
  action->setObjectName(QLatin1String(objectName));
  QObject::connect(action, &QAction::triggered, menu, verb);
  return action;
}

}  // namespace

void DesignDiagram::showMenu(const QPoint& place) {
  const DesignView::MenuPlace& at = m_view->menuPlace();
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("designMenu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (at.spot) fillMenu(menu, *at.spot);
  else if (at.line >= 0) fillMenuOfLine(menu, at.line);
  else fillMenuOfSpace(menu);
  menu->addSeparator();
  menu->addMenu(m_panel->actions().editMenu);
  menu->popup(place);
}

void DesignDiagram::fillMenu(QMenu* menu, const CardSpot& spot) {
  const auto table = tableOf(spot.card);
  if (!table) return;
  const DesignEdits::End end = endOf(spot);
  menu->addAction(m_actions->rename);
  if (!table->isView()) menu->addAction(m_actions->addColumn);
  if (!end.column.empty() && !table->isView()) {
    auto* key = addVerb(menu, "keyColumn", tr("Primary &key"), QStringLiteral("key"), [this, end](bool isKey) { m_edits->setKeyColumn(end.table, end.column, isKey); });
    key->setCheckable(true);
    key->setChecked(table->isPrimaryKeyColumn(end.column));
    addVerb(menu, "removeColumn", tr("Remove the column %1").arg(asMenuText(end.column)), QStringLiteral("remove"), [this, end] { m_edits->removeColumn(end.table, end.column); });
  }
  menu->addSeparator();
  if (!table->isView()) {
    QMenu* refer = menu->addMenu(icon(QStringLiteral("foreign_key")), end.column.empty() ? tr("&Foreign key to") : tr("&Foreign key of %1 to").arg(asMenuText(end.column)));
    fillTables(refer, [this, end](const QualifiedName& to) { m_edits->refer(end, {to}); });
    QMenu* link = menu->addMenu(icon(QStringLiteral("relationship")), tr("&Many-to-many with"));
    fillTables(link, [this, end](const QualifiedName& to) {
      const QualifiedName made = m_edits->link(end.table, to);
      if (!made.isEmpty()) choose(made);
    });
  }
  menu->addAction(m_actions->edit);
  menu->addSeparator();
  const auto chosen = chosenTables();
  const QString what = chosen.size() > 1 ? tr("Remo&ve %1 tables").arg(chosen.size()) : tr("Remo&ve the table %1").arg(asMenuText(table->name.name));
  addVerb(menu, "removeChosenTables", what, QStringLiteral("delete"), [this, chosen, name = table->name] { m_edits->removeTables(chosen.size() > 1 ? chosen : std::vector{name}); });
}

void DesignDiagram::fillMenuOfLine(QMenu* menu, int line) {
  const DiagramLine shown = m_model->lines()[static_cast<std::size_t>(line)];
  const auto table = tableOf(shown.child.card);
  if (!table) return;
  addVerb(menu, "editForeignKey", tr("&Edit the foreign key"), QStringLiteral("foreign_key"), [this, line] { Q_EMIT m_view->lineActivated(line); });
  addVerb(menu, "removeForeignKey", tr("Remo&ve the foreign key"), QStringLiteral("delete"), [this, name = table->name, key = shown.key] { m_edits->removeForeignKey(name, static_cast<std::size_t>(key)); });
}

void DesignDiagram::fillMenuOfSpace(QMenu* menu) {
  addVerb(menu, "addTableHere", tr("Add a &table here"), QStringLiteral("table"), [this, place = m_view->menuPlace().place] { addTableAt(place); });
  addVerb(menu, "addViewHere", tr("Add a &view here"), QStringLiteral("view"), [this, place = m_view->menuPlace().place] { m_edits->addView(place); });
  menu->addSeparator();
  menu->addActions({m_actions->drawForeignKey, m_actions->drawManyToMany});
}

void DesignDiagram::fillTables(QMenu* menu, const std::function<void(const QualifiedName&)>& chosen) {
  for (const auto& table : m_design->metadata().tables())
    if (!table->isView()) connect(menu->addAction(asMenuText(table->name.toString())), &QAction::triggered, menu, [chosen, name = table->name] { chosen(name); });
}

}  // namespace joinery::ui
