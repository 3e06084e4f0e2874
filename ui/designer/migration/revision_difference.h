// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "orm/revision/revision.h"
#include "ui/designer/migration/difference.h"

namespace joinery::ui {

/// What a revision does to the schema that the revisions before it make. Any thread.
/// @throws DbError InvalidRequest where the revisions do not fit each other, and for one that is not there
Difference revisionDifference(const migration::RevisionChain& chain, const std::string& id, const Dialect& dialect);

}  // namespace joinery::ui
