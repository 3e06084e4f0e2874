// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <cstdint>
#include <vector>

#include "orm/core/value.h"

namespace joinery::test {

/// The longest wait for what the window does by itself, in milliseconds; a busy machine takes its time.
inline constexpr int kPatience = 120'000;

inline QString s(const char* text) { return QString::fromUtf8(text); }

inline std::vector<Value> key(std::int64_t id) { return {Value::integer(id)}; }

}  // namespace joinery::test
