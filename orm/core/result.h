// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <exception>
#include <utility>
#include <variant>

#include "orm/core/db_error.h"

namespace joinery {

/// A value or the error that stood in its way: what everything above the Worker is given.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_data(std::in_place_index<0>, std::move(value)) {}
  Result(DbError error) : m_data(std::in_place_index<1>, std::move(error)) {}

  bool hasValue() const { return m_data.index() == 0; }
  explicit operator bool() const { return hasValue(); }
  /// @pre hasValue()
  const T& value() const& { return std::get<0>(m_data); }
  T& value() & { return std::get<0>(m_data); }
  T value() && { return std::get<0>(std::move(m_data)); }
  const T& operator*() const& { return value(); }
  const T* operator->() const { return &value(); }
  /// @pre !hasValue()
  const DbError& error() const { return std::get<1>(m_data); }

 private:
  std::variant<T, DbError> m_data;
};

/// For jobs that give nothing back.
struct Done {};

}  // namespace joinery
