// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace joinery::bench {

/// What a program without an ORM keeps a row in: the tables "event" and "visit" have these columns.
struct Event {
  std::int64_t id = 0;
  std::int64_t userId = 0;
  std::string kind;
  double amount = 0;
  std::string createdAt;
  std::optional<std::string> note;
};

/// A row of "person", and the visits that refer to it.
struct Person {
  std::int64_t id = 0;
  std::string name;
  std::vector<Event> visits;
};

/// The row of that key: the same in every run. Amounts are never below zero, each fourth note is NULL.
Event eventAt(std::int64_t id);
/// The rows of "event", eventAt() of 1 to rowCount().
const std::vector<Event>& events();
/// The rows of "visit": kChildrenOfParent for each person, not in the order of persons.
std::vector<Event> visits();

/// "id, user_id, …" as every statement here has them.
constexpr const char* kColumns = "id, user_id, kind, amount, created_at, note";
constexpr const char* kColumnsWithoutKey = "user_id, kind, amount, created_at, note";

}  // namespace joinery::bench
