// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/migration/revision_difference.h"

#include "orm/revision/designed_schema.h"

namespace joinery::ui {

Difference revisionDifference(const migration::RevisionChain& chain, const std::string& id, const Dialect& dialect) {
  const migration::Revision* revision = chain.find(id);
  if (!revision) throw DbError(ErrorKind::InvalidRequest, "there is no revision " + id);
  return {std::make_shared<const schema::MetaData>(migration::schemaOfRevisions(chain, revision->parent, dialect)), revision->up, &dialect};
}

}  // namespace joinery::ui
