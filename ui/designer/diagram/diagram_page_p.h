// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QPointer>
#include <QSpinBox>
#include <QToolBar>
#include <optional>

#include "ui/designer/diagram/diagram_actions.h"
#include "ui/designer/diagram/diagram_editor.h"
#include "ui/designer/diagram/diagram_output.h"
#include "ui/designer/diagram/diagram_page.h"
#include "ui/designer/diagram/diagram_view.h"
#include "ui/designer/diagram/kept_diagrams.h"
#include "ui/designer/diagram/layout_job.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/named_combo_box.h"
#include "ui/widgets/plain_label.h"

namespace joinery::ui {

/// The parts of the page.
struct DiagramPage::Private {
  QPointer<Database> database;
  DiagramModel* model = nullptr;
  DiagramScene* scene = nullptr;
  DiagramView* view = nullptr;
  DiagramEditor* editor = nullptr;
  DiagramOutput* output = nullptr;
  DiagramActions* actions = nullptr;
  KeptDiagrams* kept = nullptr;
  LayoutJob* layout = nullptr;
  MessageBar* messages = nullptr;
  QToolBar* tools = nullptr;
  NamedComboBox* names = nullptr;
  QLineEdit* search = nullptr;
  QSpinBox* depth = nullptr;
  PlainLabel* zoom = nullptr;
  PlainLabel* busy = nullptr;  ///< over the view while the first layout is on its way
  std::optional<QualifiedName> wanted;  ///< to be shown once it has a place
  bool isFilling = false;
};

}  // namespace joinery::ui
