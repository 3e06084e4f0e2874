// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "orm/transfer/transfer_format.h"

namespace joinery::cli {

/// One line on stderr that says how far a transfer has come, some times a second; nothing where stderr is no terminal. It is wiped when
/// this goes.
class ProgressLine {
 public:
  /// @param totalBytes of the file, for a share of it; 0: not known
  explicit ProgressLine(std::int64_t totalBytes = 0);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  void show(const TransferProgress& progress);

 private:
  const std::int64_t m_totalBytes;
  const bool m_isShown;
  bool m_isWritten = false;
  std::chrono::steady_clock::time_point m_next;
};

/// 15607 → "15,607 rows, 1.2 MB".
std::string progressText(const TransferProgress& progress);

}  // namespace joinery::cli
