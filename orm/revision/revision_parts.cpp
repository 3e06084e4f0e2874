// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/revision/revision_parts.h"

#include <algorithm>
#include <array>

#include "orm/core/db_error.h"
#include "orm/difference/sql_tokens.h"

namespace joinery::migration {
namespace {

/// Whether it is about the transaction that all of it stands in. To go back to a savepoint is not.
bool leavesTransaction(const std::string& statement, const Dialect& dialect) {
  constexpr std::array<std::string_view, 6> kWords{"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT"};
  const std::vector<SqlToken> tokens = sqlTokens(statement, dialect);
  if (tokens.empty()) return false;
  if (tokens.size() > 1 && tokens[0].isKeyword("PREPARE") && tokens[1].isKeyword("TRANSACTION")) return true;
  if (std::ranges::none_of(kWords, [&](std::string_view word) { return tokens[0].isKeyword(word); })) return false;
  return std::ranges::none_of(tokens, [](const SqlToken& token) { return token.isKeyword("TO"); });
}

void requireNoEnd(const DataStep& step, const Connection& connection, const Dialect& dialect) {
  for (const std::string& statement : connection.splitStatements(step.up)) {
    if (!leavesTransaction(statement, dialect)) continue;
    DbError error(ErrorKind::InvalidRequest, "a step with data is part of the revision's transaction, and can't begin or end one: " + statement);
    error.hint = "With \"transaction\": false the step runs outside of one.";
    throw error;
  }
}

}  // namespace

std::vector<RevisionPart> revisionParts(const Operations& operations, const Connection& connection, const Dialect& dialect) {
  std::vector<RevisionPart> parts;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    const auto* data = std::get_if<DataStep>(&operations[i]);
    if (data && !data->inTransaction) {
      for (const std::string& statement : connection.splitStatements(data->up)) parts.push_back({{DataStep{statement, {}, false}}, i, false});
      continue;
    }
    if (data) requireNoEnd(*data, connection, dialect);
    if (parts.empty() || !parts.back().inTransaction) parts.push_back({{}, i, true});
    parts.back().operations.push_back(operations[i]);
  }
  if (parts.empty()) parts.push_back({});
  return parts;
}

std::optional<std::string> whyStepByStep(const std::vector<RevisionPart>& parts) {
  const auto outside = std::ranges::find(parts, false, &RevisionPart::inTransaction);
  if (outside == parts.end()) return {};
  return description(outside->operations.front());
}

}  // namespace joinery::migration
