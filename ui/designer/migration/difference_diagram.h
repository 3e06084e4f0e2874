// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCheckBox>

#include "ui/designer/diagram/diagram_view.h"
#include "ui/designer/diagram/layout_job.h"
#include "ui/designer/migration/difference.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

/// A difference on the diagram of the schema that it leads to: what comes is green, what changes amber, what goes red and struck through.
/// Is laid out once it is seen. GUI thread.
class DifferenceDiagram : public QWidget {
  Q_OBJECT
 public:
  explicit DifferenceDiagram(QWidget* parent = nullptr);
  ~DifferenceDiagram() override;

  /// Null: none.
  void setContents(std::shared_ptr<const DifferenceContents> contents);
  DiagramModel* model() const { return m_model; }
  DiagramView* view() const { return m_view; }
  bool isBusy() const { return m_layout->isRunning() || m_scene->routing()->isBusy(); }
  /// Brings a table into sight.
  void showTable(const QualifiedName& table);

 Q_SIGNALS:
  void busyChanged();

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void rebuild();
  void take(const std::vector<QPointF>& corners);
  void applyTheme();
  QWidget* makeLegend();
  std::shared_ptr<const DifferenceContents> m_contents;
  DiagramModel* m_model;
  DiagramScene* m_scene;
  DiagramView* m_view;
  LayoutJob* m_layout;
  QCheckBox* m_everyTable;
  PlainLabel* m_busy;
  std::vector<PlainLabel*> m_legend;
  bool m_isStale = false;  ///< other contents came while nobody looked
};

}  // namespace joinery::ui
