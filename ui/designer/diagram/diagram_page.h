// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "ui/connections/database.h"
#include "ui/designer/diagram/diagram_model.h"
#include "ui/widgets/tab_page.h"

namespace joinery::ui {

class DiagramItem;
class DiagramView;
class KeptDiagrams;
class WorkspaceDocument;

/// The diagrams of a database, one at a time, with their tools. What is arranged by hand is kept in the workspace at once; reading the
/// catalogue again moves nothing. Accessible names "Diagram", "Diagram name", "Find table", "Neighbours", "Minimap". GUI thread.
class DiagramPage : public TabPage {
  Q_OBJECT
 public:
  DiagramPage(Database* database, WorkspaceDocument* document, QWidget* parent = nullptr);
  ~DiagramPage() override;

  QString title() const override;
  QString iconName() const override { return QStringLiteral("diagram"); }
  void refresh() override {}  // the database tells when it was read again
  void stop() override;
  bool isBusy() const override;
  QString statusText() const override;
  QString selectionText() const override;
  QUndoStack* undoStack() override;

  DiagramModel* model() const;
  DiagramView* view() const;
  KeptDiagrams* kept() const;
  /// Brings a table into sight, once it has a place.
  void showTable(const QualifiedName& table);
  /// Lays everything out anew: a step that can be undone, but for a diagram that has no places yet.
  void arrange();

 Q_SIGNALS:
  /// The rows of a table are asked for.
  void tableRequested(const QString& model);

 private:
  void buildNames();
  void connectNames();
  void fillNames();
  void followSchema();
  void showDiagram(const Diagram& diagram);
  void open(const DiagramItem& item);
  void showMenu(const QPoint& place);
  void askName(const QString& title, const QString& name, std::function<void(const QString&)> given);
  void addDiagram(const QString& title, const QString& name, const Diagram& diagram);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
