// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoCommand>
#include <optional>

#include "ui/changes/pending_changes.h"

namespace joinery::ui {

/// One undo step: a change as it was and as it is; without one of the two it was added or removed.
class ChangeCommand : public QUndoCommand {
 public:
  ChangeCommand(PendingChanges* changes, const QString& text, std::uint64_t id, std::optional<Change> before, std::optional<Change> after)
      : QUndoCommand(text), m_changes(changes), m_id(id), m_before(std::move(before)), m_after(std::move(after)) {}
  void undo() override { m_changes->put(m_id, m_before); }
  void redo() override { m_changes->put(m_id, m_after); }

 private:
  PendingChanges* m_changes;
  std::uint64_t m_id;
  std::optional<Change> m_before;
  std::optional<Change> m_after;
};

}  // namespace joinery::ui
