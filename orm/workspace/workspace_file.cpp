// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/workspace/workspace_file.h"

#include <filesystem>

#include "orm/core/db_error.h"
#include "orm/core/input_file.h"
#include "orm/core/output_file.h"

namespace joinery {

namespace {

std::string megabytes(std::size_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

std::string textOf(const Workspace& workspace) {
  try {
    return workspaceToJson(workspace).dump(2) + "\n";
  } catch (const Json::exception& error) {
    throw DbError(ErrorKind::Data, std::string("A name in the workspace is no valid UTF-8: ") + error.what());
  }
}

}  // namespace

std::string WorkspaceFile::load() const { return fileContents(m_path, kMaxBytes, "a workspace"); }

Workspace WorkspaceFile::read() {
  std::string bytes = load();
  try {
    Workspace workspace = workspaceFromJson(parseJson(bytes, kMaxDepth));
    m_known = std::move(bytes);
    return workspace;
  } catch (DbError& error) {
    DbError told(error.kind(), m_path + ": " + error.message());
    told.hint = error.hint;
    throw told;
  }
}

void WorkspaceFile::write(const Workspace& workspace, Existing existing) {
  std::string bytes = textOf(workspace);
  if (bytes.size() > kMaxBytes) throw DbError(ErrorKind::TooLarge, "The workspace has " + megabytes(bytes.size()) + "; it may have up to " + megabytes(kMaxBytes));
  // What can't be read again is not written.
  workspaceFromJson(parseJson(bytes, kMaxDepth));
  std::error_code error;
  if (existing == Existing::KeepChanged && std::filesystem::exists(m_path, error) && (!m_known || load() != *m_known)) {
    DbError stale(ErrorKind::StaleData, m_path + " was changed by another program");
    stale.hint = "Save under another name, or replace it.";
    throw stale;
  }
  OutputFile file(m_path);
  file.write(bytes);
  file.commit();
  m_known = std::move(bytes);
}

}  // namespace joinery
