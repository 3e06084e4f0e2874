// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orm/core/cancel_token.h"
#include "orm/core/value.h"

namespace joinery::ui {

/// A JSON text and where its parts are in it, so that each is shown as it is spelled. Immutable; any thread.
class JsonNodes {
 public:
  /// More of them are not told apart: a text has no more use for a tree then.
  static constexpr std::size_t kMostNodes = 4'000'000;
  static constexpr int kMostDepth = 1'000;

  enum class Kind : std::uint8_t { Object, Array, Text, Number, Literal };
  struct Node {
    std::uint32_t parent = 0;      ///< of the first one itself
    std::uint32_t row = 0;         ///< among its siblings
    std::uint32_t begin = 0, end = 0;  ///< of the value, in bytes
    std::uint32_t keyBegin = 0, keyEnd = 0;  ///< of its name with the quotes; equal for none
    std::uint32_t firstChild = 0, children = 0;  ///< in childList
    Kind kind = Kind::Literal;
  };

  /// @return nothing for a text that is no JSON, or has more nodes, depth or bytes (4 GiB) than are told apart
  static std::shared_ptr<const JsonNodes> parse(std::shared_ptr<const Value> text, const CancelToken& cancelToken = {});

  const std::vector<Node>& nodes() const { return m_nodes; }
  std::uint32_t child(std::uint32_t node, std::uint32_t row) const { return m_children[m_nodes[node].firstChild + row]; }
  std::string_view spelling(std::uint32_t node) const { return text().substr(m_nodes[node].begin, m_nodes[node].end - m_nodes[node].begin); }
  std::string_view key(std::uint32_t node) const { return text().substr(m_nodes[node].keyBegin, m_nodes[node].keyEnd - m_nodes[node].keyBegin); }

 private:
  friend class JsonNodesParser;
  std::string_view text() const { return m_text->view().bytes(); }
  std::shared_ptr<const Value> m_text;
  std::vector<Node> m_nodes;
  std::vector<std::uint32_t> m_children;
};

}  // namespace joinery::ui
