// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "orm/changes/change.h"

namespace joinery {

/// A change as it was at one moment, shared by all that keep it: the set, undo steps, the journal. Nobody writes to it any more. Empty where
/// there is none. A copy costs nothing that anybody would notice, and may go to another thread.
class SharedChange {
 public:
  SharedChange() = default;
  SharedChange(std::nullopt_t) {}
  SharedChange(Change change) : m_change(std::make_shared<const Change>(std::move(change))) {}
  SharedChange(std::optional<Change> change) : m_change(change ? std::make_shared<const Change>(std::move(*change)) : nullptr) {}
  SharedChange(std::shared_ptr<const Change> change) : m_change(std::move(change)) {}

  explicit operator bool() const { return m_change != nullptr; }
  const Change& operator*() const { return *m_change; }
  const Change* operator->() const { return m_change.get(); }
  const Change* get() const { return m_change.get(); }
  void reset() { m_change.reset(); }

 private:
  std::shared_ptr<const Change> m_change;
};

}  // namespace joinery
