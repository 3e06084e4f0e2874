// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/change_step.h"

#include <QThreadPool>
#include <ranges>

#include "ui/changes/pending_changes.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kFewEntries = 500;

}  // namespace

/// Many are freed on a thread of their own.
ChangeStep::~ChangeStep() {
  if (m_entries.size() <= kFewEntries) return;
  QThreadPool::globalInstance()->start([last = std::make_shared<Entries>(std::move(m_entries))]() mutable { last.reset(); });
}

void ChangeStep::undo() {
  PendingChanges::States states;
  states.reserve(m_entries.size());
  for (const Entry& entry : std::views::reverse(m_entries)) states.emplace_back(entry.id, &entry.before);
  m_changes->apply(states);
}

void ChangeStep::redo() {
  if (std::exchange(m_state, State::ToDo) == State::Done) return;
  PendingChanges::States states;
  states.reserve(m_entries.size());
  for (const Entry& entry : m_entries) states.emplace_back(entry.id, &entry.after);
  m_changes->apply(states);
}

}  // namespace joinery::ui
