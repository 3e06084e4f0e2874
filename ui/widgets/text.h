// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <string_view>

namespace joinery::ui {

/// UTF-8 of the ORM to and from Qt's strings.
inline QString toQString(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
inline std::string toStdString(const QString& text) { return text.toStdString(); }

}  // namespace joinery::ui
