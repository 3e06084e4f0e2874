// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orm/dialect/dialect.h"
#include "orm/difference/operation.h"
#include "orm/driver/connection.h"

namespace joinery::migration {

/// What of a revision is done at once: operations in one transaction, or one statement outside of any.
struct RevisionPart {
  Operations operations;
  std::size_t firstOperation = 0;  ///< its place among the revision's
  bool inTransaction = true;
};

/// The parts of a revision on its way up or down. One, nearly always; with steps outside of a transaction each of their statements is one,
/// and what stands between them another. The same for the same revision, always: databases remember how many are done. Pure.
/// @throws DbError InvalidRequest for SQL within a transaction that would end it
std::vector<RevisionPart> revisionParts(const Operations& operations, const Connection& connection, const Dialect& dialect);

/// Why it goes step by step; nothing where it is one part in a transaction.
std::optional<std::string> whyStepByStep(const std::vector<RevisionPart>& parts);

}  // namespace joinery::migration
