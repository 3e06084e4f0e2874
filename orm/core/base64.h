// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace joinery {

std::string base64Encode(std::string_view bytes);
/// @throws DbError Data for text that is not base64
std::string base64Decode(std::string_view text);

}  // namespace joinery
