// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>
#include <cstdint>
#include <vector>

#include "orm/changes/change_set.h"

namespace joinery::ui {

class PendingChanges;

/// One undo step: changes as they were and as they are; without one of the two a change was added or removed.
class ChangeStep : public QUndoCommand {
 public:
  struct Entry {
    std::uint64_t id = 0;
    SharedChange before = {}, after = {};
  };
  using Entries = std::vector<Entry>;
  /// @param isDone what the entries say is so already
  enum class State { Done, ToDo };
  ChangeStep(PendingChanges* changes, const QString& text, Entries entries, State state)
      : QUndoCommand(text), m_changes(changes), m_entries(std::move(entries)), m_state(state) {}
  ~ChangeStep() override;
  const Entries& entries() const { return m_entries; }
  void undo() override;
  void redo() override;

 private:
  PendingChanges* m_changes;
  Entries m_entries;
  State m_state;
};

}  // namespace joinery::ui
