// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>
#include <QWidget>

#include "ui/designer/design/design_actions.h"
#include "ui/designer/design/design_edits.h"
#include "ui/designer/design/design_view.h"
#include "ui/designer/diagram/diagram_panel.h"

namespace joinery::ui {

/// The designed schema as a diagram on which it is edited: tables are put where one double-clicks, named and linked there. Its steps stand among
/// those of the design, in one order. By keys: F2 names, Insert adds a column, Delete removes, Enter goes to the grid. GUI thread.
class DesignDiagram : public QWidget {
  Q_OBJECT
 public:
  DesignDiagram(SchemaDesign* design, MessageBar* messages, QWidget* parent);
  ~DesignDiagram() override;

  DiagramPanel* panel() const { return m_panel; }
  DesignView* view() const { return m_view; }
  DesignEdits* edits() const { return m_edits; }
  const DesignActions& actions() const { return *m_actions; }
  /// Where the cards stand, as a workspace keeps it.
  const Diagram& diagram() const { return m_model->diagram(); }
  /// Another design, with its places.
  void showDesign(Diagram diagram);
  /// A step of the design: cards stay where they are.
  void follow();
  /// The one whose tables are placed as the layout says.
  static Diagram unplaced();

  /// Brings a table into sight and chooses it, where it is not chosen already.
  void choose(const QualifiedName& table);
  /// In the middle of what is seen. @return its name, empty where it was refused
  QualifiedName addTable();
  QualifiedName addView();
  /// What a tool in hand waits for; empty without one.
  QString hint() const;

 Q_SIGNALS:
  /// A person has chosen it, and it alone.
  void tableChosen(const joinery::QualifiedName& table);
  /// It is to be edited in the grids.
  void editRequested(const joinery::migration::SchemaPlace& place);
  void toolChanged();

 private:
  void connectView();
  void connectActions();
  void markTroubles();
  void followTool();
  void addTableAt(const QPointF& place);
  void addColumn();
  void removeChosen();
  void editName(const CardSpot& spot);
  void goOn(const QualifiedName& table, int row);
  void draw(const CardSpot& from, const CardSpot& to);
  void tellChosen();
  void showMenu(const QPoint& place);
  void fillMenu(QMenu* menu, const CardSpot& spot);
  void fillMenuOfLine(QMenu* menu, int line);
  void fillMenuOfSpace(QMenu* menu);
  void fillTables(QMenu* menu, const std::function<void(const QualifiedName&)>& chosen);
  std::shared_ptr<const schema::Table> tableOf(int card) const;
  DesignEdits::End endOf(const CardSpot& spot) const;
  std::optional<CardSpot> spotOf(const QualifiedName& table, const std::string& column = {}) const;
  std::vector<QualifiedName> chosenTables() const;

  SchemaDesign* m_design;
  DiagramModel* m_model;
  DesignView* m_view;
  DiagramPanel* m_panel;
  DesignEdits* m_edits;
  DesignActions* m_actions;
};

}  // namespace joinery::ui
