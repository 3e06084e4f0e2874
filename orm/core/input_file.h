// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

namespace joinery {

/// The bytes of a plain file, whole. Whatever it grows to or lies about its size, no more than the cap is read; a pipe is not waited for.
/// Waits for the disk: not on the GUI thread.
/// @param what what it is in messages: "a workspace"
/// @throws DbError CannotOpen where it is missing, unreadable, no plain file or over the cap
std::string fileContents(const std::string& path, std::size_t maxBytes, const std::string& what);

}  // namespace joinery
