// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/cache/file_region.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <utility>

#include "orm/cache/cached_result_bytes.h"

namespace joinery {

namespace {

constexpr const char* kCacheSuffix = ".cached";

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
  QFile file(path);
  if (!file.exists()) return {};
  if (!file.open(QIODevice::ReadOnly)) {
    warn(path, "can't be read: " + file.errorString().toStdString());
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
  QSaveFile file(path);
  const bool isKept = file.open(QIODevice::WriteOnly) && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                      file.write(bytes) == bytes.size() && file.commit();
  if (isKept) return;
  warn(path, "can't be written: " + file.errorString().toStdString());
  // What stands there is older than what was read now.
  QFile::remove(path);
}

void FileRegion::remove(const std::string& key) {
  const QString path = pathOf(key);
  QFile file(path);
  if (file.exists() && !file.remove()) warn(path, "can't be removed: " + file.errorString().toStdString());
}

void FileRegion::clear() {
  const QDir folder(m_folder);
  const QStringList names = folder.entryList({QLatin1Char('*') + QLatin1String(kCacheSuffix)}, QDir::Files);
  for (const QString& name : names) {
    QFile file(folder.filePath(name));
    if (!file.remove()) warn(file.fileName(), "can't be removed: " + file.errorString().toStdString());
  }
}

}  // namespace joinery
