// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/revision_folder.h"

#include <QList>
#include <QString>
#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <random>

#include "orm/core/db_error.h"
#include "orm/core/input_file.h"
#include "orm/core/output_file.h"

namespace joinery::migration {
namespace {

constexpr qsizetype kMostLetters = 40;
constexpr int kIdLetters = 12;
constexpr std::size_t kDigits = 4;

/// Never the same for two people.
std::string newId() {
  constexpr std::string_view kLetters = "0123456789abcdef";
  std::random_device random;
  std::string id;
  for (int letter = 0; letter < kIdLetters; ++letter) id += kLetters[random() % kLetters.size()];
  return id;
}

std::string fileOf(const std::string& path) { return std::filesystem::path(path).filename().string(); }

/// What stands before a file's name; 0 for none, and for one that nobody counts to.
std::size_t numberOf(const std::string& path) {
  const std::string name = fileOf(path);
  const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
  return digits == 0 || digits > 9 ? 0 : std::stoul(name.substr(0, digits));
}

std::string padded(std::size_t number) {
  const std::string digits = std::to_string(number);
  return std::string(kDigits - std::min(kDigits, digits.size()), '0') + digits;
}

[[noreturn]] void refuseFile(ErrorKind kind, const std::string& what, const std::string& hint = {}) {
  DbError error(kind, what);
  error.hint = hint;
  throw error;
}

std::vector<std::string> pathsIn(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) return paths;
  for (std::filesystem::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    const std::string name = each->path().filename().string();
    if (!name.starts_with('.') && name.ends_with(".json")) paths.push_back(each->path().string());
    if (paths.size() > RevisionFolder::kMaxFiles) refuseFile(ErrorKind::TooLarge, folder + " has more than " + std::to_string(RevisionFolder::kMaxFiles) + " revisions");
  }
  if (error) refuseFile(ErrorKind::CannotOpen, folder + " can't be read: " + error.message());
  std::ranges::sort(paths, [](const std::string& one, const std::string& other) { return std::pair(numberOf(one), one) < std::pair(numberOf(other), other); });
  return paths;
}

Revision revisionIn(const std::string& path) {
  const std::string text = fileContents(path, RevisionFolder::kMaxBytes, "a revision");
  try {
    const Json json = parseJson(text, RevisionFolder::kMaxDepth);
    return revisionFromJson(JsonPlace(json, "revision"));
  } catch (const DbError& error) {
    DbError told(error.kind(), path + ": " + error.message());
    told.hint = error.hint;
    throw told;
  }
}

/// In the words of the files: the chain knows none.
RevisionChain chainOf(const std::vector<RevisionFolder::File>& files) {
  std::map<std::string, std::string> names;
  std::vector<Revision> revisions;
  for (const auto& [path, revision] : files) {
    const auto [first, isNew] = names.emplace(revision.id, fileOf(path));
    if (!isNew) refuseFile(ErrorKind::InvalidRequest, path + ": its id " + revision.id + " is that of " + first->second, "Give one of them another id, and those that follow it another parent.");
    revisions.push_back(revision);
  }
  return RevisionChain(std::move(revisions));
}

std::string writtenText(const Revision& revision) {
  try {
    std::string text = revisionToJson(revision).dump(2) + "\n";
    if (text.size() > RevisionFolder::kMaxBytes) refuseFile(ErrorKind::TooLarge, "the revision has " + std::to_string(text.size() >> 20U) + " MiB; it may have up to " + std::to_string(RevisionFolder::kMaxBytes >> 20U));
    // What can't be read again is not written.
    const Json json = parseJson(text, RevisionFolder::kMaxDepth);
    revisionFromJson(JsonPlace(json, "revision"));
    return text;
  } catch (const Json::exception& error) {
    throw DbError(ErrorKind::Data, std::string("a text of the revision is no valid UTF-8: ") + error.what());
  }
}

}  // namespace

RevisionFolder RevisionFolder::beside(const std::string& workspace) {
  return RevisionFolder((std::filesystem::absolute(workspace).parent_path() / "revisions").string());
}

std::vector<RevisionFolder::File> RevisionFolder::files() const {
  std::vector<File> files;
  for (const std::string& path : pathsIn(m_path)) files.push_back({path, revisionIn(path)});
  return files;
}

RevisionChain RevisionFolder::chain() const { return chainOf(files()); }

RevisionFolder::File RevisionFolder::add(Revision revision) const {
  if (revision.id.empty()) revision.id = newId();
  std::vector<File> all = files();
  const std::size_t number = all.empty() ? 1 : numberOf(std::ranges::max_element(all, {}, [](const File& each) { return numberOf(each.path); })->path) + 1;
  const File added{m_path + "/" + padded(number) + "_" + fileNameOf(revision.message) + ".json", std::move(revision)};
  all.push_back(added);
  chainOf(all);
  OutputFile file(added.path, OutputFile::Existing::Kept);
  file.write(writtenText(added.revision));
  file.commit();
  return added;
}

std::string fileNameOf(const std::string& message) {
  QString name;
  for (const char32_t letter : QString::fromStdString(message).normalized(QString::NormalizationForm_C).toLower().toUcs4()) {
    const bool isKept = QChar::isLetterOrNumber(letter) || QChar::isMark(letter);
    if (isKept) name += QString::fromUcs4(&letter, 1);
    else if (!name.isEmpty() && !name.endsWith(QLatin1Char('_'))) name += QLatin1Char('_');
    if (name.size() >= kMostLetters) break;
  }
  while (name.endsWith(QLatin1Char('_'))) name.chop(1);
  return name.isEmpty() ? "revision" : name.toStdString();
}

}  // namespace joinery::migration
