// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <string_view>

namespace joinery::test {

/// Stands between SQLite and the system's files in this process, for as long as the object lives, and makes the k-th call fail.
class FailingVfs {
 public:
  enum class Fault { IoError, Full, ShortWrite };
  enum class Times { Once, FromThenOn };
  FailingVfs();
  ~FailingVfs();

  /// @param call counted from now, the first is 1
  void arm(Fault fault, int call, Times times);
  /// @return whether the call came
  bool disarm();

 private:
  struct File;
  friend struct FailingVfsCalls;
  /// @return SQLITE_OK, or what this call is to answer
  int answer(int ioError);
  bool isShort() const { return m_fault == Fault::ShortWrite; }

  sqlite3_vfs m_vfs{};
  sqlite3_vfs* m_real = nullptr;
  std::atomic<int> m_seen = 0, m_call = 0;
  std::atomic<Fault> m_fault = Fault::IoError;
  std::atomic<Times> m_times = Times::Once;
};

}  // namespace joinery::test
