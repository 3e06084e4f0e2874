// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace joinery::bench {

/// Runs a program of the engine's own, which is found by its name, and waits for its end. @param output the file that takes what it prints; empty: none
/// @throws Skipped where it is not installed; std::runtime_error where it fails
void runCommand(const std::vector<std::string>& words, const std::string& output = {});

/// A file that is gone with the object.
class TransferFile {
 public:
  /// @param name the end of its name
  explicit TransferFile(const char* name);
  ~TransferFile();
  TransferFile(const TransferFile&) = delete;
  TransferFile& operator=(const TransferFile&) = delete;
  const std::string& path() const { return m_path; }

 private:
  std::string m_path;
};

/// The rows of "event" as a file of CSV with a row of names, the same for both sides.
const std::string& eventsCsv();
/// Ends of lines in a file.
std::int64_t linesOf(const std::string& path);

}  // namespace joinery::bench
