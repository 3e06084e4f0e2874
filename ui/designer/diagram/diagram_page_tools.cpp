// SPDX-License-Identifier: GPL-3.0-or-later
#include <QInputDialog>
#include <QMenu>

#include "ui/designer/diagram/diagram_edits.h"
#include "ui/designer/diagram/diagram_page_p.h"
#include "ui/widgets/message_box.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kNameWidth = 150;

}  // namespace

void DiagramPage::buildNames() {
  QToolBar* tools = d->panel->tools();
  QAction* first = tools->actions().constFirst();
  d->names = new NamedComboBox(this);
  d->names->setObjectName(QStringLiteral("diagramName"));
  d->names->setAccessibleName(tr("Diagram name"));
  d->names->setMinimumWidth(kNameWidth);
  tools->insertWidget(first, d->names);
  tools->insertWidget(first, menuButton(d->panel->actions().diagramMenu, QStringLiteral("menu"), this));
}

void DiagramPage::connectNames() {
  const DiagramActions& a = d->panel->actions();
  connect(d->kept, &KeptDiagrams::namesChanged, this, &DiagramPage::fillNames);
  connect(d->names, &QComboBox::activated, this, [this](int index) { d->kept->show(d->names->itemText(index)); });
  connect(a.newDiagram, &QAction::triggered, this, [this] { addDiagram(tr("New diagram"), tr("Diagram"), {.everyTable = true}); });
  connect(a.newOfSelected, &QAction::triggered, this, [this] { addDiagram(tr("New diagram of what is chosen"), tr("Diagram"), diagramOfCards(*d->panel->model(), d->panel->scene()->selectedCards(), {})); });
  connect(a.duplicateDiagram, &QAction::triggered, this, [this] { addDiagram(tr("Duplicate %1").arg(d->kept->name()), d->kept->name(), d->panel->model()->diagram()); });
  connect(a.renameDiagram, &QAction::triggered, this, [this] {
    askName(tr("Rename %1").arg(d->kept->name()), d->kept->name(), [this](const QString& name) {
      if (!d->kept->rename(name)) return d->messages->showMessage(MessageBar::Kind::Warning, tr("There is another diagram called %1.").arg(name));
      Q_EMIT titleChanged();
    });
  });
  connect(a.deleteDiagram, &QAction::triggered, this, [this] {
    askQuestion(this, tr("Delete the diagram?"), tr("%1 is deleted with all places, groups and notes. The tables stay as they are.").arg(d->kept->name()), tr("&Delete"), [this] { d->kept->remove(); });
  });
}

void DiagramPage::askName(const QString& title, const QString& name, std::function<void(const QString&)> given) {
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(QStringLiteral("diagramNameDialog"));
  dialog->setWindowTitle(title);
  dialog->setLabelText(tr("&Name"));
  dialog->setTextValue(name);
  connect(dialog, &QInputDialog::textValueSelected, this, [given = std::move(given)](const QString& text) {
    if (!text.trimmed().isEmpty()) given(text.trimmed());
  });
  dialog->open();
}

void DiagramPage::addDiagram(const QString& title, const QString& name, const Diagram& diagram) {
  askName(title, d->kept->freeName(name), [this, diagram](const QString& given) {
    if (d->kept->isTaken(given)) return d->messages->showMessage(MessageBar::Kind::Warning, tr("There is another diagram called %1.").arg(given));
    Diagram added = diagram;
    added.name = toStdString(given);
    d->kept->add(std::move(added));
  });
}

void DiagramPage::fillNames() {
  d->names->clear();
  d->names->addItems(d->kept->names());
  d->names->setCurrentIndex(d->names->findText(d->kept->name()));
  d->panel->actions().deleteDiagram->setEnabled(d->kept->isKept());
}

void DiagramPage::showMenu(const QPoint& place) {
  const DiagramActions& a = d->panel->actions();
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (d->panel->editor()->hasCards()) {
    menu->addActions({a.openRows, a.focus, a.newOfSelected});
    menu->addSeparator();
  }
  menu->addActions(a.editMenu->actions());
  menu->popup(place);
}

}  // namespace joinery::ui
