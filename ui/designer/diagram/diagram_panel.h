// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>
#include <QToolButton>
#include <QWidget>
#include <functional>
#include <memory>

#include "orm/engine/running_jobs.h"
#include "ui/designer/diagram/diagram_actions.h"
#include "ui/designer/diagram/diagram_editor.h"
#include "ui/designer/diagram/diagram_model.h"
#include "ui/designer/diagram/diagram_view.h"
#include "ui/widgets/message_bar.h"

namespace joinery::ui {

/// A diagram with the tools that every diagram has: arranges, finds, zooms, shows neighbours, groups, writes pictures. What it is of, where it
/// is kept and what a double click does is its owner's. Accessible names "Diagram", "Find table", "Neighbours", "Minimap". GUI thread.
class DiagramPanel : public QWidget {
  Q_OBJECT
 public:
  /// @param view of a scene of that model: both are the panel's from now on @param messages of the page
  DiagramPanel(DiagramModel* model, DiagramView* view, MessageBar* messages, QWidget* parent);
  ~DiagramPanel() override;

  DiagramModel* model() const;
  DiagramView* view() const;
  DiagramScene* scene() const;
  DiagramEditor* editor() const;
  const DiagramActions& actions() const;
  QToolBar* tools() const;

  /// Where a layout is listed while it runs.
  void setJobs(std::function<std::shared_ptr<RunningJobs>()> jobs);
  /// What stands there while there is no card.
  void setEmptyText(const QString& text);
  void stop();
  bool isBusy() const;
  QString statusText() const;
  QString selectionText() const;

  /// The model has another diagram: it is laid out where it has no places yet, and shown as a whole.
  void showDiagram();
  /// The model has another schema.
  void layOutIfNeeded();
  /// Lays everything out anew: a step that can be undone, but for a diagram that has no places yet.
  void arrange();
  /// Brings a table into sight, once it has a place. @return false where the diagram does not show it
  bool showTable(const QualifiedName& table);
  void updateTools();

 Q_SIGNALS:
  void statusChanged();
  void busyChanged();

 private:
  void buildTools();
  void connectActions();
  void connectView();
  void connectJobs();
  void takeLayout(const std::vector<QPointF>& corners);
  void fillGroups();
  void chooseTables();
  void changeShown();
  void find(bool next);
  void focusNeighbours();
  void applyTheme();
  struct Private;
  std::unique_ptr<Private> d;
};

/// A button of a tool bar that opens a menu.
QToolButton* menuButton(QMenu* menu, const QString& iconName, QWidget* parent);

}  // namespace joinery::ui
