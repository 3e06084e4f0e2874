// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/json_nodes.h"

#include <limits>

#include "orm/core/json.h"

namespace joinery::ui {

/// Finds the parts of a text that is known to be JSON.
class JsonNodesParser {
 public:
  JsonNodesParser(JsonNodes& nodes, const CancelToken& cancelToken) : m_nodes(nodes), m_text(nodes.text()), m_cancelToken(cancelToken) {}

  /// @return false where there are too many
  bool run() {
    std::vector<std::uint32_t> open;  // objects and arrays around this place
    std::uint32_t keyBegin = 0, keyEnd = 0;
    for (std::size_t at = 0; at < m_text.size();) {
      const char c = m_text[at];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == ':') {
        ++at;
      } else if (c == '}' || c == ']') {
        m_nodes.m_nodes[open.back()].end = static_cast<std::uint32_t>(++at);
        open.pop_back();
      } else if (c == '"' && !open.empty() && m_nodes.m_nodes[open.back()].kind == JsonNodes::Kind::Object && keyBegin == keyEnd) {
        keyBegin = static_cast<std::uint32_t>(at);
        keyEnd = static_cast<std::uint32_t>(at = endOfText(at));
      } else {
        if (!add(open, at, keyBegin, keyEnd)) return false;
        keyBegin = keyEnd = 0;
      }
    }
    listChildren();
    return true;
  }

 private:
  bool add(std::vector<std::uint32_t>& open, std::size_t& at, std::uint32_t keyBegin, std::uint32_t keyEnd) {
    if (m_nodes.m_nodes.size() >= JsonNodes::kMostNodes || open.size() >= JsonNodes::kMostDepth) return false;
    if (m_nodes.m_nodes.size() % 65'536 == 0) m_cancelToken.throwIfCancelled();
    const auto number = static_cast<std::uint32_t>(m_nodes.m_nodes.size());
    JsonNodes::Node node;
    node.begin = static_cast<std::uint32_t>(at);
    node.keyBegin = keyBegin;
    node.keyEnd = keyEnd;
    if (!open.empty()) {
      node.parent = open.back();
      node.row = m_nodes.m_nodes[open.back()].children++;
    }
    const char c = m_text[at];
    node.kind = c == '{' ? JsonNodes::Kind::Object : c == '[' ? JsonNodes::Kind::Array : c == '"' ? JsonNodes::Kind::Text
              : c == '-' || (c >= '0' && c <= '9') ? JsonNodes::Kind::Number : JsonNodes::Kind::Literal;
    const bool isOpening = c == '{' || c == '[';
    at = isOpening ? at + 1 : c == '"' ? endOfText(at) : endOfWord(at);
    node.end = static_cast<std::uint32_t>(at);
    m_nodes.m_nodes.push_back(node);
    if (isOpening) open.push_back(number);
    return true;
  }

  std::size_t endOfText(std::size_t at) const {
    for (++at; at < m_text.size(); ++at) {
      if (m_text[at] == '\\') ++at;
      else if (m_text[at] == '"') return at + 1;
    }
    return m_text.size();
  }
  std::size_t endOfWord(std::size_t at) const { return std::min(m_text.find_first_of(" \t\r\n,:]}", at), m_text.size()); }

  /// Children of one node side by side, whatever stands below them.
  void listChildren() {
    auto& nodes = m_nodes.m_nodes;
    std::uint32_t next = 0;
    for (JsonNodes::Node& node : nodes) {
      node.firstChild = next;
      next += node.children;
    }
    m_nodes.m_children.resize(next);
    for (std::uint32_t i = 1; i < nodes.size(); ++i) m_nodes.m_children[nodes[nodes[i].parent].firstChild + nodes[i].row] = i;
  }

  JsonNodes& m_nodes;
  std::string_view m_text;
  const CancelToken& m_cancelToken;
};

std::shared_ptr<const JsonNodes> JsonNodes::parse(std::shared_ptr<const Value> text, const CancelToken& cancelToken) {
  const std::string_view bytes = text->view().bytes();
  if (bytes.size() >= std::numeric_limits<std::uint32_t>::max() || !Json::accept(bytes)) return nullptr;
  const auto nodes = std::make_shared<JsonNodes>();
  nodes->m_text = std::move(text);
  return JsonNodesParser(*nodes, cancelToken).run() ? nodes : nullptr;
}

}  // namespace joinery::ui
