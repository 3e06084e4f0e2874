// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/workspace/workspace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "orm/core/db_error.h"
#include "orm/core/output_file.h"

namespace joinery {

namespace {

/// Closes a file when it is left.
class Handle {
 public:
  explicit Handle(int handle) : m_handle(handle) {}
  ~Handle() {
    if (m_handle >= 0) close(m_handle);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  int get() const { return m_handle; }

 private:
  int m_handle;
};

std::string megabytes(std::size_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

std::string textOf(const Workspace& workspace) {
  try {
    return workspaceToJson(workspace).dump(2) + "\n";
  } catch (const Json::exception& error) {
    throw DbError(ErrorKind::Data, std::string("A name in the workspace is no valid UTF-8: ") + error.what());
  }
}

}  // namespace

void WorkspaceFile::fail(const std::string& why) const { throw DbError(ErrorKind::CannotOpen, m_path + " can't be read: " + why); }

/// Whatever grows or lies about its size, no more than the cap is read. A pipe is not waited for.
std::string WorkspaceFile::load() const {
  const Handle file(open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status = {};
  if (file.get() < 0 || fstat(file.get(), &status) != 0) fail(std::strerror(errno));
  if (!S_ISREG(status.st_mode)) fail("it is no file");
  if (static_cast<std::uint64_t>(status.st_size) > kMaxBytes) fail("it has " + megabytes(static_cast<std::size_t>(status.st_size)) + ", and a workspace up to " + megabytes(kMaxBytes));
  std::string bytes(kMaxBytes + 1, '\0');
  std::size_t length = 0;
  while (length < bytes.size()) {
    const ssize_t count = ::read(file.get(), bytes.data() + length, bytes.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(std::strerror(errno));
    if (count == 0) break;
    length += static_cast<std::size_t>(count);
  }
  if (length > kMaxBytes) fail("it has more than " + megabytes(kMaxBytes));
  bytes.resize(length);
  return bytes;
}

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
