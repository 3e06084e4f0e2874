// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace joinery {

/// A C++ string literal of that text, of UTF-8.
std::string cppText(std::string_view text);
/// A member's name: letters, digits and single underscores, the first letter small; no word that means something to C++ or Qt, none of
/// the taken ones. Names that differ in the first letter's case get numbers. @param taken it is added to them
std::string cppMemberName(std::string_view name, std::set<std::string>& taken);
/// A type's name: words put together, each beginning with a capital letter.
std::string cppTypeName(std::string_view name, std::set<std::string>& taken);

}  // namespace joinery
