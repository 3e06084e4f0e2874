// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "orm/changes/unit_of_work.h"
#include "orm/core/cancel_token.h"
#include "orm/engine/engine.h"

namespace joinery {

/// Finds out what came of a commit whose answer was lost, on another connection. It only reads. Worker thread.
/// The same PostgreSQL cluster on the same timeline is asked for the transaction; its answer counts where the rows do not say the
/// opposite, as a crash may let an id that was never written be used again. Else the rows are read: rows that stand as they were to be
/// written say that it was committed, rows that stand as they were read that it was not; where they say both or neither it stays unknown,
/// and so does what a server without the rows may have not got yet, or not ended.
class OutcomeResolver {
 public:
  OutcomeResolver(const Registry& registry, const Dialect& dialect) : m_registry(registry), m_dialect(dialect) {}

  struct Answer {
    CommitResult::Outcome outcome = CommitResult::Outcome::Unknown;
    std::string reason;  ///< a sentence
  };
  /// @param changes as they were written, with their images
  /// @param patience how long a transaction that is still in progress is waited for
  /// @throws DbError ConnectionLost, Cancelled and the like: nothing was found out
  Answer resolve(Connection& connection, const ChangeSet& changes, const CommitMark& mark, std::chrono::milliseconds patience) const;
  /// Asks what came of a result that is unknown until it is found out, on the connection where that lives still, else on another of the
  /// engine's. The changes are never sent again. Never throws.
  void settle(Engine& engine, Connection& connection, const ChangeSet& changes, CommitResult& result, std::chrono::milliseconds patience,
              const CancelToken& cancel = {}) const;

 private:
  /// What the rows say; the stronger where a row stands, the weaker where one is missing, as anybody may have deleted it.
  struct Evidence { int written = 0, untouched = 0, gone = 0, notThere = 0; };
  class Witnesses;
  Evidence readRows(Connection& connection, const ChangeSet& changes, const CommitMark& mark) const;
  std::string status(Connection& connection, const CommitMark& mark, std::chrono::milliseconds patience) const;

  const Registry& m_registry;
  const Dialect& m_dialect;
};

}  // namespace joinery
