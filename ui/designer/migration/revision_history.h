// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QSet>
#include <memory>
#include <optional>

#include "orm/revision/database_revision.h"
#include "orm/revision/revision_folder.h"
#include "ui/connections/database.h"

namespace joinery::ui {

class WorkspaceDocument;

/// The revisions beside the workspace's file, and where the open database stands among them. Both are read in the background; what is known
/// stays until something else is. GUI thread.
class RevisionHistory : public QObject {
  Q_OBJECT
 public:
  RevisionHistory(WorkspaceDocument* document, QObject* parent = nullptr);
  ~RevisionHistory() override;

  void setDatabase(Database* database);
  Database* database() const { return m_database; }
  /// Reads both again.
  void refresh();
  bool isReading() const { return m_isReadingFiles || m_isReadingStanding; }

  /// Null while they are not known, and where they can't be read.
  const std::shared_ptr<const migration::RevisionChain>& chain() const { return m_chain; }
  /// Where the database stands; nothing while that is not known, and without a database.
  const std::optional<migration::DatabaseRevision>& standing() const { return m_standing; }
  /// The revisions that the database has; none where it is at one that is not there.
  QSet<QString> applied() const;
  /// Whether the database has tables, but remembers no revision.
  bool isUnstamped() const;

 Q_SIGNALS:
  void changed();
  /// @param what what was tried
  void failed(const QString& what, const joinery::DbError& error);

 private:
  void readFiles();
  void readStanding();
  WorkspaceDocument* m_document;
  QPointer<Database> m_database;
  QString m_path;  ///< of the workspace that was read
  std::shared_ptr<const migration::RevisionChain> m_chain;
  std::optional<migration::DatabaseRevision> m_standing;
  std::unique_ptr<Worker> m_worker;
  std::uint64_t m_filesNumber = 0, m_standingNumber = 0;
  bool m_isReadingFiles = false, m_isReadingStanding = false;
};

}  // namespace joinery::ui
