// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace joinery::migration {

/// One function object of several, for std::visit.
template <typename... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <typename... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

}  // namespace joinery::migration
