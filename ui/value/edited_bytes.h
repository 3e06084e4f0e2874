// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "ui/value/byte_source.h"

namespace joinery::ui {

/// Bytes that a person edits. Steps are undone and redone without limit. As long as nothing was changed they are the value's, which is not
/// copied. GUI thread.
class EditedBytes : public ByteSource {
  Q_OBJECT
 public:
  /// What is edited at most.
  static constexpr std::size_t kMostBytes = 16U << 20U;

  /// @param value NULL: no byte yet
  explicit EditedBytes(std::shared_ptr<const Value> value, QObject* parent = nullptr) : ByteSource(parent), m_value(std::move(value)) {}
  std::uint64_t size() const override { return bytes().size(); }
  std::string_view bytes(std::uint64_t offset, std::size_t count) override;
  std::optional<std::string_view> all() const override { return bytes(); }
  std::string_view bytes() const { return m_isCopied ? std::string_view(m_bytes) : m_value->view().bytes(); }

  enum class Step { Own, WithTheLast };
  /// Puts bytes in the place of others, which is undone by itself or, for the other half of a byte that was put last, together with it.
  /// @pre offset + count <= size() @return false where there would be more than kMostBytes: nothing is changed then
  bool replace(std::size_t offset, std::size_t count, std::string_view bytes, Step step = Step::Own);
  bool canUndo() const { return m_done > 0; }
  bool canRedo() const { return m_done < m_steps.size(); }
  /// @return where the bytes were changed; nothing if there is nothing to undo
  std::optional<std::uint64_t> undo();
  std::optional<std::uint64_t> redo();
  /// Whether the bytes are others: what was changed and taken back is no change.
  bool isModified() const { return m_isCopied && m_bytes != m_value->view().bytes(); }
  /// From now on the bytes as they are count as the value's. What was done can still be undone.
  void settle(std::shared_ptr<const Value> value) { m_value = std::move(value); }

 Q_SIGNALS:
  void changed();

 private:
  struct Replacement {
    std::size_t offset = 0;
    std::string before, after;
  };
  void put(std::size_t offset, std::size_t count, std::string_view bytes);

  std::shared_ptr<const Value> m_value;
  std::string m_bytes;  ///< once something was changed
  bool m_isCopied = false;
  std::vector<Replacement> m_steps;
  std::size_t m_done = 0;  ///< of the steps; those behind are undone
};

}  // namespace joinery::ui
