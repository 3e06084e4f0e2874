// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/cache/file_region.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "orm/cache/cached_result_bytes.h"

namespace joinery {

namespace {

constexpr const char* kCacheSuffix = ".cached";

/// Other sessions and processes remove files at any moment, so none is asked for before it is used.
bool isMissing(const std::error_code& error) { return error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory; }

}  // namespace

FileRegion::FileRegion(QString folder, std::shared_ptr<const Registry> registry, std::optional<Duration> expiration)
    : CacheRegion(expiration), m_folder(std::move(folder)), m_registry(std::move(registry)) {}

/// Keys are longer than names of files may be.
QString FileRegion::pathOf(const std::string& key) const {
  const QByteArray hash = QCryptographicHash::hash(QByteArrayView(key.data(), static_cast<qsizetype>(key.size())), QCryptographicHash::Sha256);
  return QDir(m_folder).filePath(QString::fromLatin1(hash.toHex()) + QLatin1String(kCacheSuffix));
}

void FileRegion::warn(const QString& path, const std::string& what) {
  const std::lock_guard lock(m_mutex);
  m_warnings.push_back(path.toStdString() + ": " + what);
}

std::vector<std::string> FileRegion::takeWarnings() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_warnings, {});
}

std::optional<CachedResult> FileRegion::find(const std::string& key) {
  const QString path = pathOf(key);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(QFile::encodeName(path).constData(), "rbe"), &std::fclose);
  const std::error_code error(errno, std::generic_category());
  QFile file;
  if (!stream || !file.open(stream.get(), QIODevice::ReadOnly)) {
    if (!isMissing(error)) warn(path, "can't be read: " + error.message());
    return {};
  }
  try {
    return cachedResultFrom(file.readAll(), key, m_registry);
  } catch (const DbError& error) {
    warn(path, error.message() + "; it is read from the database again");
    return {};
  }
}

void FileRegion::put(const std::string& key, const CachedResult& result) {
  const QString path = pathOf(key);
  const QByteArray bytes = bytesOf(result, key);
  QDir().mkpath(m_folder);
  // Readable by its owner alone. Not a QSaveFile: that one looks at the file that stands there, which another session may just remove.
  QTemporaryFile file(QDir(m_folder).filePath(QStringLiteral("XXXXXX.part")));
  std::string why;
  if (file.open() && file.write(bytes) == bytes.size() && file.flush()) {
    std::error_code error;
    std::filesystem::rename(QFileInfo(file.fileName()).filesystemFilePath(), QFileInfo(path).filesystemFilePath(), error);
    if (!error) return file.setAutoRemove(false);
    why = error.message();
  } else {
    why = file.errorString().toStdString();
  }
  warn(path, "can't be written: " + why);
  // What stands there is older than what was read now.
  QFile::remove(path);
}

void FileRegion::removeFile(const QString& path) {
  std::error_code error;
  std::filesystem::remove(QFileInfo(path).filesystemFilePath(), error);
  if (error && !isMissing(error)) warn(path, "can't be removed: " + error.message());
}

void FileRegion::remove(const std::string& key) { removeFile(pathOf(key)); }

void FileRegion::clear() {
  const QDir folder(m_folder);
  const QStringList names = folder.entryList({QLatin1Char('*') + QLatin1String(kCacheSuffix)}, QDir::Files);
  for (const QString& name : names) removeFile(folder.filePath(name));
}

}  // namespace joinery
