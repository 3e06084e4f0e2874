// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <mutex>

#include "orm/cache/cache_region.h"

namespace joinery {

/// Keeps results in a folder, a file for each, where the next process finds them: for several sessions and processes at once. Files
/// are replaced as a whole, and only their owner reads them. A file that is damaged, or was written for other models, is a miss and a
/// warning. Any thread but the GUI's: it reads and writes files (warnings are guarded by m_mutex).
class FileRegion final : public CacheRegion {
 public:
  /// @param folder made with the first result; only this region's files in it are ever removed
  /// @param registry with the models of the records
  FileRegion(QString folder, std::shared_ptr<const Registry> registry, std::optional<Duration> expiration = {});

  std::optional<CachedResult> find(const std::string& key) override;
  void put(const std::string& key, const CachedResult& result) override;
  void remove(const std::string& key) override;
  void clear() override;
  std::vector<std::string> takeWarnings() override;

 private:
  QString pathOf(const std::string& key) const;
  void removeFile(const QString& path);
  void warn(const QString& path, const std::string& what);

  const QString m_folder;
  const std::shared_ptr<const Registry> m_registry;
  std::mutex m_mutex;
  std::vector<std::string> m_warnings;
};

}  // namespace joinery
