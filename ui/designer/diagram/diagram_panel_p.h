// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QSpinBox>
#include <optional>

#include "ui/designer/diagram/diagram_output.h"
#include "ui/designer/diagram/diagram_panel.h"
#include "ui/designer/diagram/layout_job.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

/// The parts of the panel.
struct DiagramPanel::Private {
  DiagramModel* model = nullptr;
  DiagramScene* scene = nullptr;
  DiagramView* view = nullptr;
  MessageBar* messages = nullptr;
  DiagramEditor* editor = nullptr;
  DiagramOutput* output = nullptr;
  DiagramActions* actions = nullptr;
  LayoutJob* layout = nullptr;
  QToolBar* tools = nullptr;
  QLineEdit* search = nullptr;
  QSpinBox* depth = nullptr;
  PlainLabel* zoom = nullptr;
  PlainLabel* busy = nullptr;  ///< over the view while the first layout is on its way
  std::function<std::shared_ptr<RunningJobs>()> jobs;
  QString emptyText;
  std::optional<QualifiedName> wanted;  ///< to be shown once it has a place
  bool isFilling = false;
};

}  // namespace joinery::ui
