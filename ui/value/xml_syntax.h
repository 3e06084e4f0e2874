// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

namespace joinery::ui {

/// Where a text stops being well-formed XML, and why.
struct XmlMistake {
  qsizetype place;  ///< characters from the beginning
  QString reason;
};

/// Reads the text through as XML: a document, or content as databases take it too, of any number of elements with text between them.
/// Prefixes need no declaration, and of XML 1.1 nothing is said. Nothing is fetched; linear in the text.
std::optional<XmlMistake> xmlMistake(const QString& text);

}  // namespace joinery::ui
