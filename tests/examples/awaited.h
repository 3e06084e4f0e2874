// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>

#include "tests/orm/engine/await.h"

namespace joinery::example {

/// Runs the event loop until the job is done: what a program with a window never does, which continues the future instead.
/// @throws DbError the job's
template <typename T>
T awaited(const Job<T>& job) {
  Result<T> result = test::await(job);
  if (!result) throw result.error();
  return std::move(result).value();
}

}  // namespace joinery::example
