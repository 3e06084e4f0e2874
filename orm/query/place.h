// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orm/core/db_error.h"

namespace joinery {

/// Where in a filter document one is: a chain up to the root. A child must not outlive its parent.
class Place {
 public:
  /// Filters deeper than this are refused, long before a stack or an engine's parser runs out.
  static constexpr int kMaxDepth = 64;

  Place() = default;
  /// @throws DbError InvalidRequest below kMaxDepth
  Place child(std::string token) const;
  Place child(std::size_t index) const { return child(std::to_string(index)); }
  /// What is filtered here and below, as a message names it: "Album.Title".
  void setSubject(std::string subject) { m_subject = std::move(subject); }

  /// The JSON pointer (RFC 6901); empty at the root.
  std::string pointer() const;
  /// @throws DbError InvalidRequest "filter at /Album/Title: <subject>: <what>"
  [[noreturn]] void refuse(const std::string& what, const std::string& hint = {}) const;
  /// The same for a name that is none of the valid ones; the hint has the nearest.
  [[noreturn]] void refuseName(const std::string& what, const std::string& wrong,
                               const std::vector<std::string>& valid) const;

 private:
  /// The nearest, upwards; empty for none.
  const std::string& subject() const;

  const Place* m_parent = nullptr;
  std::string m_token;
  std::string m_subject;
  int m_depth = 0;
};

}  // namespace joinery
