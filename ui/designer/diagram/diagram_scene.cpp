// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_scene.h"

#include <algorithm>

namespace joinery::ui {

namespace {

/// Room to move things to, around everything.
constexpr double kSceneMargin = 600;

}  // namespace

DiagramScene::DiagramScene(DiagramModel* model, QObject* parent) : QGraphicsScene(parent), m_model(model), m_routing(new LineRouting(model, this)), m_style(DiagramStyle::make(false)) {
  // An index costs more when everything is placed anew than it spares in painting.
  setItemIndexMethod(NoIndex);
  connect(model, &DiagramModel::contentsChanged, this, &DiagramScene::rebuild);
  connect(model, &DiagramModel::placesChanged, this, &DiagramScene::followPlaces);
  connect(m_routing, &LineRouting::routed, this, &DiagramScene::followLines);
  connect(this, &QGraphicsScene::selectionChanged, this, &DiagramScene::emphasise);
  rebuild();
}

DiagramScene::~DiagramScene() {
  // Items tell that they go, and nobody here is to hear it.
  blockSignals(true);
  clear();
}

void DiagramScene::setStyle(const DiagramStyle& style) {
  m_style = style;
  update();
}

void DiagramScene::rebuild() {
  // What was dragged may not be there any more.
  m_isPressed = m_isDragging = false;
  m_draggedCards.clear();
  m_draggedNotes.clear();
  m_resting.clear();
  m_guides.clear();
  const auto nameOf = [](const DiagramItem* item) { return item ? item->name() : QString(); };
  const QString current = nameOf(m_current);
  QSet<QString> chosen;
  for (const int card : selectedCards()) chosen << m_cards[static_cast<std::size_t>(card)]->name();
  m_current = nullptr;
  m_cards.clear();
  m_lines.clear();
  m_notes.clear();
  m_groups.clear();
  m_emphasised.clear();
  m_focus.reset();
  {
    const QSignalBlocker blocker(this);
    clear();
    addItems();
    for (CardItem* card : m_cards) card->setSelected(chosen.contains(card->name()));
  }
  emphasise();
  Q_EMIT rebuilt();
  for (CardItem* card : m_cards)
    if (card->name() == current) setCurrent(card);
  if (!m_current) Q_EMIT currentChanged();
}

void DiagramScene::addItems() {
  const auto add = [this](auto& list, auto* item) {
    addItem(item);
    list.push_back(item);
  };
  const bool isPlaced = !m_model->needsLayout();
  for (const DiagramCard& card : m_model->cards()) add(m_cards, new CardItem(static_cast<int>(m_cards.size()), card, &m_style));
  for (const DiagramLine& line : m_model->lines()) add(m_lines, new LineItem(line, &m_style));
  for (std::size_t i = 0; i < m_lines.size() && i < m_routing->paths().size(); ++i) m_lines[i]->setPath(m_routing->paths()[i]);
  if (!isPlaced) return;
  for (const auto& note : m_model->diagram().notes) add(m_notes, new NoteItem(static_cast<int>(m_notes.size()), note, &m_style));
  for (const auto& group : m_model->diagram().groups) add(m_groups, new GroupItem(static_cast<int>(m_groups.size()), group, &m_style));
  followFrames();
  growSceneRect();
}

/// Notes and groups are made anew: there are few of them.
void DiagramScene::followPlaces() {
  for (std::size_t i = 0; i < m_cards.size(); ++i) {
    m_cards[i]->setPos(m_model->cards()[i].position);
    m_cards[i]->setVisible(!m_focus || m_focus->contains(static_cast<int>(i)));
  }
  const auto kind = m_current ? std::optional(m_current->kind()) : std::nullopt;
  const int index = m_current ? m_current->index() : -1;
  const QSet<int> notes = selected(DiagramItem::Kind::Note), groups = selected(DiagramItem::Kind::Group);
  if (kind && *kind != DiagramItem::Kind::Card) m_current = nullptr;
  const bool hasOthers = !m_notes.empty() || !m_groups.empty() || !m_model->diagram().notes.empty() || !m_model->diagram().groups.empty();
  qDeleteAll(std::exchange(m_notes, {}));
  qDeleteAll(std::exchange(m_groups, {}));
  for (const auto& note : m_model->diagram().notes) {
    m_notes.push_back(new NoteItem(static_cast<int>(m_notes.size()), note, &m_style));
    addItem(m_notes.back());
    m_notes.back()->setSelected(notes.contains(m_notes.back()->index()));
  }
  for (const auto& group : m_model->diagram().groups) {
    m_groups.push_back(new GroupItem(static_cast<int>(m_groups.size()), group, &m_style));
    addItem(m_groups.back());
    m_groups.back()->setSelected(groups.contains(m_groups.back()->index()));
  }
  followFrames();
  growSceneRect();
  if (!hasOthers) return;
  Q_EMIT rebuilt();
  if (m_current || !kind) return;
  for (DiagramItem* each : elements())
    if (each->kind() == *kind && each->index() == index) return setCurrent(each);
  Q_EMIT currentChanged();
}

void DiagramScene::followFrames() {
  for (GroupItem* item : m_groups) {
    std::vector<QRectF> members;
    for (const auto& table : item->group().tables)
      if (const int card = m_model->cardOf(table); card >= 0) members.push_back(m_cards[static_cast<std::size_t>(card)]->rect());
    item->setFrame(groupFrameAround(members));
  }
}

void DiagramScene::followLines(const QSet<int>& lines) {
  // The cards may be others already, and these not yet told of.
  if (m_lines.size() != m_routing->paths().size()) return;
  for (const int line : lines) m_lines[static_cast<std::size_t>(line)]->setPath(m_routing->paths()[static_cast<std::size_t>(line)]);
}

void DiagramScene::growSceneRect() {
  const QRectF wanted = m_model->bounds().adjusted(-kSceneMargin, -kSceneMargin, kSceneMargin, kSceneMargin);
  if (wanted != sceneRect()) setSceneRect(wanted);
}

void DiagramScene::emphasise() {
  const QSet<int> cards = selectedCards();
  QSet<int> lines;
  for (int i = 0; i < static_cast<int>(m_lines.size()); ++i) {
    const DiagramLine& line = m_lines[static_cast<std::size_t>(i)]->line();
    if (cards.contains(line.child.card) || cards.contains(line.parent.card)) lines << i;
  }
  for (const int line : m_emphasised | lines) m_lines[static_cast<std::size_t>(line)]->setEmphasised(lines.contains(line));
  m_emphasised = lines;
}

std::vector<DiagramItem*> DiagramScene::elements() const {
  std::vector<DiagramItem*> list;
  const auto add = [&list](const auto& items) {
    for (auto* item : items)
      if (item->isVisible()) list.push_back(item);
  };
  add(m_cards);
  add(m_notes);
  add(m_groups);
  return list;
}

QSet<int> DiagramScene::selected(DiagramItem::Kind kind) const {
  QSet<int> chosen;
  for (const auto* item : selectedItems())
    if (const auto* each = dynamic_cast<const DiagramItem*>(item); each && each->kind() == kind) chosen << each->index();
  return chosen;
}

void DiagramScene::selectCards(const QSet<int>& cards) {
  {
    const QSignalBlocker blocker(this);
    clearSelection();
    for (const int card : cards) m_cards[static_cast<std::size_t>(card)]->setSelected(true);
  }
  Q_EMIT selectionChanged();
}

void DiagramScene::setCurrent(DiagramItem* item) {
  if (item == m_current) return;
  if (m_current) m_current->setCurrent(false);
  m_current = item;
  if (m_current) m_current->setCurrent(true);
  Q_EMIT currentChanged();
}

void DiagramScene::markFound(const QSet<int>& cards) {
  for (CardItem* card : m_cards) card->setFound(cards.contains(card->index()));
}

void DiagramScene::setFocusCards(const std::optional<QSet<int>>& cards) {
  m_focus = cards;
  for (CardItem* card : m_cards) {
    const bool isShown = card->card().isPlaced || !m_model->needsLayout();
    card->setVisible(isShown && (!m_focus || m_focus->contains(card->index())));
    if (!card->isVisible()) card->setSelected(false);
  }
  for (LineItem* line : m_lines) line->setVisible(!m_focus || (m_focus->contains(line->line().child.card) && m_focus->contains(line->line().parent.card)));
  for (NoteItem* note : m_notes) note->setVisible(!m_focus);
  for (GroupItem* group : m_groups) group->setVisible(!m_focus && !group->frame().isEmpty());
  if (m_current && !m_current->isVisible()) setCurrent(nullptr);
  Q_EMIT rebuilt();
}

QRectF DiagramScene::shownBounds() const {
  QRectF bounds;
  for (const DiagramItem* item : elements()) bounds |= item->sceneBoundingRect();
  return bounds;
}

}  // namespace joinery::ui

#include "moc_diagram_scene.cpp"
