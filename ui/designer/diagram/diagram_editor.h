// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>

#include "ui/designer/diagram/alignment.h"
#include "ui/designer/diagram/diagram_view.h"

class QMenu;

namespace joinery::ui {

/// What a person does to what is chosen on a diagram: moves, aligns and distributes it, frames it, writes notes, takes cards off. Each is one step
/// that can be undone. GUI thread.
class DiagramEditor : public QObject {
  Q_OBJECT
 public:
  /// @param view also the parent of what is opened
  explicit DiagramEditor(DiagramView* view);

  void moveBy(const QPointF& way);
  void align(Alignment alignment);
  void distribute(Qt::Orientation direction);
  /// Asks for a title, and frames the chosen cards.
  void group();
  /// The chosen cards into a group that is there. @param group its place among the diagram's
  void addToGroup(int group);
  /// The chosen cards out of their groups.
  void leaveGroups();
  /// Asks for its text, and puts it into the middle of what is seen.
  void addNote();
  /// The text of a note, the title of a group.
  void editText(const DiagramItem* item);
  /// Of the chosen notes and groups.
  void setColour(const std::string& colour);
  /// Makes the chosen notes so much wider.
  void widen(int by);
  /// Cards are taken off the diagram, notes and groups deleted.
  void removeSelected();

  bool hasCards() const { return !m_scene->selectedCards().isEmpty(); }
  bool hasShapes() const;
  /// Whether a chosen card is in a group.
  bool hasGrouped() const;

 private:
  std::vector<QRectF> chosenRects(std::vector<int>& cards, std::vector<int>& notes) const;
  void place(const QString& what, const std::vector<int>& cards, const std::vector<int>& notes, const std::vector<QPointF>& corners);
  void askText(const QString& title, const QString& label, const QString& text, std::function<void(const std::string&)> given);
  DiagramView* m_view;
  DiagramScene* m_scene;
  DiagramModel* m_model;
};

}  // namespace joinery::ui
