// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joinery::ui {

/// An array as PostgreSQL spells it, taken apart: {a,"b c",NULL,{1,2}}. What is not changed is spelled again as it was, to the byte.
/// Source: postgresql.org/docs/current/arrays.html, "Array Input and Output Syntax"
class ArrayText {
 public:
  struct Element {
    enum class Kind { Plain, Null, Nested };
    Kind kind = Kind::Plain;
    std::string text = {};     ///< what it says; of a nested array its own spelling
    std::string spelled = {};  ///< as it stood in the array, blanks around it included; empty: to be spelled

    static Element plain(std::string text) { return {Kind::Plain, std::move(text)}; }
    static Element null() { return {Kind::Null}; }
    bool operator==(const Element&) const = default;
  };

  /// @param delimiter ',' but for arrays of boxes, which have ';' @return none for what is no array
  static std::optional<ArrayText> parse(std::string_view text, char delimiter = ',');
  /// The same array with other elements: bounds that it gives are counted anew.
  std::string withElements(const std::vector<Element>& elements) const;
  const std::vector<Element>& elements() const { return m_elements; }

 private:
  bool takeBounds(std::string_view& rest);
  bool takeElements(std::string_view& rest);
  std::string boundsFor(std::size_t count) const;
  char m_delimiter = ',';
  std::string m_bounds;      ///< "[0:1]=", with what stands before the first brace
  std::string m_blanks;      ///< between the braces of an empty array
  std::string m_after;       ///< blanks behind the last brace
  std::vector<Element> m_elements;
};

/// What separates the elements of arrays of that declared type.
char arrayDelimiter(std::string_view declaredType);

}  // namespace joinery::ui
