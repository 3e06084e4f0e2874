// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_editor.h"

#include <QInputDialog>
#include <algorithm>
#include <functional>

#include "ui/designer/diagram/diagram_edits.h"
#include "ui/designer/diagram/free_place.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

DiagramEditor::DiagramEditor(DiagramView* view) : QObject(view), m_view(view), m_scene(view->diagram()), m_model(m_scene->model()) {
  connect(view, &DiagramView::moveRequested, this, &DiagramEditor::moveBy);
}

bool DiagramEditor::hasShapes() const { return !m_scene->selected(DiagramItem::Kind::Note).isEmpty() || !m_scene->selected(DiagramItem::Kind::Group).isEmpty(); }

/// Cards that are chosen, or in a group that is; then notes.
std::vector<QRectF> DiagramEditor::chosenRects(std::vector<int>& cards, std::vector<int>& notes) const {
  QSet<int> chosen = m_scene->selectedCards();
  for (const int group : m_scene->selected(DiagramItem::Kind::Group))
    for (const auto& table : m_model->diagram().groups[static_cast<std::size_t>(group)].tables)
      if (const int card = m_model->cardOf(table); card >= 0) chosen << card;
  const QSet<int> chosenNotes = m_scene->selected(DiagramItem::Kind::Note);
  cards.assign(chosen.begin(), chosen.end());
  notes.assign(chosenNotes.begin(), chosenNotes.end());
  std::ranges::sort(cards);
  std::ranges::sort(notes);
  std::vector<QRectF> rects;
  for (const int card : cards) rects.push_back(m_model->cards()[static_cast<std::size_t>(card)].rect());
  for (const int note : notes) rects.push_back(m_model->noteRect(m_model->diagram().notes[static_cast<std::size_t>(note)]));
  return rects;
}

void DiagramEditor::place(const QString& what, const std::vector<int>& cards, const std::vector<int>& notes, const std::vector<QPointF>& corners) {
  QHash<int, QPointF> places, notePlaces;
  for (std::size_t i = 0; i < cards.size(); ++i) places[cards[i]] = corners[i];
  for (std::size_t i = 0; i < notes.size(); ++i) notePlaces[notes[i]] = corners[cards.size() + i];
  m_model->edit(what, withPlaces(*m_model, places, notePlaces));
}

void DiagramEditor::moveBy(const QPointF& way) {
  std::vector<int> cards, notes;
  const auto rects = chosenRects(cards, notes);
  QHash<int, QPointF> places, notePlaces;
  for (std::size_t i = 0; i < cards.size(); ++i) places[cards[i]] = rects[i].topLeft() + way;
  for (std::size_t i = 0; i < notes.size(); ++i) notePlaces[notes[i]] = rects[cards.size() + i].topLeft() + way;
  m_model->edit(tr("Move by keys"), withPlaces(*m_model, places, notePlaces), DiagramModel::Merge::WithSameBefore);
  if (m_scene->current()) m_view->ensureVisible(m_scene->current()->sceneBoundingRect());
}

void DiagramEditor::align(Alignment alignment) {
  std::vector<int> cards, notes;
  const auto rects = chosenRects(cards, notes);
  if (rects.size() > 1) place(tr("Align"), cards, notes, aligned(rects, alignment));
}

void DiagramEditor::distribute(Qt::Orientation direction) {
  std::vector<int> cards, notes;
  const auto rects = chosenRects(cards, notes);
  if (rects.size() > 2) place(tr("Distribute"), cards, notes, distributed(rects, direction));
}

/// A dialog of its own event loop's time: nothing waits for it.
void DiagramEditor::askText(const QString& title, const QString& label, const QString& text, std::function<void(const std::string&)> given) {
  auto* dialog = new QInputDialog(m_view);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(QStringLiteral("diagramText"));
  dialog->setWindowTitle(title);
  dialog->setLabelText(label);
  dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
  dialog->setTextValue(text);
  connect(dialog, &QInputDialog::textValueSelected, this, [given = std::move(given)](const QString& written) {
    std::string utf8 = toStdString(written.trimmed());
    if (!utf8.empty() && utf8.size() <= Diagram::kLongestText) given(utf8);
  });
  dialog->open();
}

void DiagramEditor::group() {
  const QSet<int> cards = m_scene->selectedCards();
  if (cards.isEmpty()) return;
  askText(tr("New group"), tr("&Title"), {}, [this, cards](const std::string& title) { m_model->edit(tr("Group"), withGroup(*m_model, cards, {.title = title})); });
}

void DiagramEditor::addToGroup(int group) {
  const QSet<int> cards = m_scene->selectedCards();
  if (!cards.isEmpty() && group >= 0 && group < static_cast<int>(m_model->diagram().groups.size())) m_model->edit(tr("Add to group"), withCardsInGroup(*m_model, cards, static_cast<std::size_t>(group)));
}

void DiagramEditor::leaveGroups() { m_model->edit(tr("Remove from group"), withoutGroups(*m_model, m_scene->selectedCards())); }

bool DiagramEditor::hasGrouped() const {
  const QSet<int> chosen = m_scene->selectedCards();
  const auto isChosen = [&](const QualifiedName& table) { return chosen.contains(m_model->cardOf(table)); };
  return std::ranges::any_of(m_model->diagram().groups, [&](const Diagram::Group& group) { return std::ranges::any_of(group.tables, isChosen); });
}

void DiagramEditor::addNote() {
  const QPointF middle = onGrid(m_view->seen().center());
  askText(tr("New note"), tr("&Text"), {}, [this, middle](const std::string& text) {
    Diagram diagram = m_model->diagram();
    std::vector<QRectF> taken;
    for (const DiagramCard& card : m_model->cards()) taken.push_back(card.rect());
    Diagram::Note note{.text = text};
    note.place = placeAt(freePlace(taken, m_model->noteRect(note).size(), middle));
    diagram.notes.push_back(std::move(note));
    m_model->edit(tr("Note"), std::move(diagram));
  });
}

void DiagramEditor::editText(const DiagramItem* item) {
  const auto index = static_cast<std::size_t>(item->index());
  if (item->kind() == DiagramItem::Kind::Note)
    askText(tr("Note"), tr("&Text"), item->name(), [this, index](const std::string& text) {
      Diagram diagram = m_model->diagram();
      if (index < diagram.notes.size()) diagram.notes[index].text = text;
      m_model->edit(tr("Note"), std::move(diagram));
    });
  else if (item->kind() == DiagramItem::Kind::Group)
    askText(tr("Group"), tr("&Title"), item->name(), [this, index](const std::string& text) {
      Diagram diagram = m_model->diagram();
      if (index < diagram.groups.size()) diagram.groups[index].title = text;
      m_model->edit(tr("Title"), std::move(diagram));
    });
}

void DiagramEditor::setColour(const std::string& colour) {
  Diagram diagram = m_model->diagram();
  for (const int note : m_scene->selected(DiagramItem::Kind::Note)) diagram.notes[static_cast<std::size_t>(note)].colour = colour;
  for (const int group : m_scene->selected(DiagramItem::Kind::Group)) diagram.groups[static_cast<std::size_t>(group)].colour = colour;
  m_model->edit(tr("Colour"), std::move(diagram));
}

void DiagramEditor::widen(int by) {
  Diagram diagram = m_model->diagram();
  for (const int note : m_scene->selected(DiagramItem::Kind::Note)) {
    int& width = diagram.notes[static_cast<std::size_t>(note)].width;
    width = std::clamp(width + by, Diagram::kNarrowestNote, Diagram::kWidestNote);
  }
  m_model->edit(tr("Width"), std::move(diagram), DiagramModel::Merge::WithSameBefore);
}

void DiagramEditor::removeSelected() {
  const QSet<int> notes = m_scene->selected(DiagramItem::Kind::Note), groups = m_scene->selected(DiagramItem::Kind::Group);
  Diagram diagram = withoutCards(*m_model, m_scene->selectedCards());
  const auto without = [](auto& list, const QSet<int>& gone) {
    for (int i = static_cast<int>(list.size()) - 1; i >= 0; --i)
      if (gone.contains(i)) list.erase(list.begin() + i);
  };
  without(diagram.notes, notes);
  without(diagram.groups, groups);
  m_model->edit(tr("Take off the diagram"), std::move(diagram));
}

}  // namespace joinery::ui

#include "moc_diagram_editor.cpp"
