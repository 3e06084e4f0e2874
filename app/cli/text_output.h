// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace joinery::cli {

/// Writes a whole file, "-" for standard output: to a temporary one first, which takes the place of what is there only when all of it
/// is on the disk. Folders that are missing are made.
/// @throws DbError Operational when it can't be written; what was there is left as it was
void writeText(const std::string& path, const std::string& text);

}  // namespace joinery::cli
