// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QTimer>
#include <QToolBar>

#include "ui/designer/migration/database_creation.h"
#include "ui/designer/migration/difference_view.h"
#include "ui/designer/migration/migration_page.h"
#include "ui/designer/migration/revision_model.h"
#include "ui/designer/migration/revision_saving.h"
#include "ui/designer/migration/unsaved_design.h"
#include "ui/widgets/message_bar.h"

namespace joinery::ui {

/// The parts of the page.
struct MigrationPage::Private {
  WorkspaceDocument* document = nullptr;
  QPointer<MigrationRunner> runner;
  QPointer<Database> database;
  RevisionHistory* history = nullptr;
  RevisionSaving* saving = nullptr;
  DatabaseCreation* creation = nullptr;
  RevisionModel* model = nullptr;
  QToolBar* tools = nullptr;
  QTableView* revisions = nullptr;
  DifferenceView* view = nullptr;
  MessageBar* messages = nullptr;
  PlainLabel *place = nullptr, *doing = nullptr;
  QProgressBar* bar = nullptr;
  QWidget* progress = nullptr;
  QAction *save = nullptr, *create = nullptr, *preview = nullptr, *rehearse = nullptr, *migrate = nullptr, *stamp = nullptr, *script = nullptr;
  QTimer designTimer;
  std::shared_ptr<const UnsavedDesign> design;  ///< of the workspace as it was last looked at; null for none
  std::shared_ptr<const migration::RevisionChain> comparedChain;  ///< that the design was last compared with
  bool isReadingDesign = false;
  std::uint64_t designNumber = 0;
  std::optional<std::string> chosen;     ///< id; empty: the base; nothing: what the last one is
  bool isUnsavedChosen = false;
  bool isFilling = false;
  bool isDesignStale = true;
  bool hasToldUnstamped = false;
  /// What the messages say of the revisions and of the design: it goes once they can be read again.
  QString toldOfHistory, toldOfDesign;
  std::function<void(const migration::MigrationOutline&)> withOutline;
  std::function<void()> afterSaving;
  std::uint64_t shownNumber = 0;  ///< of the difference that is asked for
  bool isShowing = false;         ///< it has not come yet
};

}  // namespace joinery::ui
