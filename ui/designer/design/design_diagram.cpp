// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/design/design_diagram.h"

#include <QVBoxLayout>
#include <algorithm>

#include "ui/designer/design/name_on_card.h"
#include "ui/designer/diagram/diagram_contents.h"
#include "ui/designer/diagram/free_place.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

DesignDiagram::DesignDiagram(SchemaDesign* design, MessageBar* messages, QWidget* parent)
    : QWidget(parent),
      m_design(design),
      m_model(new DiagramModel(this, &design->undoStack())),
      m_view(new DesignView(new DiagramScene(m_model, this), this)),
      m_panel(new DiagramPanel(m_model, m_view, messages, this)),
      m_edits(new DesignEdits(design, m_model, this)),
      m_actions(new DesignActions(this)) {
  setObjectName(QStringLiteral("designDiagram"));
  m_panel->setEmptyText(tr("Double-click to put a table here"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_panel);
  setFocusProxy(m_panel);
  m_model->show(design->sharedMetadata(), unplaced());
  connectView();
  connectActions();
  connect(design, &SchemaDesign::carriedOut, this, [this](const migration::Operations& operations) {
    for (const auto& each : operations)
      if (const auto* renamed = std::get_if<migration::Rename>(&each); renamed && renamed->kind == migration::RenameKind::Table)
        m_model->rename(diagramName(m_design->metadata(), renamed->from), diagramName(m_design->metadata(), renamed->to));
  });
}

DesignDiagram::~DesignDiagram() {
  disconnect(m_design, nullptr, this, nullptr);
  disconnect(m_view, nullptr, this, nullptr);
  disconnect(m_panel->scene(), nullptr, this, nullptr);
  // It looks at the model as long as it lives.
  delete m_panel;
}

Diagram DesignDiagram::unplaced() { return {.name = toStdString(tr("Design")), .everyTable = true, .showsViews = true}; }

void DesignDiagram::connectView() {
  connect(m_view, &DesignView::spotActivated, this, &DesignDiagram::editName);
  connect(m_view, &DesignView::emptyActivated, this, &DesignDiagram::addTableAt);
  connect(m_view, &DesignView::lineActivated, this, [this](int line) {
    const DiagramLine& shown = m_model->lines()[static_cast<std::size_t>(line)];
    if (const auto table = tableOf(shown.child.card)) Q_EMIT editRequested({migration::SchemaPlace::Part::ForeignKey, table->name, static_cast<std::size_t>(shown.key)});
  });
  connect(m_view, &DesignView::drawn, this, &DesignDiagram::draw);
  connect(m_view, &DesignView::toolChanged, this, &DesignDiagram::followTool);
  connect(m_view, &DiagramView::menuRequested, this, &DesignDiagram::showMenu);
  connect(m_view, &DiagramView::activated, this, [this](DiagramItem* item) {
    if (item->kind() != DiagramItem::Kind::Card) return m_panel->editor()->editText(item);
    if (const auto table = tableOf(item->index())) Q_EMIT editRequested({migration::SchemaPlace::Part::Column, table->name, 0});
  });
  connect(m_panel->scene(), &QGraphicsScene::selectionChanged, this, &DesignDiagram::tellChosen);
  connect(m_panel->scene(), &DiagramScene::rebuilt, this, &DesignDiagram::markTroubles);
}

void DesignDiagram::connectActions() {
  const DesignActions& a = *m_actions;
  // The keys mean the design here; what they mean on other diagrams stays in the menus.
  for (QAction* each : {m_panel->actions().editText, m_panel->actions().remove}) each->setShortcut({});
  m_panel->actions().openRows->setVisible(false);
  QMenu* show = m_panel->actions().showMenu;
  show->addSeparator();
  show->addActions({m_panel->actions().chooseTables, m_panel->actions().exportPicture, m_panel->actions().print});
  const auto hold = [this](DesignView::Tool tool) { return [this, tool](bool isOn) { m_view->setTool(isOn ? tool : DesignView::Tool::Choose); }; };
  connect(a.drawForeignKey, &QAction::triggered, this, hold(DesignView::Tool::ForeignKey));
  connect(a.drawManyToMany, &QAction::triggered, this, hold(DesignView::Tool::ManyToMany));
  connect(a.rename, &QAction::triggered, this, [this] {
    if (const auto spot = m_view->currentSpot()) return editName(*spot);
    if (m_panel->scene()->current()) m_panel->editor()->editText(m_panel->scene()->current());
  });
  connect(a.addColumn, &QAction::triggered, this, &DesignDiagram::addColumn);
  connect(a.remove, &QAction::triggered, this, &DesignDiagram::removeChosen);
  connect(a.edit, &QAction::triggered, this, [this] {
    if (m_panel->scene()->current()) Q_EMIT m_view->activated(m_panel->scene()->current());
  });
}

void DesignDiagram::showDesign(Diagram diagram) {
  m_panel->stop();
  m_model->show(m_design->sharedMetadata(), std::move(diagram));
  m_panel->showDiagram();
}

void DesignDiagram::follow() {
  m_model->setSchema(m_design->sharedMetadata());
  // There is nothing to be arranged about one table.
  if (m_model->needsLayout() && m_model->cards().size() == 1) m_model->place({QPointF()});
  m_panel->layOutIfNeeded();
}

void DesignDiagram::markTroubles() {
  QHash<int, QHash<int, QString>> troubles;
  for (const auto& issue : m_design->issues()) {
    const int card = m_model->cardOf(diagramName(m_design->metadata(), issue.place.object));
    const auto table = card < 0 ? nullptr : tableOf(card);
    if (!table) continue;
    const bool isColumn = issue.place.part == migration::SchemaPlace::Part::Column && issue.place.index < table->columns.size();
    const int row = isColumn ? m_model->cards()[static_cast<std::size_t>(card)].rowOf(table->columns[issue.place.index].name) : -1;
    QString& text = troubles[card][row];
    if (!text.isEmpty()) text += QLatin1Char('\n');
    text += toQString(issue.sentence + " " + issue.advice);
  }
  for (CardItem* card : m_panel->scene()->cards()) card->setTroubles(troubles.value(card->index()));
}

void DesignDiagram::followTool() {
  m_actions->drawForeignKey->setChecked(m_view->tool() == DesignView::Tool::ForeignKey);
  m_actions->drawManyToMany->setChecked(m_view->tool() == DesignView::Tool::ManyToMany);
  if (m_view->tool() != DesignView::Tool::Choose) m_view->setFocus();
  Q_EMIT toolChanged();
}

QString DesignDiagram::hint() const {
  switch (m_view->tool()) {
    case DesignView::Tool::ForeignKey: return tr("Drag from a column, or a table, to what it refers to · Esc ends it");
    case DesignView::Tool::ManyToMany: return tr("Drag from one table to the other · Esc ends it");
    case DesignView::Tool::Choose: break;
  }
  return {};
}

std::shared_ptr<const schema::Table> DesignDiagram::tableOf(int card) const {
  const bool isThere = card >= 0 && card < static_cast<int>(m_model->cards().size());
  return isThere ? m_design->metadata().find(m_model->cards()[static_cast<std::size_t>(card)].table) : nullptr;
}

DesignEdits::End DesignDiagram::endOf(const CardSpot& spot) const {
  const auto table = tableOf(spot.card);
  if (!table) return {};
  return {table->name, spot.row < 0 ? std::string() : toStdString(m_model->cards()[static_cast<std::size_t>(spot.card)].rows[static_cast<std::size_t>(spot.row)].name)};
}

std::optional<CardSpot> DesignDiagram::spotOf(const QualifiedName& table, const std::string& column) const {
  const int card = m_model->cardOf(diagramName(m_design->metadata(), table));
  if (card < 0) return {};
  return CardSpot{card, column.empty() ? -1 : m_model->cards()[static_cast<std::size_t>(card)].rowOf(column)};
}

std::vector<QualifiedName> DesignDiagram::chosenTables() const {
  QList<int> cards = m_panel->scene()->selectedCards().values();
  std::ranges::sort(cards);
  std::vector<QualifiedName> tables;
  for (const int card : cards)
    if (const auto table = tableOf(card)) tables.push_back(table->name);
  return tables;
}

void DesignDiagram::choose(const QualifiedName& table) {
  const auto spot = spotOf(table);
  if (!spot || m_panel->scene()->selectedCards().contains(spot->card)) return;
  m_view->setCurrentSpot(*spot);
  m_view->ensureVisible(m_panel->scene()->cards()[static_cast<std::size_t>(spot->card)]->sceneBoundingRect());
}

void DesignDiagram::tellChosen() {
  const auto tables = chosenTables();
  if (tables.size() == 1) Q_EMIT tableChosen(tables.front());
}

QualifiedName DesignDiagram::addTable() { return m_edits->addTable(onGrid(m_view->seen().center())); }

QualifiedName DesignDiagram::addView() { return m_edits->addView(onGrid(m_view->seen().center())); }

void DesignDiagram::addTableAt(const QPointF& place) {
  const QualifiedName name = m_edits->addTable(onGrid(place));
  if (const auto spot = name.isEmpty() ? std::nullopt : spotOf(name)) editName(*spot);
}

void DesignDiagram::addColumn() {
  const auto current = m_view->currentSpot();
  if (!current) return addTableAt(m_view->seen().center());
  const QualifiedName table = endOf(*current).table;
  const std::string column = m_edits->addColumn(table);
  if (const auto spot = column.empty() ? std::nullopt : spotOf(table, column)) editName(*spot);
}

/// The column where one is marked, else the tables that are chosen.
void DesignDiagram::removeChosen() {
  const auto tables = chosenTables();
  const auto spot = m_view->currentSpot();
  if (tables.empty()) m_panel->editor()->removeSelected();
  else if (tables.size() == 1 && spot && spot->row >= 0) m_edits->removeColumn(endOf(*spot).table, endOf(*spot).column);
  else m_edits->removeTables(tables);
}

void DesignDiagram::editName(const CardSpot& spot) {
  const auto table = tableOf(spot.card);
  if (!table || m_model->needsLayout()) return;
  const DesignEdits::End end = endOf(spot);
  // What columns a view has is what its query says.
  if (table->isView() && spot.row >= 0) return Q_EMIT editRequested({migration::SchemaPlace::Part::Table, table->name});
  m_view->setCurrentSpot(spot);
  auto* editor = new NameOnCard(m_view, spot, toQString(end.column.empty() ? end.table.name : end.column));
  const auto shown = std::make_shared<QualifiedName>(end.table);
  connect(editor, &NameOnCard::given, this, [this, end, shown](const QString& text) {
    const std::string name = toStdString(text);
    if (name.empty()) return;
    if (!end.column.empty()) m_edits->renameColumn(end.table, end.column, name);
    else if (m_edits->renameTable(end.table, name)) shown->name = name;
  });
  connect(editor, &NameOnCard::nextRequested, this, [this, shown](int row) { goOn(*shown, row); });
}

void DesignDiagram::goOn(const QualifiedName& table, int row) {
  const auto spot = spotOf(table);
  if (!spot || row < -1) return;
  const auto& rows = m_model->cards()[static_cast<std::size_t>(spot->card)].rows;
  if (row < static_cast<int>(rows.size()) && (row < 0 || !rows[static_cast<std::size_t>(row)].isRest)) editName({spot->card, row});
}

void DesignDiagram::draw(const CardSpot& from, const CardSpot& to) {
  const DesignEdits::End one = endOf(from), other = endOf(to);
  if (one.table.isEmpty() || other.table.isEmpty()) return;
  const bool isLink = m_view->tool() == DesignView::Tool::ManyToMany;
  const QualifiedName made = isLink ? m_edits->link(one.table, other.table) : m_edits->refer(one, other) ? one.table : QualifiedName();
  if (!made.isEmpty()) choose(made);
}

}  // namespace joinery::ui

#include "moc_design_diagram.cpp"
