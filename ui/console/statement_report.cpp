// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/statement_report.h"

#include <QCoreApplication>
#include <QLocale>

#include "ui/widgets/duration_text.h"
#include "ui/widgets/sql_scanner.h"

namespace joinery::ui {

namespace {

QString tr(const char* text, int count = -1) { return QCoreApplication::translate("joinery::ui::ConsolePage", text, nullptr, count); }

QString resultText(const StatementEnded& ended) {
  if (ended.hasRows) return rowsText(ended.rows);
  return ended.affectedRows >= 0 ? tr("%1 changed").arg(rowsText(ended.affectedRows)) : tr("Done");
}

}  // namespace

QString rowsText(std::int64_t rows) {
  return rows == 1 ? tr("1 row") : tr("%1 rows").arg(QLocale().toString(static_cast<qlonglong>(rows)));
}

QString outcomeText(const StatementEnded& ended) { return tr("%1 · %2").arg(resultText(ended), durationText(ended.time)); }

QString shortStatement(const QString& sql, int most) {
  QString text;
  for (const SqlToken& token : scanSql(sql).tokens) {
    if (token.kind == SqlToken::Kind::Comment) continue;
    const bool isApart = !text.isEmpty() && token.start > 0 && sql[token.start - 1].isSpace();
    if (isApart) text += QLatin1Char(' ');
    text += QStringView(sql).sliced(token.start, token.length);
    if (text.size() > most) return text.left(most - 1).simplified() + QStringLiteral("…");
  }
  return text.simplified();
}

}  // namespace joinery::ui
