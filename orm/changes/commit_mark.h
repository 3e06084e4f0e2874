// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "orm/core/value.h"

namespace joinery {

class ChangeSet;

/// What the database gave to an inserted row.
struct GeneratedValues {
  std::uint64_t change = 0;
  std::string model;
  std::string ref;
  std::vector<std::pair<std::string, Value>> values;
};

/// What a commit can be known by when no answer to it comes. The three texts are empty where the engine has no such thing.
struct CommitMark {
  std::string transactionId;     ///< PostgreSQL's pg_current_xact_id()
  std::string systemIdentifier;  ///< which cluster
  std::string timeline;          ///< which history of it: another after a failover, where the same id may mean another transaction
  std::vector<GeneratedValues> generated;
};

/// Is told of a commit before COMMIT is sent. Worker thread; may wait for the disk. Never throws.
class CommitWitness {
 public:
  virtual ~CommitWitness() = default;
  /// @param changes as they are written: with their images, and with the links that go with deleted rows
  virtual void beforeCommit(const CommitMark& mark, const ChangeSet& changes) = 0;
};

}  // namespace joinery
