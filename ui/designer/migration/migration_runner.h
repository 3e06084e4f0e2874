// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <memory>
#include <mutex>
#include <optional>

#include "orm/revision/migrator.h"
#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// What came of a job with revisions.
struct MigrationOutcome {
  enum class Kind { Outline, Rehearse, Migrate, Stamp, Script };
  Kind kind = Kind::Outline;
  std::string target;  ///< the id; empty: before the first
  migration::MigrationOutline outline = {};
  migration::MigrationResult result = {};
  QString file = {};  ///< that was written
};

/// Brings the open database from revision to revision, one job at a time, on a thread and connection of its own. Outlives the page that asked
/// for it. Reads the catalogue again after what may have changed it. GUI thread.
class MigrationRunner : public QObject {
  Q_OBJECT
 public:
  using Kind = MigrationOutcome::Kind;
  using Chain = std::shared_ptr<const migration::RevisionChain>;
  explicit MigrationRunner(QObject* parent = nullptr);
  ~MigrationRunner() override;

  /// A job that runs goes on at its own database.
  void setDatabase(Database* database, PendingChanges* changes);
  /// Why the database can't be migrated now; nothing where it can.
  std::optional<DbError> obstacle() const;

  /// Each begins unless one runs. ended() or failed() follows.
  void outline(const Chain& chain, const std::string& target);
  void rehearse(const Chain& chain, const migration::MigrationOutline& outline);
  /// failed() with the obstacle, where there is one.
  void migrate(const Chain& chain, const migration::MigrationOutline& outline);
  void stamp(const Chain& chain, const std::string& target);
  /// Writes the SQL of what leads there into a file.
  void writeScript(const Chain& chain, const std::string& target, const QString& path);

  bool isRunning() const { return m_worker != nullptr; }
  bool isStopping() const { return m_isStopping; }
  std::optional<Kind> running() const { return isRunning() ? std::optional(m_kind) : std::nullopt; }
  /// The engine is interrupted: failed() with Cancelled once the revision that runs is undone.
  void stop();
  /// How far it is, and its steps in all; 0 where that is not known.
  QString progressText() const;
  std::pair<std::size_t, std::size_t> steps() const;
  /// The database of the job that runs or ran last.
  const QString& databaseName() const { return m_databaseName; }

 Q_SIGNALS:
  void runningChanged();
  /// A few times a second while it runs.
  void progressed();
  void ended(const joinery::ui::MigrationOutcome& outcome);
  void failed(joinery::ui::MigrationOutcome::Kind kind, const joinery::DbError& error);

 private:
  struct Meter {
    std::mutex mutex;
    migration::MigrationProgress progress;  // guarded by it
  };
  template <typename Work>
  void begin(Kind kind, const Chain& chain, Engine::Access access, const QString& what, Work work);
  void refuse(Kind kind, const DbError& error);
  static migration::MigrationOptions optionsOf(Worker::Context& context, const std::shared_ptr<Meter>& meter);
  migration::MigrationProgress progress() const;

  QPointer<Database> m_database;
  QPointer<PendingChanges> m_changes;
  std::unique_ptr<Worker> m_worker;
  std::shared_ptr<Meter> m_meter;
  QString m_databaseName;
  QTimer m_timer;
  Kind m_kind = Kind::Outline;
  bool m_isStopping = false;
};

}  // namespace joinery::ui
