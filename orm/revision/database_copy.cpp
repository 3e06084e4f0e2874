// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/database_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QDateTime>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "orm/core/db_error.h"
#include "orm/engine/transaction.h"

namespace joinery::migration {
namespace {

constexpr int kMostNames = 1'000;

[[noreturn]] void failCopy(const std::string& path, const std::string& why) {
  DbError error(ErrorKind::Operational, "the backup " + path + " can't be written: " + why);
  error.hint = "Make room beside the file, or copy it by other means and migrate without a backup.";
  throw error;
}

/// An empty file of its own, with the permissions of the one that is copied.
std::string newFileBeside(const std::string& path) {
  struct stat status = {};
  const mode_t permissions = stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0600;
  const std::string named = path + "." + QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd_HH-mm-ss")).toStdString();
  for (int number = 1; number <= kMostNames; ++number) {
    const std::string name = named + (number == 1 ? "" : "-" + std::to_string(number)) + ".backup";
    const int handle = open(name.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, permissions);
    if (handle < 0 && errno != EEXIST) failCopy(name, std::strerror(errno));
    if (handle < 0) continue;
    close(handle);
    return name;
  }
  failCopy(named, "there are too many of that name");
}

/// Its name is on the disk when its folder is. Some file systems can't do that for folders.
void syncFolderOf(const std::string& path) {
  const int handle = open(std::filesystem::absolute(path).parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return;
  const bool isSynced = fsync(handle) == 0 || errno == EINVAL || errno == ENOTSUP;
  const std::string why = isSynced ? std::string() : std::strerror(errno);
  close(handle);
  if (!isSynced) failCopy(path, why);
}

}  // namespace

void copyDatabase(Connection& reader, const Dialect& dialect, const std::string& path, const MigrationOptions& options) {
  Transaction transaction(reader, dialect, Transaction::Mode::Read);
  reader.readRow("SELECT count(*) FROM main.sqlite_schema", {}, [](auto) {});
  reader.copyTo(path, [&](std::int64_t done, std::int64_t all) {
    options.cancel.throwIfCancelled();
    if (options.progress) options.progress({{}, static_cast<std::size_t>(done), static_cast<std::size_t>(all), "Copying the database to " + path});
  });
  transaction.rollback();
}

std::string backUpBeside(Engine& engine, const MigrationOptions& options) {
  const auto reader = engine.connect(Engine::Access::Read, "backup");
  const std::string path = newFileBeside(engine.url().database);
  try {
    copyDatabase(*reader, engine.dialect(), path, options);
    syncFolderOf(path);
  } catch (...) {
    unlink(path.c_str());
    throw;
  }
  return path;
}

}  // namespace joinery::migration
