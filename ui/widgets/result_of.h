// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <type_traits>

#include "orm/core/result.h"

namespace joinery::ui {

/// What a function that runs on another thread, without a Worker, gives, or why it gives nothing. Any thread.
template <typename Function, typename T = std::invoke_result_t<Function>>
Result<T> resultOf(const Function& function) {
  try {
    return function();
  } catch (const DbError& error) {
    return error;
  } catch (const std::exception& error) {
    return DbError(ErrorKind::Operational, error.what());
  }
}

}  // namespace joinery::ui
