// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "orm/changes/change_set.h"
#include "orm/changes/write_operation.h"
#include "orm/dialect/dialect.h"
#include "orm/driver/connection.h"
#include "orm/model/registry.h"

namespace joinery {

/// Something about a change that the database would refuse.
struct ChangeIssue {
  std::uint64_t change = 0;
  std::string attribute;  ///< empty: the row as a whole
  std::string message;    ///< a sentence
  std::string detail = {};  ///< what the engine tells of it beside that: which key, which row
  bool operator==(const ChangeIssue&) const = default;
};

/// All that is known of it, as sentences on one line. Pure; any thread.
std::string issueText(const ChangeIssue& issue);

/// What can be told without asking the database: values that are missing, values of unique keys that two changes give, or that one takes
/// before another one can give them up, references to rows that are deleted, or no longer added, in the set. In the order of the set. Pure; any thread.
/// @throws DbError InvalidRequest, as UnitOfWork::plan(), for a change that can't be carried out
std::vector<ChangeIssue> validate(const Registry& registry, const ChangeSet& changes);

/// The CHECK constraints of all new and changed rows, as the database itself judges them, many rows to a SELECT. Values that the database makes count as unknown, and so meet it. A row that is gone, and an expression
/// that can't be asked for by itself, is passed over. Worker thread. @param progress told the rows that were judged, of all
/// @throws DbError ConnectionLost, Cancelled
std::vector<ChangeIssue> validateChecks(Connection& connection, const Dialect& dialect, const Registry& registry, const ChangeSet& changes,
                                        const std::function<void(std::size_t done, std::size_t all)>& progress = {});

/// The attributes of a row that a constraint's error is about, by the names that the engine gives; none where it gives none.
std::vector<std::string> blamedAttributes(const WriteOperation& operation, const std::string& message);

}  // namespace joinery
