// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "orm/core/value.h"

namespace joinery {

/// The sets of values that one statement runs with, one after another, and where what comes of each goes. Called on the connection's
/// thread, in order; a set may be asked for again until it is done, and before those before it are done.
class BindSets {
 public:
  virtual ~BindSets() = default;
  virtual std::size_t size() const = 0;
  /// @return the values of a set; their places are good until the next call, their bytes until the set is done
  virtual std::span<const ValueView> values(std::size_t set) = 0;
  /// @param rows changed; -1 of a statement that changes none
  /// @param returned the first row that RETURNING gave, good during the call; empty for none
  virtual void done(std::size_t set, std::int64_t rows, std::span<const ValueView> returned) = 0;
};

}  // namespace joinery
