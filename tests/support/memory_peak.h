// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <cstdint>

namespace joinery::test {

/// How much more memory this process has taken than at the beginning, at its most. Source: proc(5)
class MemoryPeak {
 public:
  /// Whether a sanitizer's own memory, a multiple of what it watches, counts as well.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  static constexpr bool kCountsMore = true;
#elif defined(__has_feature)
  static constexpr bool kCountsMore = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
  static constexpr bool kCountsMore = false;
#endif

  MemoryPeak() {
    // Else what was taken and given back before would hide what is taken now.
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly)) file.write("5");
    file.close();
    m_before = kilobytes("VmRSS");
  }
  /// Bytes.
  std::int64_t growth() const { return (kilobytes("VmHWM") - m_before) * 1024; }

 private:
  static std::int64_t kilobytes(const QByteArray& name) {
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : file.readAll().split('\n'))
      if (line.startsWith(name + ':')) return line.mid(name.size() + 1).simplified().split(' ').front().toLongLong();
    return 0;
  }
  std::int64_t m_before = 0;
};

}  // namespace joinery::test
