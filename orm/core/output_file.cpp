// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <random>
#include <utility>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

constexpr int kMostTries = 100;
constexpr const char* kIsThere = "there is a file of that name, which is kept";
constexpr std::int64_t kStartedBytes = std::int64_t{8} << 20;

/// A name for an open file that may have none. Source: man7.org/linux/man-pages/man2/open.2.html
std::string handlePath(int handle) { return "/proc/self/fd/" + std::to_string(handle); }

std::string lastSystemError() { return std::strerror(errno); }

/// What a new file's permissions are without those that the process leaves out.
mode_t newFilePermissions() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

}  // namespace

OutputFile::OutputFile(const std::string& path, Existing existing) : m_given(path), m_existing(existing) {
  std::error_code error;
  m_path = std::filesystem::weakly_canonical(std::filesystem::absolute(path), error).string();
  if (error) fail(error.message());
  const auto status = std::filesystem::status(m_path, error);
  if (std::filesystem::is_directory(status)) fail("it is a folder");
  if (existing == Existing::Kept && std::filesystem::exists(status)) fail(kIsThere);
  const bool isReplaced = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
  if (isReplaced) openTemporary();
  else m_handle = open(m_path.c_str(), O_WRONLY | O_CLOEXEC);
  if (m_handle < 0) fail(lastSystemError());
}

OutputFile::~OutputFile() { discard(); }

void OutputFile::openTemporary() {
  const std::string here = folder();
  std::error_code error;
  std::filesystem::create_directories(here, error);
  if (error) fail("the folder " + here + " can't be made: " + error.message());
  m_isTemporary = true;
  m_handle = open(here.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  // A name is given through /proc; where that is missing it has one from the beginning.
  if (m_handle >= 0 && access(handlePath(m_handle).c_str(), F_OK) != 0) close(std::exchange(m_handle, -1));
  if (m_handle < 0) openNamed();
  takePermissions();
}

/// Beside the file, hidden.
std::string OutputFile::newName() const {
  const std::filesystem::path path(m_path);
  return path.parent_path().string() + "/." + path.filename().string().substr(0, 200) + ".XXXXXX";
}

void OutputFile::openNamed() {
  std::string name = newName();
  m_handle = mkostemp(name.data(), O_CLOEXEC);
  if (m_handle < 0) fail(lastSystemError());
  m_temporary = std::move(name);
}

void OutputFile::giveName() {
  if (!m_temporary.empty()) return;
  std::random_device random;
  for (int tries = 0; tries < kMostTries; ++tries) {
    std::string name = newName();
    for (auto letter = name.end() - 6; letter != name.end(); ++letter) *letter = static_cast<char>('a' + random() % 26);
    if (linkat(AT_FDCWD, handlePath(m_handle).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0) return void(m_temporary = std::move(name));
    if (errno != EEXIST) break;
  }
  fail(lastSystemError());
}

/// The older file's; it is not an error where the owner is another one.
void OutputFile::takePermissions() {
  struct stat there = {};
  const bool isThere = stat(m_path.c_str(), &there) == 0;
  const mode_t permissions = isThere ? there.st_mode & 07777 : newFilePermissions();
  if (fchmod(m_handle, permissions) == 0) return;
  const std::string why = lastSystemError();
  discard();
  fail(why);
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_handle, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(lastSystemError());
    bytes.remove_prefix(static_cast<std::size_t>(written));
    startWriting(static_cast<std::size_t>(written));
  }
}

/// The disk is at work while the rest is made: commit() has little to wait for.
void OutputFile::startWriting(std::size_t bytes) {
  m_written += static_cast<std::int64_t>(bytes);
  if (!m_isTemporary || m_written - m_started < kStartedBytes) return;
  // Where the system can't, commit() does all of it.
  sync_file_range(m_handle, m_started, m_written - m_started, SYNC_FILE_RANGE_WRITE);
  m_started = m_written;
}

std::string OutputFile::temporaryPath() const {
  if (!m_isTemporary) throw DbError(ErrorKind::Argument, m_given + " is no file that this format can be written to");
  return m_temporary.empty() ? handlePath(m_handle) : m_temporary;
}

std::string OutputFile::folder() const { return std::filesystem::path(m_path).parent_path().string(); }

std::int64_t OutputFile::commit() {
  struct stat status = {};
  const bool isMeasured = fstat(m_handle, &status) == 0 && S_ISREG(status.st_mode);
  if (m_isTemporary) {
    sync(m_handle, m_path);
    giveName();
  }
  if (close(std::exchange(m_handle, -1)) != 0) fail(lastSystemError());
  const std::int64_t bytes = isMeasured ? status.st_size : 0;
  if (!m_isTemporary) return bytes;
  takePlace();
  syncFolder();
  return bytes;
}

/// A second name is refused where there is one, whoever gave it and when; a new name for the first would replace it.
void OutputFile::takePlace() {
  const bool isKept = m_existing == Existing::Kept;
  const int outcome = isKept ? link(m_temporary.c_str(), m_path.c_str()) : std::rename(m_temporary.c_str(), m_path.c_str());
  if (outcome != 0) fail(errno == EEXIST ? kIsThere : lastSystemError());
  if (isKept) unlink(m_temporary.c_str());
  m_temporary.clear();
}

void OutputFile::sync(int handle, const std::string& what) const {
  if (fsync(handle) != 0) fail("bringing " + what + " to the disk failed: " + lastSystemError());
}

/// The new name is on the disk when its folder is. Some file systems can't do that for folders.
void OutputFile::syncFolder() const {
  const int handle = open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  const bool isSynced = fsync(handle) == 0 || errno == EINVAL || errno == ENOTSUP;
  const std::string why = isSynced ? std::string() : lastSystemError();
  close(handle);
  if (!isSynced) fail("the file is there, but bringing its folder to the disk failed: " + why);
}

void OutputFile::discard() {
  if (m_handle >= 0) close(std::exchange(m_handle, -1));
  if (!m_temporary.empty()) unlink(std::exchange(m_temporary, {}).c_str());
}

void OutputFile::fail(const std::string& why) const { throw DbError(ErrorKind::Operational, m_given + " can't be written: " + why); }

}  // namespace joinery
