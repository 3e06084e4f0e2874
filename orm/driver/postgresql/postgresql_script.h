// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace joinery {

/// The statements of a script, by the server's own grammar; by its tokens alone where the grammar does not take it.
std::vector<std::string> splitPostgresqlScript(std::string_view script);

}  // namespace joinery
