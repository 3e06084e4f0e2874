// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_model.h"

#include <QSet>
#include <QUndoCommand>
#include <algorithm>

#include "ui/designer/diagram/diagram_contents.h"
#include "ui/designer/diagram/free_place.h"
#include "ui/designer/diagram/shape_painter.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr int kMostSteps = 100;
/// More than these are put in rows below everything, rather than each beside its relations.
constexpr std::size_t kMostBeside = 20;

/// Whether both show the same cards, wherever they stand.
bool showSame(const Diagram& one, const Diagram& other) {
  const auto isSame = [](const Diagram::Table& left, const Diagram::Table& right) { return left.name == right.name && left.hidden == right.hidden; };
  return one.everyTable == other.everyTable && one.showsViews == other.showsViews && one.columns == other.columns && one.showsTypes == other.showsTypes &&
         std::ranges::equal(one.tables, other.tables, isSame);
}

}  // namespace

/// A change of a diagram, by what it was and is.
class DiagramModel::Step : public QUndoCommand {
 public:
  Step(DiagramModel* model, const QString& what, Diagram before, Diagram after, Merge merge) : QUndoCommand(what), m_model(model), m_before(std::move(before)), m_after(std::move(after)), m_merge(merge) {}
  void undo() override { m_model->apply(m_before); }
  void redo() override { m_model->apply(m_after); }
  int id() const override { return m_merge == Merge::No ? -1 : 1; }
  bool mergeWith(const QUndoCommand* other) override {
    if (other->text() != text()) return false;
    m_after = static_cast<const Step*>(other)->m_after;
    return true;
  }

 private:
  DiagramModel* m_model;
  Diagram m_before, m_after;
  Merge m_merge;
};

DiagramModel::DiagramModel(QObject* parent, QUndoStack* shared) : QObject(parent), m_stack(shared ? shared : &m_undo) { m_undo.setUndoLimit(kMostSteps); }

DiagramModel::~DiagramModel() = default;

void DiagramModel::setSchema(std::shared_ptr<const schema::MetaData> schema, CardChanges changes) {
  m_schema = std::move(schema);
  m_changes = std::move(changes);
  build();
  Q_EMIT contentsChanged();
}

void DiagramModel::setDiagram(Diagram diagram) {
  m_undo.clear();
  m_diagram = std::move(diagram);
  build();
  Q_EMIT contentsChanged();
}

void DiagramModel::show(std::shared_ptr<const schema::MetaData> schema, Diagram diagram) {
  m_schema = std::move(schema);
  setDiagram(std::move(diagram));
}

void DiagramModel::rename(const QualifiedName& from, const QualifiedName& to) {
  // What a table of the other name has left behind is kept under the one that is free now.
  const auto follow = [&](QualifiedName& name) { name = name == from ? to : name == to ? from : name; };
  for (auto& table : m_diagram.tables) follow(table.name);
  for (auto& group : m_diagram.groups) std::ranges::for_each(group.tables, follow);
}

void DiagramModel::build() {
  m_cards = m_schema ? cardsOf(*m_schema, m_diagram) : std::vector<DiagramCard>();
  m_lines = m_schema ? linesOf(*m_schema, m_cards) : std::vector<DiagramLine>();
  markChanges();
  m_places.clear();
  for (std::size_t i = 0; i < m_cards.size(); ++i) m_places.emplace(m_cards[i].table, static_cast<int>(i));
  if (needsLayout()) return;
  placeNewCards();
  keepPlaces();
}

void DiagramModel::markChanges() {
  for (DiagramCard& card : m_cards) {
    const auto found = m_changes.tables.find(card.table);
    if (found == m_changes.tables.end()) continue;
    card.change = found->second.change;
    for (CardRow& row : card.rows) {
      const auto column = found->second.columns.find(toStdString(row.name));
      if (!row.isRest && column != found->second.columns.end()) row.change = column->second;
    }
  }
  for (DiagramLine& line : m_lines) markChange(line);
}

void DiagramModel::markChange(DiagramLine& line) const {
  const QualifiedName& name = m_cards[static_cast<std::size_t>(line.child.card)].table;
  const auto table = m_schema->find(name);
  const auto marks = m_changes.tables.find(name);
  if (!table || marks == m_changes.tables.end()) return;
  const auto& key = table->foreignKeys[static_cast<std::size_t>(line.key)];
  const auto found = std::ranges::find_if(marks->second.keys, [&](const CardChanges::OfKey& each) { return each.columns == key.columns && m_schema->find(each.referredTable) == m_schema->find(key.referredTable); });
  if (found != marks->second.keys.end()) line.change = found->change;
  else if (marks->second.change != CardChange::Changed) line.change = marks->second.change;
  if (line.change != CardChange::None) line.description += QStringLiteral(", ") + changeWord(line.change);
}

int DiagramModel::cardOf(const QualifiedName& table) const {
  const auto found = m_places.find(table);
  return found == m_places.end() ? -1 : found->second;
}

bool DiagramModel::needsLayout() const { return !m_cards.empty() && std::ranges::none_of(m_cards, &DiagramCard::isPlaced); }

void DiagramModel::placeNewCards() {
  std::vector<QRectF> taken;
  std::vector<std::size_t> added;
  for (std::size_t i = 0; i < m_cards.size(); ++i) {
    if (m_cards[i].isPlaced) taken.push_back(m_cards[i].rect());
    else added.push_back(i);
  }
  // The place of a table that is not there now is its own still.
  for (const auto& table : m_diagram.tables)
    if (table.place && !m_places.contains(table.name)) taken.emplace_back(table.place->x, table.place->y, 200, 200);
  for (const auto& note : m_diagram.notes) taken.push_back(noteRect(note));
  for (const std::size_t each : added) {
    QPointF wanted = boundsOf(taken).bottomLeft() + QPointF(0, 3 * DiagramCard::kGrid);
    for (const DiagramLine& line : m_lines) {
      const int other = line.child.card == static_cast<int>(each) ? line.parent.card : line.parent.card == static_cast<int>(each) ? line.child.card : -1;
      if (added.size() > kMostBeside || other < 0 || !m_cards[static_cast<std::size_t>(other)].isPlaced) continue;
      wanted = m_cards[static_cast<std::size_t>(other)].rect().topRight() + QPointF(5 * DiagramCard::kGrid, 0);
      break;
    }
    m_cards[each].position = freePlace(taken, m_cards[each].size, wanted);
    m_cards[each].isPlaced = true;
    taken.push_back(m_cards[each].rect());
  }
}

void DiagramModel::keepPlaces() {
  std::map<QualifiedName, std::size_t> listed;
  for (std::size_t i = 0; i < m_diagram.tables.size(); ++i) listed.emplace(m_diagram.tables[i].name, i);
  for (const DiagramCard& card : m_cards) {
    const auto found = listed.find(card.table);
    if (found == listed.end()) m_diagram.tables.push_back({.name = card.table, .place = placeAt(card.position)});
    else m_diagram.tables[found->second].place = placeAt(card.position);
  }
}

void DiagramModel::place(const std::vector<QPointF>& corners) {
  for (std::size_t i = 0; i < m_cards.size() && i < corners.size(); ++i) {
    m_cards[i].position = onGrid(corners[i]);
    m_cards[i].isPlaced = true;
  }
  keepPlaces();
  Q_EMIT placesChanged();
}

void DiagramModel::edit(const QString& what, Diagram after, Merge merge) {
  if (after == m_diagram) return;
  m_stack->push(new Step(this, what, m_diagram, std::move(after), merge));
}

void DiagramModel::apply(const Diagram& diagram) {
  const bool isSame = showSame(diagram, m_diagram);
  const std::string name = m_diagram.name;
  m_diagram = diagram;
  // It may have been renamed since that step.
  m_diagram.name = name;
  if (isSame) {
    for (const auto& table : m_diagram.tables)
      if (const int card = cardOf(table.name); card >= 0 && table.place) m_cards[static_cast<std::size_t>(card)].position = QPointF(table.place->x, table.place->y);
    Q_EMIT placesChanged();
  } else {
    build();
    Q_EMIT contentsChanged();
  }
  Q_EMIT edited();
}

QRectF DiagramModel::groupFrame(const Diagram::Group& group) const {
  std::vector<QRectF> members;
  for (const QualifiedName& table : group.tables)
    if (const int card = cardOf(table); card >= 0) members.push_back(m_cards[static_cast<std::size_t>(card)].rect());
  return groupFrameAround(members);
}

QRectF DiagramModel::noteRect(const Diagram::Note& note) const { return {QPointF(note.place.x, note.place.y), noteSize(note)}; }

QRectF DiagramModel::bounds() const {
  QRectF all;
  for (const DiagramCard& card : m_cards) all |= card.rect();
  for (const auto& group : m_diagram.groups) all |= groupFrame(group);
  for (const auto& note : m_diagram.notes) all |= noteRect(note);
  return all;
}

QSet<int> DiagramModel::neighbours(const QSet<int>& cards, int depth) const {
  QSet<int> reached = cards;
  for (; depth > 0; --depth) {
    QSet<int> next = reached;
    for (const DiagramLine& line : m_lines) {
      if (reached.contains(line.child.card)) next.insert(line.parent.card);
      if (reached.contains(line.parent.card)) next.insert(line.child.card);
    }
    if (next == reached) break;
    reached = std::move(next);
  }
  return reached;
}

}  // namespace joinery::ui

#include "moc_diagram_model.cpp"
