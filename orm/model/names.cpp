// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/model/names.h"

#include <algorithm>

#include "orm/core/ascii_case.h"
#include "orm/core/json.h"

namespace joinery {

namespace {

constexpr std::size_t kListedNames = 12;

std::string enumerate(const std::vector<std::string>& names, std::string_view lastSeparator) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? lastSeparator : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace

std::string foldName(std::string_view name, bool ignoreCase) {
  return ignoreCase ? asciiLower(name) : std::string(name);
}

bool sameName(std::string_view left, std::string_view right, bool ignoreCase) {
  if (!ignoreCase) return left == right;
  return asciiLower(left) == asciiLower(right);
}

int findName(const std::vector<std::string>& names, std::string_view name, bool ignoreCase) {
  auto found = std::ranges::find(names, name);
  if (found == names.end() && ignoreCase)
    found = std::ranges::find_if(names, [&](const std::string& each) { return sameName(each, name, true); });
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

std::string nearestNamesHint(std::string_view wrong, const std::vector<std::string>& valid) {
  const std::vector<std::string> nearest = nearestNames(wrong, valid);
  if (!nearest.empty()) return "Did you mean " + enumerate(nearest, " or ") + "?";
  if (valid.empty()) return {};
  std::vector<std::string> listed(valid.begin(), valid.begin() + static_cast<std::ptrdiff_t>(std::min(valid.size(), kListedNames)));
  if (listed.size() < valid.size()) listed.push_back("…");
  return "Valid names are " + enumerate(listed, ", ") + ".";
}

}  // namespace joinery
