// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "orm/revision/revision_folder.h"

namespace joinery::cli {

/// The revisions of a workspace that the command line names. @throws DbError CannotOpen, Argument where that is none
migration::RevisionFolder revisionFolder(const std::string& workspace);

}  // namespace joinery::cli
