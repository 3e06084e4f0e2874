// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/statement_text.h"

#include <QStringList>
#include <algorithm>

namespace joinery::ui {

QString brokenAtClauses(const QString& sql) {
  static const QStringList clauses{QStringLiteral(" FROM "), QStringLiteral(" LEFT JOIN "), QStringLiteral(" WHERE "), QStringLiteral(" ORDER BY "), QStringLiteral(" LIMIT ")};
  QString text;
  QChar quote;
  int depth = 0;
  for (qsizetype i = 0; i < sql.size(); ++i) {
    const QChar c = sql[i];
    if (!quote.isNull()) {
      if (c == quote) quote = {};
    } else if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
      quote = c;
    } else if (c == QLatin1Char('(') || c == QLatin1Char(')')) {
      depth += c == QLatin1Char('(') ? 1 : -1;
    }
    const bool breaks = c == QLatin1Char(' ') && quote.isNull() && depth == 0 && std::ranges::any_of(clauses, [&](const QString& clause) { return QStringView(sql).mid(i).startsWith(clause); });
    text += breaks ? QLatin1Char('\n') : c;
  }
  return text;
}

}  // namespace joinery::ui
