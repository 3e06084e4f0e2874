// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <string>
#include <string_view>

namespace joinery::ui {

/// Two hex digits a byte, with a blank between bytes.
QString hexOf(std::string_view bytes);
/// @return 0 to 15; -1 for what is no hex digit
int hexDigit(QChar letter);
/// The bytes of hex digits: alone, with blanks and line ends between them, behind \x or 0x, or in x'…'. Nothing for what is no row of whole
/// bytes; an empty text is no byte.
std::optional<std::string> bytesOfHex(QStringView text);

}  // namespace joinery::ui
