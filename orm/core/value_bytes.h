// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDataStream>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

/// Values and texts as bytes of a file of the program's own. Reading throws DbError Data where the bytes end too early or say what
/// nothing writes.
void writeText(QDataStream& out, std::string_view text);
std::string readText(QDataStream& in);
void writeCount(QDataStream& out, std::size_t count);
/// @param most what comes after is damaged where it says more
std::size_t readCount(QDataStream& in, std::size_t most = 0xffff'ffff);
void writeValue(QDataStream& out, ValueView value);
Value readValue(QDataStream& in);
/// Throws where what was read until now was not there.
void requireSound(const QDataStream& in);
[[noreturn]] void refuseBytes(const std::string& why);

}  // namespace joinery
