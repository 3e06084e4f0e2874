// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/revision_saving.h"

#include <QtConcurrent>

#include "orm/core/result_of.h"
#include "orm/revision/revision_folder.h"
#include "ui/designer/migration/unsaved_design.h"
#include "ui/widgets/deliver.h"
#include "ui/widgets/text.h"
#include "ui/workspace/workspace_document.h"

namespace joinery::ui {

namespace {

migration::RevisionFolder::File addRevision(const Json& design, const std::string& workspace, const std::string& message) {
  const auto folder = migration::RevisionFolder::beside(workspace);
  migration::Revision revision = migration::revisionOfDesign(folder.chain(), designedSchemaOf(design), message);
  if (revision.up.empty()) throw DbError(ErrorKind::InvalidRequest, "the design is as the last revision left it");
  return folder.add(std::move(revision));
}

}  // namespace

RevisionSaving::RevisionSaving(WorkspaceDocument* document, QObject* parent) : QObject(parent), m_document(document) {}

void RevisionSaving::save(const QString& message) {
  if (m_isBusy) return;
  m_isBusy = true;
  const Json design = *m_document->designedSchema();
  auto written = QtConcurrent::run([design, workspace = toStdString(m_document->path()), message = toStdString(message)] { return resultOf([&] { return addRevision(design, workspace, message); }); });
  deliver(written, this, [this, design](Result<migration::RevisionFolder::File> file) {
    m_isBusy = false;
    if (!file) return void(Q_EMIT failed(file.error()));
    mark(design);
    Q_EMIT saved(toQString(file->revision.id), toQString(file->path));
  });
}

/// What was designed meanwhile leads on from the revision.
void RevisionSaving::mark(const Json& asSaved) {
  const Json* now = m_document->designedSchema();
  if (!now) return;
  const auto marked = resultOf([&] { return designAfterRevision(*now, asSaved); });
  if (!marked) return void(Q_EMIT failed(marked.error()));
  m_document->putDesignedSchema(*marked);
  m_document->save();
}

}  // namespace joinery::ui

#include "moc_revision_saving.cpp"
