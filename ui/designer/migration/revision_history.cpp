// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/revision_history.h"

#include <QtConcurrent>
#include <algorithm>

#include "orm/core/result_of.h"
#include "orm/difference/revision_table_name.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

using Chain = std::shared_ptr<const migration::RevisionChain>;

Result<Chain> chainBeside(const std::string& workspace) {
  return resultOf([&]() -> Chain {
    if (workspace.empty()) return std::make_shared<const migration::RevisionChain>(std::vector<migration::Revision>());
    return std::make_shared<const migration::RevisionChain>(migration::RevisionFolder::beside(workspace).chain());
  });
}

}  // namespace

RevisionHistory::RevisionHistory(WorkspaceDocument* document, QObject* parent) : QObject(parent), m_document(document) {
  // Another workspace, or the same under another name.
  connect(document, &WorkspaceDocument::changed, this, [this] {
    if (m_document->path() != m_path) readFiles();
  });
}

RevisionHistory::~RevisionHistory() = default;

void RevisionHistory::setDatabase(Database* database) {
  if (m_database) disconnect(m_database, nullptr, this, nullptr);
  m_database = database;
  m_standing.reset();
  m_worker = database ? database->newWorker(tr("migrations"), Engine::Access::Read, Worker::Keep::ForTransaction) : nullptr;
  if (database) connect(database, &Database::opened, this, &RevisionHistory::readStanding);
  readStanding();
}

void RevisionHistory::refresh() {
  readFiles();
  readStanding();
}

void RevisionHistory::readFiles() {
  m_path = m_document->path();
  m_isReadingFiles = true;
  deliver(QtConcurrent::run(chainBeside, toStdString(m_path)), this, [this, number = ++m_filesNumber](Result<Chain> chain) {
    if (number != m_filesNumber) return;
    m_isReadingFiles = false;
    m_chain = chain ? *chain : nullptr;
    if (!chain) Q_EMIT failed(tr("Could not read the revisions of %1").arg(m_document->displayName()), chain.error());
    Q_EMIT changed();
  });
}

void RevisionHistory::readStanding() {
  const std::uint64_t number = ++m_standingNumber;
  m_isReadingStanding = m_worker != nullptr;
  if (!m_worker) return void(Q_EMIT changed());
  auto job = m_worker->run([](Worker::Context& context) { return migration::RevisionTable(context.connection, context.dialect).read(); },
                           toStdString(tr("Asking %1 for its revision").arg(m_database->displayName())));
  deliver(job.future, this, [this, number](Result<migration::DatabaseRevision> standing) {
    if (number != m_standingNumber) return;
    m_isReadingStanding = false;
    m_standing.reset();
    if (standing) m_standing = *standing;
    else Q_EMIT failed(tr("Could not find out at which revision %1 is").arg(m_database ? m_database->displayName() : QString()), standing.error());
    Q_EMIT changed();
  });
}

QSet<QString> RevisionHistory::applied() const {
  QSet<QString> ids;
  if (!m_chain || !m_standing) return ids;
  for (const auto* each = m_chain->find(m_standing->id); each; each = m_chain->find(each->parent)) ids << toQString(each->id);
  return ids;
}

bool RevisionHistory::isUnstamped() const {
  // What is being asked for anew may be old, while the tables are not.
  if (m_isReadingStanding || !m_standing || m_standing->isKnown || !m_database || !m_database->registry()) return false;
  return std::ranges::any_of(m_database->registry()->metadata().tables(), [](const auto& table) { return !migration::isRevisionTable(table->name); });
}

}  // namespace joinery::ui

#include "moc_revision_history.cpp"
