// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace joinery {

/// A piece of Python that stands on one line where it fits, else on a line for each part. Plain data.
class PythonExpression {
 public:
  /// The longest line that is made where it can be helped, in characters.
  static constexpr std::size_t kLineLength = 100;

  /// As it is.
  PythonExpression(std::string code) : m_open(std::move(code)) {}
  PythonExpression(const char* code) : m_open(code) {}
  /// A literal; a long one is in pieces.
  static PythonExpression text(std::string_view value);
  static PythonExpression texts(const std::vector<std::string>& values);
  /// "Column(…)".
  static PythonExpression call(const std::string& function, std::vector<PythonExpression> arguments);
  static PythonExpression list(std::vector<PythonExpression> items);
  static PythonExpression tuple(std::vector<PythonExpression> items);
  static PythonExpression dictionary(std::vector<PythonExpression> entries);
  /// "name=…" @param separator what stands after the name
  PythonExpression named(const std::string& name, const std::string& separator = "=") const;

  /// On one line.
  std::string flat() const;
  /// @param before what stands before it on its line @param indent of that line, in characters
  std::string laidOut(const std::string& before, std::size_t indent) const;

 private:
  PythonExpression(std::string open, std::vector<PythonExpression> parts, std::string close)
      : m_open(std::move(open)), m_parts(std::move(parts)), m_close(std::move(close)) {}
  std::string inPieces(std::size_t indent) const;

  std::string m_prefix;
  std::string m_open;
  std::vector<PythonExpression> m_parts;
  std::string m_close;
  std::string m_text;  ///< of a literal, what it says
  bool m_isTuple = false;
};

}  // namespace joinery
