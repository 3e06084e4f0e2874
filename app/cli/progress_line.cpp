// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress_line.h"

#include <unistd.h>

#include <QLocale>
#include <cstdio>

#include "app/cli/output.h"

namespace joinery::cli {

namespace {

constexpr std::chrono::milliseconds kInterval{200};
constexpr const char* kWiped = "\r\033[K";

}  // namespace

ProgressLine::ProgressLine(std::int64_t totalBytes) : m_totalBytes(totalBytes), m_isShown(isatty(STDERR_FILENO) == 1), m_next(std::chrono::steady_clock::now() + kInterval) {}

ProgressLine::~ProgressLine() {
  if (m_isWritten) std::fputs(kWiped, stderr);
}

void ProgressLine::show(const TransferProgress& progress) {
  const auto now = std::chrono::steady_clock::now();
  if (!m_isShown || now < m_next) return;
  m_next = now + kInterval;
  m_isWritten = true;
  std::string line = progressText(progress);
  if (m_totalBytes > 0) line += ", " + std::to_string(progress.bytes * 100 / m_totalBytes) + " %";
  std::fprintf(stderr, "%s%s", kWiped, line.c_str());
}

std::string progressText(const TransferProgress& progress) {
  const std::string size = QLocale::c().formattedDataSize(progress.bytes, 1, QLocale::DataSizeSIFormat).toStdString();
  return groupedNumber(progress.rows) + (progress.rows == 1 ? " row, " : " rows, ") + size;
}

}  // namespace joinery::cli
