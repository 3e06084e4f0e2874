// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/value/json_layout.h"

namespace joinery::ui {

namespace {

/// The end of the text that begins at that quote.
qsizetype endOfText(const QString& json, qsizetype at) {
  for (qsizetype i = at + 1; i < json.size(); ++i) {
    if (json[i] == QLatin1Char('\\')) ++i;
    else if (json[i] == QLatin1Char('"')) return i + 1;
  }
  return json.size();
}

QString newLine(int depth) { return QLatin1Char('\n') + QString(depth * 2, QLatin1Char(' ')); }

}  // namespace

QString laidOutJson(const QString& json) {
  QString out;
  int depth = 0;
  for (qsizetype i = 0; i < json.size();) {
    const QChar c = json[i];
    if (c == QLatin1Char('"')) {
      const auto end = endOfText(json, i);
      out += json.mid(i, end - i);
      i = end;
      continue;
    }
    ++i;
    if (c.isSpace()) continue;
    if (c == QLatin1Char('{') || c == QLatin1Char('[')) {
      out += c;
      while (i < json.size() && json[i].isSpace()) ++i;
      const bool empty = i < json.size() && (json[i] == QLatin1Char('}') || json[i] == QLatin1Char(']'));
      if (empty) out += json[i++];
      else out += newLine(++depth);
    } else if (c == QLatin1Char('}') || c == QLatin1Char(']')) {
      out += newLine(--depth) + c;
    } else if (c == QLatin1Char(',')) {
      out += c + newLine(depth);
    } else if (c == QLatin1Char(':')) {
      out += QStringLiteral(": ");
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace joinery::ui
