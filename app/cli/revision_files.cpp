// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/revision_files.h"

#include "orm/workspace/workspace_file.h"

namespace joinery::cli {

migration::RevisionFolder revisionFolder(const std::string& workspace) {
  WorkspaceFile(workspace).read();
  return migration::RevisionFolder::beside(workspace);
}

}  // namespace joinery::cli
