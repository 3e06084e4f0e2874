// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sql_highlighter.h"

#include <QSet>

#include "ui/widgets/sql_scanner.h"
#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

const QSet<QString>& keywords() {
  static const QSet<QString> words = [] {
    const QString all = QStringLiteral(
        "add all alter analyze and any array as asc attach begin between by cascade case cast check collate column commit conflict "
        "constraint create cross current_date current_time current_timestamp database default deferrable deferred delete desc detach "
        "distinct do drop each else end escape except exclude exists explain false fetch filter first following for foreign from full "
        "function generated glob grant group having if ilike immediate in index inner insert instead intersect interval into is isnull "
        "join key last lateral left like limit match materialized natural no not nothing notnull null nulls of offset on only or order "
        "outer over partition plan pragma preceding primary procedure query range recursive references regexp reindex release rename "
        "replace restrict returning revoke right rollback row rows savepoint schema select sequence set show similar start strict table "
        "temp temporary then ties to transaction trigger true truncate type unbounded union unique update using vacuum values view "
        "virtual when where window with without");
    const QStringList list = all.split(QLatin1Char(' '));
    return QSet<QString>(list.begin(), list.end());
  }();
  return words;
}

QColor colourOf(const SqlToken& token, const QString& text) {
  const Theme& theme = Theme::instance();
  const auto either = [&](QRgb light, QRgb dark) { return QColor::fromRgb(theme.isDark() ? dark : light); };
  switch (token.kind) {
    case SqlToken::Kind::Word: return keywords().contains(text.toLower()) ? theme.color(Theme::Role::Accent) : QColor();
    case SqlToken::Kind::Number: return either(0xff8a4b00, 0xffe3b36b);
    case SqlToken::Kind::Text: return either(0xff1b6e3c, 0xff86d5a4);
    case SqlToken::Kind::Name: return either(0xff6b3fa0, 0xffc3a6ee);
    case SqlToken::Kind::Comment: return theme.color(Theme::Role::NullText);
    case SqlToken::Kind::Symbol: return {};
  }
  return {};
}

}  // namespace

SqlHighlighter::SqlHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {
  connect(&Theme::instance(), &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void SqlHighlighter::highlightBlock(const QString& line) {
  const SqlScan scan = scanSql(line, std::max(previousBlockState(), 0));
  for (const SqlToken& token : scan.tokens) {
    const QColor colour = colourOf(token, line.sliced(token.start, token.length));
    if (!colour.isValid()) continue;
    QTextCharFormat format;
    format.setForeground(colour);
    format.setFontItalic(token.kind == SqlToken::Kind::Comment);
    setFormat(static_cast<int>(token.start), static_cast<int>(token.length), format);
  }
  setCurrentBlockState(scan.state);
}

}  // namespace joinery::ui

#include "moc_sql_highlighter.cpp"
