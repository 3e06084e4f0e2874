// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "ui/designer/migration/migration_runner.h"
#include "ui/widgets/tab_page.h"

class QAction;
class QTableView;

namespace joinery::ui {

class DifferenceView;
class MessageBar;
class RevisionHistory;
struct UnsavedDesign;
class WorkspaceDocument;

/// The revisions of the workspace, what each does, and the way of the open database from one to another: saved from the design, looked at
/// before, tried, carried out, stamped, written as SQL. The revision that is chosen is the target; none: the last one. Accessible names
/// "Revisions", "Differences", "SQL", "Migration progress". GUI thread; what it asks for runs elsewhere.
class MigrationPage : public TabPage {
  Q_OBJECT
 public:
  /// @param runner outlives it
  MigrationPage(WorkspaceDocument* document, MigrationRunner* runner, QWidget* parent = nullptr);
  ~MigrationPage() override;

  QString title() const override { return tr("Migrations"); }
  QString iconName() const override { return QStringLiteral("history"); }
  bool isOfDatabase() const override { return false; }
  void refresh() override;
  void stop() override;
  bool isBusy() const override;
  QString statusText() const override;

  void setDatabase(Database* database);
  RevisionHistory* history() const;
  DifferenceView* view() const;
  MessageBar* messages() const;
  QTableView* revisions() const;
  /// Chooses that revision; empty: before the first.
  void choose(const QString& id);
  /// Asks for a message, then saves what was designed since the last revision.
  void saveRevision();
  void preview();
  void rehearse();
  void migrate();
  void stamp();
  void saveScript();
  /// Asks for a place, then makes a database there by all revisions; what is designed and not saved becomes one first.
  void createDatabase();
  /// The same at that place.
  void createAt(const Url& url);

 Q_SIGNALS:
  /// The workspace has no file yet.
  void saveWorkspaceRequested();
  /// It is to be opened.
  void databaseCreated(const joinery::Url& url);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void buildTools();
  QWidget* buildRevisions();
  QWidget* buildProgress();
  void connectParts();
  QAction* tool(const QString& objectName, const QString& text, const QString& iconName, void (MigrationPage::*verb)());
  void followHistory();
  void tellOfHistory();
  void forget(QString& told);
  void followDesign();
  void takeDesign(std::shared_ptr<const UnsavedDesign> design);
  void followRunner();
  void showChosen();
  void updateTools();
  void updatePlace();
  std::string target() const;
  const Dialect& dialect() const;
  bool hasFile(void (MigrationPage::*then)());
  void askMessage(const QString& suggestion, std::function<void(const QString&)> given);
  void saveThen(const QString& suggestion, std::function<void()> then);
  void askPlace();
  /// Plans the way to the target, then goes on.
  void withOutline(std::function<void(const migration::MigrationOutline&)> then);
  void take(const MigrationOutcome& outcome);
  void showPreview(const migration::MigrationOutline& outline);
  bool isAsShown(const migration::MigrationOutline& outline);
  void confirm(const migration::MigrationOutline& outline);
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
