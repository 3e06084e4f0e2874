// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <cerrno>

#include "orm/journal/file_calls.h"

namespace joinery::test {

/// File calls of which those from the k-th on fail, as many as are asked for; and a count of all. Any thread.
class FailingCalls final : public FileCalls {
 public:
  enum class Kind { Any, Create, Write, ShortWrite, Sync };

  /// @param first from 1; 0: none fails @param howMany -1: all that follow
  void failAt(Kind kind, int first, int howMany, int error) {
    m_seen = 0;
    m_error = error;
    m_howMany = howMany;
    m_kind = kind;
    m_first = first;
  }
  void mend() { m_first = 0; }
  int calls() const { return m_calls; }

  int create(const std::string& path) override { return fails(Kind::Create) ? -1 : FileCalls::create(path); }
  ssize_t write(int file, std::string_view bytes) override {
    if (m_kind == Kind::ShortWrite && fails(Kind::ShortWrite)) {
      // What a full disk does: some of it is there, and then no more.
      FileCalls::write(file, bytes.substr(0, bytes.size() / 2));
      errno = m_error;
      return -1;
    }
    return fails(Kind::Write) ? -1 : FileCalls::write(file, bytes);
  }
  int sync(int file) override { return fails(Kind::Sync) ? -1 : FileCalls::sync(file); }
  int syncFolder(const std::string& path) override { return fails(Kind::Sync) ? -1 : FileCalls::syncFolder(path); }

 private:
  bool fails(Kind kind) {
    ++m_calls;
    const int first = m_first;
    if (first == 0 || (m_kind != Kind::Any && m_kind != kind)) return false;
    const int number = ++m_seen;
    const bool isFailing = number >= first && (m_howMany < 0 || number < first + m_howMany);
    if (isFailing) errno = m_error;
    return isFailing;
  }

  std::atomic<Kind> m_kind = Kind::Any;
  std::atomic<int> m_first = 0, m_howMany = 0, m_error = EIO, m_seen = 0, m_calls = 0;
};

}  // namespace joinery::test
