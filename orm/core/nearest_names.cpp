// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/nearest_names.h"

#include <QString>
#include <algorithm>

namespace joinery {

namespace {

QString folded(std::string_view name) {
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())).toCaseFolded();
}

/// Insertions, removals, replacements and swaps of neighbours that make one text the other.
qsizetype editDistance(const QString& from, const QString& to) {
  const auto width = static_cast<std::size_t>(to.size()) + 1;
  std::vector<qsizetype> beforeLast(width), last(width), current(width);
  for (std::size_t j = 0; j < width; ++j) last[j] = static_cast<qsizetype>(j);
  for (qsizetype i = 1; i <= from.size(); ++i) {
    current[0] = i;
    for (qsizetype j = 1; j <= to.size(); ++j) {
      const auto at = static_cast<std::size_t>(j);
      const qsizetype replaced = last[at - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      current[at] = std::min({replaced, last[at] + 1, current[at - 1] + 1});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) current[at] = std::min(current[at], beforeLast[at - 2] + 1);
    }
    beforeLast.swap(last);
    last.swap(current);
  }
  return last[width - 1];
}

/// One slip in a short name, more in a long one.
qsizetype allowedDistance(qsizetype length) { return length < 2 ? 0 : std::max<qsizetype>(1, length / 3); }

/// How far a name is, or -1 where it is not near. A part of a name counts as farther than any slip.
qsizetype rank(const QString& wrong, const QString& known) {
  constexpr qsizetype kShortestPart = 3;
  constexpr qsizetype kPartRank = 1'000;
  const qsizetype allowed = allowedDistance(std::max(wrong.size(), known.size()));
  if (std::abs(wrong.size() - known.size()) <= allowed) {
    const qsizetype distance = editDistance(wrong, known);
    if (distance <= allowed) return distance;
  }
  const bool isPart = std::min(wrong.size(), known.size()) >= kShortestPart && (known.contains(wrong) || wrong.contains(known));
  return isPart ? kPartRank + std::abs(wrong.size() - known.size()) : -1;
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
  constexpr std::size_t kLongestName = 256;  // bytes; nobody mistypes more, and the distance costs their square
  if (wrong.size() > kLongestName) return {};
  const QString wanted = folded(wrong);
  std::vector<std::pair<qsizetype, const std::string*>> found;
  for (const std::string& name : known) {
    if (name.size() > kLongestName) continue;
    if (const qsizetype distance = rank(wanted, folded(name)); distance >= 0) found.emplace_back(distance, &name);
  }
  std::ranges::stable_sort(found, {}, &std::pair<qsizetype, const std::string*>::first);
  std::vector<std::string> names;
  for (const auto& [distance, name] : found)
    if (names.size() < most) names.push_back(*name);
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
