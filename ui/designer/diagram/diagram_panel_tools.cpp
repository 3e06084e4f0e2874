// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMenu>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/designer/diagram/alignment.h"
#include "ui/designer/diagram/choose_tables_dialog.h"
#include "ui/designer/diagram/diagram_panel_p.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plain_tooltip.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kDeepest = 9, kSearchWidth = 170;

}  // namespace

QToolButton* menuButton(QMenu* menu, const QString& iconName, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setObjectName(menu->title().remove(QLatin1Char('&')) + QStringLiteral("Menu"));
  button->setText(menu->title());
  button->setAccessibleName(menu->title().remove(QLatin1Char('&')));
  button->setMenu(menu);
  button->setPopupMode(QToolButton::InstantPopup);
  button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  button->setIcon(icon(iconName));
  button->setFocusPolicy(Qt::TabFocus);
  return button;
}

void DiagramPanel::buildTools() {
  d->tools = new QToolBar(tr("Diagram tools"), this);
  d->tools->setObjectName(QStringLiteral("diagramTools"));
  d->tools->setAccessibleName(tr("Diagram tools"));
  d->tools->setIconSize({16, 16});
  d->search = new QLineEdit(this);
  d->search->setObjectName(QStringLiteral("findTable"));
  d->search->setAccessibleName(tr("Find table"));
  d->search->setPlaceholderText(tr("Find a table or column"));
  d->search->setClearButtonEnabled(true);
  d->search->setMaximumWidth(kSearchWidth);
  d->depth = new QSpinBox(this);
  d->depth->setObjectName(QStringLiteral("neighbours"));
  d->depth->setAccessibleName(tr("Neighbours"));
  d->depth->setRange(1, kDeepest);
  setPlainToolTip(d->depth, tr("How many relations away a neighbour may be"));
  d->zoom = new PlainLabel(this);
  d->zoom->setObjectName(QStringLiteral("zoom"));
  d->zoom->setAccessibleName(tr("Zoom"));
  d->zoom->setMinimumWidth(44);
  d->zoom->setAlignment(Qt::AlignCenter);
  const DiagramActions& a = *d->actions;
  d->tools->addWidget(menuButton(a.editMenu, QStringLiteral("diagram"), this));
  d->tools->addWidget(menuButton(a.showMenu, QStringLiteral("column"), this));
  d->tools->addSeparator();
  d->tools->addWidget(d->search);
  d->tools->addAction(a.focus);
  d->tools->addWidget(d->depth);
  d->tools->addSeparator();
  d->tools->addAction(a.zoomOut);
  d->tools->addWidget(d->zoom);
  d->tools->addActions({a.zoomIn, a.fit});
  a.showMinimap->setChecked(true);
}

void DiagramPanel::connectView() {
  const auto showZoom = [this] { d->zoom->setText(tr("%1 %").arg(std::lround(d->view->zoom() * 100))); };
  connect(d->view, &DiagramView::zoomChanged, this, showZoom);
  showZoom();
  connect(d->view, &DiagramView::leaveRequested, this, [this] { d->actions->focus->setChecked(false); });
  connect(d->scene, &QGraphicsScene::selectionChanged, this, [this] {
    updateTools();
    Q_EMIT statusChanged();
  });
  connect(d->model, &DiagramModel::contentsChanged, this, [this] {
    // Others are shown now: which of them are neighbours is asked anew.
    const QSignalBlocker blocker(d->actions->focus);
    d->actions->focus->setChecked(false);
    // What is on its way is of the cards before.
    if (!d->model->needsLayout()) d->layout->stop();
    updateTools();
    Q_EMIT statusChanged();
  });
  connect(d->model, &DiagramModel::edited, this, &DiagramPanel::updateTools);
  connect(d->search, &QLineEdit::textChanged, this, [this] { find(false); });
  connect(d->search, &QLineEdit::returnPressed, this, [this] { find(true); });
  connect(d->depth, &QSpinBox::valueChanged, this, &DiagramPanel::focusNeighbours);
}

void DiagramPanel::connectActions() {
  const DiagramActions& a = *d->actions;
  const auto on = [this](QAction* action, auto verb) { connect(action, &QAction::triggered, this, verb); };
  on(a.arrange, [this] { arrange(); });
  on(a.chooseTables, [this] { chooseTables(); });
  on(a.group, [this] { d->editor->group(); });
  on(a.leaveGroup, [this] { d->editor->leaveGroups(); });
  connect(a.groupsMenu, &QMenu::aboutToShow, this, &DiagramPanel::fillGroups);
  on(a.note, [this] { d->editor->addNote(); });
  on(a.editText, [this] { if (d->scene->current()) d->editor->editText(d->scene->current()); });
  on(a.wider, [this] { d->editor->widen(DiagramCard::kGrid); });
  on(a.narrower, [this] { d->editor->widen(-DiagramCard::kGrid); });
  on(a.remove, [this] { d->editor->removeSelected(); });
  for (const auto& [action, alignment] : {std::pair{a.alignLeft, Alignment::Left}, {a.alignCentre, Alignment::Centre}, {a.alignRight, Alignment::Right}, {a.alignTop, Alignment::Top}, {a.alignMiddle, Alignment::Middle}, {a.alignBottom, Alignment::Bottom}})
    on(action, [this, each = alignment] { d->editor->align(each); });
  on(a.distributeAcross, [this] { d->editor->distribute(Qt::Horizontal); });
  on(a.distributeDown, [this] { d->editor->distribute(Qt::Vertical); });
  on(a.selectAll, [this] { for (DiagramItem* item : d->scene->elements()) item->setSelected(true); });
  for (QAction* colour : a.colourMenu->actions()) on(colour, [this, colour] { d->editor->setColour(toStdString(colour->data().toString())); });
  for (QAction* each : {a.showAll, a.showKeys, a.showNames, a.showTypes, a.showViews}) on(each, [this] { changeShown(); });
  connect(a.showMinimap, &QAction::toggled, d->view, &DiagramView::setMinimapVisible);
  on(a.find, [this] {
    d->search->setFocus(Qt::ShortcutFocusReason);
    d->search->selectAll();
  });
  connect(a.focus, &QAction::toggled, this, &DiagramPanel::focusNeighbours);
  connect(a.zoomIn, &QAction::triggered, d->view, &DiagramView::zoomIn);
  connect(a.zoomOut, &QAction::triggered, d->view, &DiagramView::zoomOut);
  on(a.zoomFull, [this] { d->view->setZoom(1); });
  connect(a.fit, &QAction::triggered, d->view, &DiagramView::fit);
  connect(a.exportPicture, &QAction::triggered, d->output, &DiagramOutput::askAndExport);
  connect(a.print, &QAction::triggered, d->output, &DiagramOutput::askAndPrint);
}

void DiagramPanel::fillGroups() {
  d->actions->groupsMenu->clear();
  const auto& groups = d->model->diagram().groups;
  for (int i = 0; i < static_cast<int>(groups.size()); ++i) {
    const QString title = toQString(groups[static_cast<std::size_t>(i)].title).replace(QLatin1Char('&'), QStringLiteral("&&"));
    connect(d->actions->groupsMenu->addAction(title), &QAction::triggered, this, [this, i] { d->editor->addToGroup(i); });
  }
}

void DiagramPanel::chooseTables() {
  auto* dialog = new ChooseTablesDialog(*d->model, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] { d->model->edit(tr("Tables"), dialog->chosen(*d->model)); });
  dialog->open();
}

void DiagramPanel::changeShown() {
  if (d->isFilling) return;
  const DiagramActions& a = *d->actions;
  Diagram diagram = d->model->diagram();
  diagram.columns = a.showKeys->isChecked() ? Diagram::Columns::Keys : a.showNames->isChecked() ? Diagram::Columns::None : Diagram::Columns::All;
  diagram.showsTypes = a.showTypes->isChecked();
  diagram.showsViews = a.showViews->isChecked();
  d->model->edit(tr("Show"), std::move(diagram));
}

void DiagramPanel::updateTools() {
  const DiagramActions& a = *d->actions;
  const Diagram& diagram = d->model->diagram();
  d->isFilling = true;
  (diagram.columns == Diagram::Columns::All ? a.showAll : diagram.columns == Diagram::Columns::Keys ? a.showKeys : a.showNames)->setChecked(true);
  a.showTypes->setChecked(diagram.showsTypes);
  a.showViews->setChecked(diagram.showsViews);
  d->isFilling = false;
  const bool isPlaced = !d->model->needsLayout() && !d->model->cards().empty(), hasCards = d->editor->hasCards(), hasShapes = d->editor->hasShapes();
  const bool hasSeveral = d->scene->selectedItems().size() > 1;
  for (auto* each : {a.arrange, a.note, a.exportPicture, a.print, a.selectAll, a.duplicateDiagram, a.find, a.fit}) each->setEnabled(isPlaced);
  for (auto* each : {a.group, a.newOfSelected}) each->setEnabled(hasCards);
  a.groupsMenu->setEnabled(hasCards && !diagram.groups.empty());
  a.leaveGroup->setEnabled(d->editor->hasGrouped());
  a.focus->setEnabled(hasCards || a.focus->isChecked());
  for (auto* each : {a.alignLeft, a.alignCentre, a.alignRight, a.alignTop, a.alignMiddle, a.alignBottom, a.distributeAcross, a.distributeDown}) each->setEnabled(hasSeveral);
  for (auto* each : {a.wider, a.narrower}) each->setEnabled(!d->scene->selected(DiagramItem::Kind::Note).isEmpty());
  a.editText->setEnabled(hasShapes);
  a.colourMenu->setEnabled(hasShapes);
  a.remove->setEnabled(hasCards || hasShapes);
  d->busy->setVisible(!isPlaced);
  d->busy->setText(d->model->cards().empty() ? d->emptyText : tr("Arranging the tables…"));
}

/// Tables first, then those with such a column; Enter goes from one to the next.
void DiagramPanel::find(bool next) {
  const QString text = d->search->text();
  std::vector<int> tables, columns;
  for (const CardItem* item : d->scene->cards()) {
    const DiagramCard& card = item->card();
    const bool hasColumn = std::ranges::any_of(card.rows, [&](const CardRow& row) { return row.name.contains(text, Qt::CaseInsensitive); });
    if (text.isEmpty() || !item->isVisible()) continue;
    if (card.title.contains(text, Qt::CaseInsensitive)) tables.push_back(item->index());
    else if (hasColumn) columns.push_back(item->index());
  }
  std::ranges::stable_sort(tables, {}, [&](int card) { return !d->scene->cards()[static_cast<std::size_t>(card)]->name().startsWith(text, Qt::CaseInsensitive); });
  tables.insert(tables.end(), columns.begin(), columns.end());
  d->scene->markFound(QSet<int>(tables.begin(), tables.end()));
  d->search->setAccessibleDescription(text.isEmpty() ? QString() : tr("%1 found").arg(tables.size()));
  if (tables.empty()) return;
  auto at = tables.begin();
  const DiagramItem* current = d->scene->current();
  if (next && current && current->kind() == DiagramItem::Kind::Card) {
    const auto found = std::ranges::find(tables, current->index());
    if (found != tables.end() && std::next(found) != tables.end()) at = std::next(found);
  }
  d->view->show(d->scene->cards()[static_cast<std::size_t>(*at)]);
}

void DiagramPanel::focusNeighbours() {
  const bool isOn = d->actions->focus->isChecked();
  const QSet<int> chosen = d->scene->selectedCards();
  if (isOn && chosen.isEmpty()) return;
  if (isOn) d->scene->setFocusCards(d->model->neighbours(chosen, d->depth->value()));
  else d->scene->setFocusCards(std::nullopt);
  d->view->fit();
  updateTools();
}

}  // namespace joinery::ui
