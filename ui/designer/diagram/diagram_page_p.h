// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

#include "ui/designer/diagram/diagram_page.h"
#include "ui/designer/diagram/diagram_panel.h"
#include "ui/designer/diagram/kept_diagrams.h"
#include "ui/widgets/named_combo_box.h"

namespace joinery::ui {

/// The parts of the page.
struct DiagramPage::Private {
  QPointer<Database> database;
  DiagramModel* model = nullptr;
  MessageBar* messages = nullptr;
  DiagramPanel* panel = nullptr;
  KeptDiagrams* kept = nullptr;
  NamedComboBox* names = nullptr;
};

}  // namespace joinery::ui
