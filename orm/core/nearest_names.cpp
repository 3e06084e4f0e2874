// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/nearest_names.h"

#include <QString>
#include <algorithm>

namespace joinery {

namespace {

int editDistance(const QString& left, const QString& right) {
  std::vector<int> row(static_cast<std::size_t>(right.size()) + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = static_cast<int>(j);
  for (qsizetype i = 1; i <= left.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j < row.size(); ++j) {
      const int replaced = diagonal + (left[i - 1] == right[static_cast<qsizetype>(j) - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row.back();
}

std::string joined(const std::vector<std::string>& names, const char* last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? last : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace

std::vector<std::string> nearestNames(std::string_view wrong, const std::vector<std::string>& known, std::size_t most) {
  const auto folded = [](std::string_view name) {
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).toCaseFolded();
  };
  const QString target = folded(wrong);
  std::vector<std::pair<int, std::string>> near;
  for (const auto& name : known) {
    const QString candidate = folded(name);
    int distance = editDistance(target, candidate);
    if (target.size() >= 3 && candidate.contains(target)) distance = std::min(distance, 1);
    if (distance <= std::max<int>(2, static_cast<int>(target.size()) / 3)) near.emplace_back(distance, name);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (const auto& [distance, name] : near)
    if (names.size() < most) names.push_back(name);
  return names;
}

std::string suggestion(std::string_view wrong, const std::vector<std::string>& known) {
  constexpr std::size_t kFew = 12;
  const auto near = nearestNames(wrong, known);
  if (!near.empty()) return "Did you mean " + joined(near, " or ") + "?";
  if (known.empty() || known.size() > kFew) return {};
  return known.size() == 1 ? "There is only " + known[0] + "." : "There are " + joined(known, " and ") + ".";
}

}  // namespace joinery
