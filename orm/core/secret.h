// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

namespace joinery {

/// A password: it can be handed on, but not printed, compared in logs or streamed. The bytes are wiped on destruction.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : m_text(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  bool isEmpty() const { return m_text.empty(); }
  /// For a driver's connect call only.
  const std::string& reveal() const { return m_text; }

 private:
  void wipe();
  std::string m_text;
};

}  // namespace joinery
