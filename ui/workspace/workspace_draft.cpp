// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/workspace_draft.h"

#include <QDir>
#include <QStandardPaths>
#include <QUuid>
#include <QtConcurrentRun>

#include "orm/core/result_of.h"
#include "orm/workspace/workspace_file.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

constexpr int kMomentMs = 300;
constexpr const char* kPathKey = "draftOf";

std::shared_ptr<QLockFile> lockOf(const QString& draft) {
  auto lock = std::make_shared<QLockFile>(draft + QStringLiteral(".lock"));
  // Not by its age: only by whether its program runs.
  lock->setStaleLockTime(0);
  return lock;
}

[[noreturn]] void refuse(const QString& what) { throw DbError(ErrorKind::Operational, toStdString(what)); }

void writeDraft(const QString& draft, QLockFile& lock, const Workspace& workspace) {
  if (!QDir().mkpath(QFileInfo(draft).path())) refuse(QStringLiteral("The folder %1 can't be made").arg(QFileInfo(draft).path()));
  if (!lock.isLocked() && !lock.tryLock(0)) refuse(QStringLiteral("The file %1 can't be locked").arg(draft));
  WorkspaceFile(toStdString(draft)).write(workspace, WorkspaceFile::Existing::Replace);
}

std::vector<AbandonedDraft> abandonedIn(const QString& folder) {
  std::vector<AbandonedDraft> found;
  for (const QFileInfo& file : QDir(folder).entryInfoList({QStringLiteral("*.joinery")}, QDir::Files, QDir::Time)) {
    AbandonedDraft draft{file.filePath(), {}, {}, lockOf(file.filePath())};
    if (!draft.lock->tryLock(0)) continue;
    auto workspace = resultOf([&] { return WorkspaceFile(toStdString(draft.draft)).read(); });
    if (!workspace) continue;
    draft.workspace = std::move(*workspace);
    if (const auto path = draft.workspace.source.find(kPathKey); path != draft.workspace.source.end() && path->is_string()) draft.path = toQString(path->get<std::string>());
    draft.workspace.source.erase(kPathKey);
    found.push_back(std::move(draft));
  }
  return found;
}

}  // namespace

WorkspaceDraft::WorkspaceDraft(WorkspaceDocument* document, const QString& folder)
    : QObject(document),
      m_document(document),
      m_file((folder.isEmpty() ? standardFolder() : folder) + QLatin1Char('/') + QUuid::createUuid().toString(QUuid::WithoutBraces) + QStringLiteral(".joinery")),
      m_lock(lockOf(m_file)) {
  m_moment.setSingleShot(true);
  m_moment.setInterval(kMomentMs);
  connect(&m_moment, &QTimer::timeout, this, &WorkspaceDraft::write);
  connect(document, &WorkspaceDocument::changed, this, &WorkspaceDraft::follow);
}

/// What is not saved even now stays, and is found the next time.
WorkspaceDraft::~WorkspaceDraft() = default;

QString WorkspaceDraft::standardFolder() { return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/drafts"); }

QFuture<std::vector<AbandonedDraft>> WorkspaceDraft::findAbandoned(const QString& folder) {
  return QtConcurrent::run([folder] { return abandonedIn(folder); });
}

void WorkspaceDraft::follow() {
  m_isStale = true;
  if (!m_isWriting && !m_moment.isActive()) m_moment.start();
}

void WorkspaceDraft::write() {
  m_isStale = false;
  const bool isWanted = m_document->isModified();
  if (!isWanted && !m_isThere) {
    Q_EMIT recorded();
    return;
  }
  m_isWriting = true;
  Workspace workspace = isWanted ? m_document->workspace() : Workspace();
  if (isWanted && !m_document->path().isEmpty()) workspace.source[kPathKey] = toStdString(m_document->path());
  const auto work = QtConcurrent::run([file = m_file, lock = m_lock, workspace = std::move(workspace), isWanted, old = std::exchange(m_takenOver, {})] {
    return resultOf([&] {
      if (isWanted) writeDraft(file, *lock, workspace);
      else QFile::remove(file);
      if (!isWanted) lock->unlock();
      for (const auto& each : old) QFile::remove(each.draft);
      return true;
    });
  });
  deliver(work, this, [this, isWanted](const Result<bool>& result) {
    m_isWriting = false;
    m_isThere = isWanted;
    if (!result && !std::exchange(m_hasFailed, true)) Q_EMIT failed(result.error());
    if (result) m_hasFailed = false;
    if (m_isStale) m_moment.start();
    else if (result) Q_EMIT recorded();
  });
}

void WorkspaceDraft::takeOver(const AbandonedDraft& found) {
  m_takenOver.push_back(found);
  m_document->restore(found.workspace, found.path);
}

void WorkspaceDraft::remove(const AbandonedDraft& found) {
  (void)QtConcurrent::run([found] { QFile::remove(found.draft); });
}

}  // namespace joinery::ui

#include "moc_workspace_draft.cpp"
