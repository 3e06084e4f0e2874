// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace joinery::cli {

/// The whole of a file, or of standard input for "-".
/// @throws DbError Argument when it can't be read
std::string readText(const std::string& path);

}  // namespace joinery::cli
