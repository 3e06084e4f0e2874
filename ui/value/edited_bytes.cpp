// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/edited_bytes.h"

#include <algorithm>

namespace joinery::ui {

std::string_view EditedBytes::bytes(std::uint64_t offset, std::size_t count) { return bytes().substr(static_cast<std::size_t>(std::min(offset, size())), count); }

void EditedBytes::put(std::size_t offset, std::size_t count, std::string_view bytes) {
  if (!m_isCopied) m_bytes = m_value->view().bytes();
  m_isCopied = true;
  m_bytes.replace(offset, count, bytes);
  Q_EMIT changed();
}

bool EditedBytes::replace(std::size_t offset, std::size_t count, std::string_view bytes, Step step) {
  Q_ASSERT(offset + count <= size());
  if (size() - count + bytes.size() > kMostBytes) return false;
  const auto before = this->bytes().substr(offset, count);
  if (before == bytes) return true;
  m_steps.resize(m_done);
  const bool joins = step == Step::WithTheLast && !m_steps.empty() && m_steps.back().offset == offset && m_steps.back().after == before;
  if (joins) m_steps.back().after = bytes;
  else m_steps.push_back({offset, std::string(before), std::string(bytes)});
  m_done = m_steps.size();
  put(offset, count, bytes);
  return true;
}

std::optional<std::uint64_t> EditedBytes::undo() {
  if (!canUndo()) return std::nullopt;
  const Replacement& step = m_steps[--m_done];
  put(step.offset, step.after.size(), step.before);
  return step.offset;
}

std::optional<std::uint64_t> EditedBytes::redo() {
  if (!canRedo()) return std::nullopt;
  const Replacement& step = m_steps[m_done++];
  put(step.offset, step.before.size(), step.after);
  return step.offset + (step.after.size() > step.before.size() ? step.after.size() : 0);
}

}  // namespace joinery::ui

#include "moc_edited_bytes.cpp"
