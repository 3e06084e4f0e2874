// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <type_traits>

#include "orm/core/result.h"

namespace joinery {

/// What a function gives, or why it gives nothing: the one place where exceptions become errors, on whatever thread it runs.
template <typename Function, typename T = std::invoke_result_t<Function&>>
Result<T> resultOf(Function&& function) {
  try {
    return function();
  } catch (const DbError& error) {
    return error;
  } catch (const std::exception& error) {
    return DbError(ErrorKind::Operational, error.what());
  } catch (...) {
    return DbError(ErrorKind::Operational, "an exception of unknown kind");
  }
}

}  // namespace joinery
