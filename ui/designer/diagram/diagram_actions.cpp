// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_actions.h"

#include <QActionGroup>
#include <QMenu>
#include <QWidget>

#include "orm/workspace/diagram.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

DiagramActions::DiagramActions(QWidget* page) : QObject(page), m_page(page) {
  newDiagram = make("newDiagram", tr("&New diagram…"), "add");
  newOfSelected = make("newDiagramOfSelected", tr("New diagram of what is &chosen…"));
  duplicateDiagram = make("duplicateDiagram", tr("D&uplicate…"), "duplicate");
  renameDiagram = make("renameDiagram", tr("&Rename…"));
  deleteDiagram = make("deleteDiagram", tr("&Delete…"), "delete");
  chooseTables = make("chooseTables", tr("&Tables…"), "table");
  makeEditing();
  makeViewing();
  exportPicture = make("exportDiagram", tr("&Export…"), "export", QKeySequence(Qt::CTRL | Qt::Key_E));
  print = make("printDiagram", tr("&Print…"), "", QKeySequence::Print);
  makeMenus();
}

void DiagramActions::makeEditing() {
  arrange = make("arrange", tr("&Arrange all"), "diagram", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A));
  group = make("groupCards", tr("&Group…"), "", QKeySequence(Qt::CTRL | Qt::Key_G));
  leaveGroup = make("leaveGroup", tr("Remo&ve from group"), "", QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_G));
  note = make("addNote", tr("&Note…"), "", QKeySequence(Qt::CTRL | Qt::Key_M));
  editText = make("editText", tr("&Edit text…"), "", QKeySequence(Qt::Key_F2));
  wider = make("wider", tr("&Wider note"), "", QKeySequence(Qt::CTRL | Qt::Key_BracketRight));
  narrower = make("narrower", tr("Narro&wer note"), "", QKeySequence(Qt::CTRL | Qt::Key_BracketLeft));
  remove = make("takeOff", tr("Take &off the diagram"), "remove", QKeySequence(Qt::Key_Delete));
  openRows = make("openRows", tr("Open &rows"), "table");
  alignLeft = make("alignLeft", tr("Align &left edges"));
  alignCentre = make("alignCentre", tr("Align &centres"));
  alignRight = make("alignRight", tr("Align ri&ght edges"));
  alignTop = make("alignTop", tr("Align &top edges"));
  alignMiddle = make("alignMiddle", tr("Align &middles"));
  alignBottom = make("alignBottom", tr("Align &bottom edges"));
  distributeAcross = make("distributeAcross", tr("Distribute &horizontally"));
  distributeDown = make("distributeDown", tr("Distribute &vertically"));
  selectAll = make("selectAllCards", tr("Select &all"), "", QKeySequence::SelectAll);
}

void DiagramActions::makeViewing() {
  showAll = make("showAllColumns", tr("&All columns"));
  showKeys = make("showKeys", tr("&Keys alone"));
  showNames = make("showNames", tr("&Names alone"));
  showTypes = make("showTypes", tr("&Types"));
  showViews = make("showViews", tr("&Views"));
  showMinimap = make("showMinimap", tr("&Minimap"));
  auto* columns = new QActionGroup(this);
  for (auto* each : {showAll, showKeys, showNames}) columns->addAction(each);
  for (auto* each : {showAll, showKeys, showNames, showTypes, showViews, showMinimap}) each->setCheckable(true);
  find = make("findTable", tr("&Find a table"), "search", QKeySequence::Find);
  focus = make("focusNeighbours", tr("&Neighbours only"), "relationship", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N));
  focus->setCheckable(true);
  zoomIn = make("zoomIn", tr("Zoom &in"), "add", QKeySequence::ZoomIn);
  zoomOut = make("zoomOut", tr("Zoom &out"), "remove", QKeySequence::ZoomOut);
  zoomFull = make("zoomFull", tr("100 %"), "", QKeySequence(Qt::CTRL | Qt::Key_0));
  fit = make("zoomFit", tr("&Fit"), "", QKeySequence(Qt::CTRL | Qt::Key_1));
}

void DiagramActions::makeMenus() {
  diagramMenu = new QMenu(tr("&Diagram"), m_page);
  diagramMenu->addActions({newDiagram, newOfSelected, duplicateDiagram, renameDiagram, deleteDiagram});
  diagramMenu->addSeparator();
  diagramMenu->addActions({chooseTables});
  diagramMenu->addSeparator();
  diagramMenu->addActions({exportPicture, print});
  colourMenu = new QMenu(tr("&Colour"), m_page);
  const QStringList names{tr("&Blue"), tr("&Green"), tr("&Yellow"), tr("&Red"), tr("&Purple"), tr("Gre&y")};
  for (std::size_t i = 0; i < diagramColours().size(); ++i) colourMenu->addAction(names.value(static_cast<int>(i)))->setData(toQString(diagramColours()[i]));
  editMenu = new QMenu(tr("A&rrange"), m_page);
  editMenu->addActions({arrange, selectAll});
  editMenu->addSeparator();
  editMenu->addActions({alignLeft, alignCentre, alignRight, alignTop, alignMiddle, alignBottom, distributeAcross, distributeDown});
  editMenu->addSeparator();
  editMenu->addActions({group});
  groupsMenu = editMenu->addMenu(tr("Add to grou&p"));
  groupsMenu->setObjectName(QStringLiteral("addToGroup"));
  editMenu->addActions({leaveGroup, note, editText});
  editMenu->addMenu(colourMenu);
  editMenu->addActions({wider, narrower});
  editMenu->addSeparator();
  editMenu->addActions({remove});
  showMenu = new QMenu(tr("&Show"), m_page);
  showMenu->addActions({showAll, showKeys, showNames});
  showMenu->addSeparator();
  showMenu->addActions({showTypes, showViews, showMinimap});
}

QAction* DiagramActions::make(const char* objectName, const QString& text, const char* iconName, const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(QLatin1String(objectName));
  if (*iconName) action->setIcon(icon(QLatin1String(iconName)));
  action->setShortcut(shortcut);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  const QString plain = QString(text).remove(QLatin1Char('&')).remove(QStringLiteral("…"));
  setPlainToolTip(action, shortcut.isEmpty() ? plain : tr("%1 (%2)").arg(plain, shortcut.toString(QKeySequence::NativeText)));
  m_page->addAction(action);
  return action;
}

}  // namespace joinery::ui

#include "moc_diagram_actions.cpp"
