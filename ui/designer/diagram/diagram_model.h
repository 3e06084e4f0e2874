// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QUndoStack>
#include <map>
#include <memory>
#include <vector>

#include "orm/schema/metadata.h"
#include "orm/workspace/diagram.h"
#include "ui/designer/diagram/diagram_card.h"
#include "ui/designer/diagram/diagram_line.h"

namespace joinery::ui {

/// What a diagram shows: a schema, reflected or designed, and a Diagram, put together as cards and lines. What a person changes of it can be
/// undone; what is read again moves nothing. Knows nothing of how it is drawn or kept. GUI thread.
class DiagramModel : public QObject {
  Q_OBJECT
 public:
  /// Steps that follow each other and are undone as one.
  enum class Merge { No, WithSameBefore };
  /// @param shared where its steps go, among those of others; null: a stack of its own
  explicit DiagramModel(QObject* parent = nullptr, QUndoStack* shared = nullptr);
  ~DiagramModel() override;

  /// What the tables are like from now on. Every card that is still there stays where it is; those that are new stand beside them.
  /// @param changes what is marked of them
  void setSchema(std::shared_ptr<const schema::MetaData> schema, CardChanges changes = {});
  const std::shared_ptr<const schema::MetaData>& schema() const { return m_schema; }
  /// Another diagram: nothing of the one before can be undone.
  void setDiagram(Diagram diagram);
  /// Both at once: no card of the one is looked for in the other.
  void show(std::shared_ptr<const schema::MetaData> schema, Diagram diagram);
  /// A table has another name from now on, in its place and in its group. Nothing that can be undone: it goes along with a step of the schema.
  void rename(const QualifiedName& from, const QualifiedName& to);
  /// As it is to be kept: every card's place is in it.
  const Diagram& diagram() const { return m_diagram; }

  const std::vector<DiagramCard>& cards() const { return m_cards; }
  const std::vector<DiagramLine>& lines() const { return m_lines; }
  /// -1 where the table is not shown.
  int cardOf(const QualifiedName& table) const;
  /// Around its tables that are shown; empty where none is.
  QRectF groupFrame(const Diagram::Group& group) const;
  QRectF noteRect(const Diagram::Note& note) const;
  /// Around all of it.
  QRectF bounds() const;
  /// The cards that can be reached from those over so many lines, with themselves.
  QSet<int> neighbours(const QSet<int>& cards, int depth) const;
  /// No card has a place yet: they are to be laid out.
  bool needsLayout() const;
  /// Gives every card its place, upper left corners in the order of cards(). Nothing that can be undone, nor a change to be kept.
  void place(const std::vector<QPointF>& corners);

  /// A person's change: `what` is done by making it `after`. edited() tells it.
  void edit(const QString& what, Diagram after, Merge merge = Merge::No);
  QUndoStack& undoStack() { return *m_stack; }

 Q_SIGNALS:
  /// Other cards, lines, or what they say.
  void contentsChanged();
  /// The same cards and lines elsewhere; notes and groups as well.
  void placesChanged();
  /// A person changed it, by a step or by undoing one.
  void edited();

 private:
  class Step;
  void apply(const Diagram& diagram);
  void build();
  void markChanges();
  void markChange(DiagramLine& line) const;
  void placeNewCards();
  void keepPlaces();
  std::shared_ptr<const schema::MetaData> m_schema;
  CardChanges m_changes;
  Diagram m_diagram;
  std::vector<DiagramCard> m_cards;
  std::vector<DiagramLine> m_lines;
  std::map<QualifiedName, int> m_places;
  QUndoStack m_undo;
  QUndoStack* m_stack;
};

}  // namespace joinery::ui
