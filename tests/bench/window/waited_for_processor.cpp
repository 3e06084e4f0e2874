// SPDX-License-Identifier: GPL-3.0-or-later
#include "waited_for_processor.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <sstream>
#include <string>

namespace joinery::bench {

WaitedForProcessor::WaitedForProcessor() : m_file(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}

WaitedForProcessor::~WaitedForProcessor() {
  if (m_file >= 0) close(m_file);
}

double WaitedForProcessor::milliseconds() const {
  char text[96];
  const ssize_t size = m_file >= 0 ? pread(m_file, text, sizeof text, 0) : 0;
  std::istringstream numbers(std::string(text, size > 0 ? static_cast<std::size_t>(size) : 0));
  std::int64_t ran = 0, waited = 0;
  numbers >> ran >> waited;
  constexpr double kNanoseconds = 1e6;
  return static_cast<double>(waited) / kNanoseconds;
}

}  // namespace joinery::bench
