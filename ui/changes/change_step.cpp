// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/change_step.h"

#include <ranges>

#include "ui/changes/pending_changes.h"

namespace joinery::ui {

void ChangeStep::undo() {
  std::vector<std::pair<std::uint64_t, const std::optional<Change>*>> states;
  for (const Entry& entry : std::views::reverse(m_entries)) states.emplace_back(entry.id, &entry.before);
  m_changes->apply(states);
}

void ChangeStep::redo() {
  if (std::exchange(m_state, State::ToDo) == State::Done) return;
  std::vector<std::pair<std::uint64_t, const std::optional<Change>*>> states;
  for (const Entry& entry : m_entries) states.emplace_back(entry.id, &entry.after);
  m_changes->apply(states);
}

}  // namespace joinery::ui
