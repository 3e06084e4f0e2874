// SPDX-License-Identifier: GPL-3.0-or-later
#include "event.h"

#include <array>

#include "workload.h"

namespace joinery::bench {

namespace {

constexpr std::array<const char*, 8> kKinds{"view", "click", "purchase", "refund", "login", "logout", "search", "share"};

std::string twoDigits(std::int64_t number) { return std::string(number < 10 ? "0" : "") + std::to_string(number); }

Event eventOf(std::int64_t id, std::int64_t userId) {
  Event event;
  event.id = id;
  event.userId = userId;
  event.kind = kKinds[static_cast<std::size_t>(id % 8)];
  event.amount = static_cast<double>(id * 7 % 100'003) / 100;
  event.createdAt = "2025-" + twoDigits(id % 12 + 1) + "-" + twoDigits(id % 28 + 1) + " " + twoDigits(id % 24) + ":" + twoDigits(id % 60) + ":00";
  if (id % 4 != 0) event.note = "note number " + std::to_string(id);
  return event;
}

}  // namespace

Event eventAt(std::int64_t id) { return eventOf(id, id * 31 % 100'000 + 1); }

const std::vector<Event>& events() {
  static const std::vector<Event> all = [] {
    std::vector<Event> made;
    made.reserve(static_cast<std::size_t>(rowCount()));
    for (std::int64_t id = 1; id <= rowCount(); ++id) made.push_back(eventAt(id));
    return made;
  }();
  return all;
}

std::vector<Event> visits() {
  std::vector<Event> made;
  for (std::int64_t i = 0; i < parentCount() * kChildrenOfParent; ++i) made.push_back(eventOf(i + 1, i % parentCount() + 1));
  return made;
}

}  // namespace joinery::bench
