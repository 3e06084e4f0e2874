// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "orm/changes/change_set.h"
#include "orm/changes/unit_of_work.h"

namespace joinery::ui {

/// Is told of everything that becomes of a change set, before anybody sees it. GUI thread.
class ChangeObserver {
 public:
  virtual ~ChangeObserver() = default;
  /// A change is now as given, or is no more: an edit, an undo or a redo.
  virtual void changePut(std::uint64_t id, const SharedChange& state) = 0;
  /// That was all of the step.
  virtual void stepEnded() = 0;
  virtual void commitEnded(CommitResult::Outcome outcome) = 0;
  /// For the writer's thread; may be null.
  virtual std::shared_ptr<CommitWitness> commitWitness() = 0;
};

}  // namespace joinery::ui
