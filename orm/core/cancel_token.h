// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>

namespace joinery {

/// A flag that a job looks at between steps. Copies share it; any thread may set it, and it is never unset.
class CancelToken {
 public:
  CancelToken() : m_flag(std::make_shared<std::atomic<bool>>(false)) {}
  void cancel() const { m_flag->store(true, std::memory_order_relaxed); }
  bool isCancelled() const { return m_flag->load(std::memory_order_relaxed); }
  /// @throws DbError Cancelled once cancel() was called
  void throwIfCancelled() const;

 private:
  std::shared_ptr<std::atomic<bool>> m_flag;
};

}  // namespace joinery
