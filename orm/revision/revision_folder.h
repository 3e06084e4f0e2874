// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orm/revision/revision.h"

namespace joinery::migration {

/// The revisions beside a workspace, one in each file: `revisions/0002_names_of_albums.json`. The number is for people, and says in which
/// order they were made; what follows what stands in the files. Every `*.json` is a revision. Reads and writes wait for the disk: not on the
/// GUI thread.
class RevisionFolder {
 public:
  static constexpr std::size_t kMaxBytes = 16 * 1024 * 1024;  ///< of one file
  static constexpr std::size_t kMaxFiles = 10'000;
  static constexpr int kMaxDepth = 200;

  explicit RevisionFolder(std::string path) : m_path(std::move(path)) {}
  /// That of a workspace's file.
  static RevisionFolder beside(const std::string& workspace);
  const std::string& path() const { return m_path; }

  struct File {
    std::string path;
    Revision revision;
  };
  /// All of them, by their names; none where there is no folder.
  /// @throws DbError CannotOpen for what can't be read, TooLarge for too many; Argument for what is wrong in one, with the file and the place in it
  std::vector<File> files() const;
  /// @throws DbError as files() does; InvalidRequest for an id that two files have, and as RevisionChain does
  RevisionChain chain() const;

  /// Writes one more, under the next number and its message; never over a file that is there. Without an id it gets one.
  /// @return with its id and where it is @throws DbError InvalidRequest where it does not fit the others; Operational (a full disk)
  File add(Revision revision) const;

 private:
  std::string m_path;
};

/// A revision's message as a part of a file's name: "Names of albums!" → "names_of_albums". Letters of any script are kept. Pure.
std::string fileNameOf(const std::string& message);

}  // namespace joinery::migration
