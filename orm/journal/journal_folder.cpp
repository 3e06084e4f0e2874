// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/journal/journal_folder.h"

#include <QUuid>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include "orm/core/db_error.h"

namespace joinery {

namespace {

constexpr std::string_view kEnding = ".journal";
constexpr std::string_view kLockEnding = ".lock";
constexpr std::uintmax_t kLargestFile = std::uintmax_t{2} << 30;
constexpr std::size_t kIdLength = 36;

using Files = std::map<std::string, std::vector<std::string>>;  // by journal, in the order of their generations

/// Files whose names newId() and filePath() made, and locks whose journals are gone; links and all else are left alone.
Files journalFiles(const std::string& folder) {
  Files files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    const bool isJournal = name.ends_with(kEnding), isLock = name.ends_with(kLockEnding);
    if ((!isJournal && !isLock) || name.size() <= kIdLength || !std::filesystem::is_regular_file(entry.symlink_status(ignored))) continue;
    const std::string id = name.substr(0, kIdLength);
    if (QUuid::fromString(QLatin1String(id.data(), static_cast<qsizetype>(id.size()))).isNull()) continue;
    auto& paths = files[id];
    if (isJournal) paths.push_back(entry.path().string());
  }
  if (error && error != std::errc::no_such_file_or_directory) throw DbError(ErrorKind::Operational, folder + " can't be read: " + error.message());
  for (auto& [id, paths] : files) std::ranges::sort(paths);
  return files;
}

/// Nothing for a file that can't be read or is no journal's size.
std::optional<std::string> contentOf(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > kLargestFile) return {};
  std::ifstream file(path, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (file.bad() || !file.is_open()) return {};
  // One whose owner lives may grow or be replaced meanwhile.
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// The last generation that is complete; else the one that most can be read of.
JournalReading readGenerations(const std::string& id, const std::vector<std::string>& paths) {
  JournalReading best;
  for (auto path = paths.rbegin(); path != paths.rend(); ++path) {
    const auto bytes = contentOf(*path);
    if (!bytes) continue;
    JournalReading reading = readJournal(*bytes, id);
    if (reading.isComplete) return reading;
    if (reading.records > best.records || (best.records == 0 && reading.tornBytes > best.tornBytes)) best = std::move(reading);
  }
  return best;
}

void removeFiles(FileCalls& calls, const std::vector<std::string>& files) {
  for (const std::string& path : files)
    if (calls.remove(path) != 0 && errno != ENOENT) throw DbError(ErrorKind::Operational, path + " can't be removed: " + std::strerror(errno));
}

/// Kept for whoever wants to look into it, and not looked at again.
std::vector<std::string> setAside(const std::vector<std::string>& files) {
  std::vector<std::string> kept;
  for (const std::string& path : files)
    if (const std::string name = path + ".damaged"; std::rename(path.c_str(), name.c_str()) == 0) kept.push_back(name);
  return kept;
}

}  // namespace

void OrphanedJournal::remove(FileCalls& calls) {
  removeFiles(calls, m_files);
  m_lock.remove();
}

std::string JournalFolder::newId() { return QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString(); }

std::string JournalFolder::filePath(const std::string& folder, const std::string& journal, int generation) {
  char number[16];
  std::snprintf(number, sizeof number, ".%09d", generation);
  return folder + "/" + journal + number + std::string(kEnding);
}

std::vector<std::string> JournalFolder::filesOf(const std::string& folder, const std::string& journal) {
  const Files files = journalFiles(folder);
  const auto found = files.find(journal);
  return found == files.end() ? std::vector<std::string>{} : found->second;
}

JournalFolder::Found JournalFolder::claimOrphans(FileCalls& calls) const {
  Found found;
  std::set<std::string> takenOver;
  for (const auto& [id, listed] : journalFiles(m_path)) {
    auto lock = JournalLock::take(m_path, id);
    // Listed again under the lock: its owner may have begun another file, or have removed all.
    const std::vector<std::string> paths = lock ? filesOf(m_path, id) : listed;
    JournalReading reading = readGenerations(id, paths);
    takenOver.insert(reading.content.takenOver.begin(), reading.content.takenOver.end());
    if (!lock) continue;
    const bool isUnreadable = reading.records == 0 && reading.tornBytes > 0;
    if (isUnreadable) std::ranges::move(setAside(paths), std::back_inserter(found.damaged));
    if (isUnreadable || paths.empty()) lock->remove();
    else found.orphans.push_back(std::make_unique<OrphanedJournal>(id, paths, std::move(*lock), std::move(reading)));
  }
  const auto removeWhere = [&](const auto& isOver) {
    std::erase_if(found.orphans, [&](const auto& orphan) {
      if (isOver(*orphan)) orphan->remove(calls);
      return isOver(*orphan);
    });
  };
  // The one that says so goes after those that it took over.
  removeWhere([&](const OrphanedJournal& orphan) { return takenOver.contains(orphan.id()); });
  removeWhere([](const OrphanedJournal& orphan) { return orphan.content().isEmpty() && orphan.reading().missingRecords == 0; });
  std::ranges::stable_sort(found.orphans, {}, [](const auto& orphan) { return orphan->content().milliseconds; });
  return found;
}

}  // namespace joinery
