// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sql_scanner.h"

#include <QString>

namespace joinery::ui {

namespace {

// What may stay open over lines. A dollar quote is known by its tag, of which the state keeps a number.
enum State { Nothing, InText, InName, InBacktick, InComment, InDollar = 16 };

bool isWordStart(QChar c) { return c.isLetter() || c == QLatin1Char('_'); }
bool isWordPart(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('$'); }

class Scanner {
 public:
  explicit Scanner(QStringView sql) : m_sql(sql) {}

  SqlScan scan(int state) {
    if (state != Nothing) finishOpen(0, state);
    while (m_at < m_sql.size()) next();
    return std::move(m_scan);
  }

 private:
  using Kind = SqlToken::Kind;

  void next() {
    const QChar c = m_sql[m_at];
    if (c.isSpace()) ++m_at;
    else if (startsWith(u"--")) add(Kind::Comment, lineEnd());
    else if (startsWith(u"/*")) finishOpen(2, InComment);
    else if (c == QLatin1Char('\'')) finishOpen(1, InText);
    else if (c == QLatin1Char('"')) finishOpen(1, InName);
    else if (c == QLatin1Char('`')) finishOpen(1, InBacktick);
    else if (c == QLatin1Char('[')) bracket();
    else if (c == QLatin1Char('$')) dollar();
    else if (isWordStart(c)) add(Kind::Word, endWhile(isWordPart));
    else if (c.isDigit()) add(Kind::Number, endWhile([](QChar each) { return isWordPart(each) || each == QLatin1Char('.'); }));
    else add(Kind::Symbol, m_at + 1);
  }

  /// Goes to where what is open ends. A doubled quote reads as an end and a new beginning, which comes to the same.
  void finishOpen(qsizetype skipped, int state) {
    const QString closing = state == InText       ? QStringLiteral("'")
                            : state == InName     ? QStringLiteral("\"")
                            : state == InBacktick ? QStringLiteral("`")
                                                  : QStringLiteral("*/");
    const Kind kind = state == InComment ? Kind::Comment : state == InText || state >= InDollar ? Kind::Text : Kind::Name;
    if (state >= InDollar) return finishDollar(skipped, state);
    const qsizetype found = m_sql.indexOf(closing, m_at + skipped);
    if (found < 0) m_scan.state = state;
    add(kind, found < 0 ? m_sql.size() : found + closing.size());
  }

  void finishDollar(qsizetype skipped, int state) {
    for (qsizetype i = m_sql.indexOf(QLatin1Char('$'), m_at + skipped); i >= 0; i = m_sql.indexOf(QLatin1Char('$'), i + 1)) {
      const qsizetype end = tagEnd(i);
      if (end > 0 && stateOfTag(i, end) == state) return add(Kind::Text, end);
    }
    m_scan.state = state;
    add(Kind::Text, m_sql.size());
  }

  void dollar() {
    const qsizetype end = tagEnd(m_at);
    if (end < 0) return add(Kind::Symbol, m_at + 1);
    finishDollar(end - m_at, stateOfTag(m_at, end));
  }

  /// Names in brackets are SQLite's and SQL Server's; elsewhere brackets are of arrays.
  void bracket() {
    const qsizetype end = m_sql.indexOf(QLatin1Char(']'), m_at);
    const bool isName = end > m_at + 1 && isWordStart(m_sql[m_at + 1]);
    add(isName ? Kind::Name : Kind::Symbol, isName ? end + 1 : m_at + 1);
  }

  /// @return the position after `$tag$`, or -1
  qsizetype tagEnd(qsizetype from) const {
    qsizetype i = from + 1;
    while (i < m_sql.size() && (m_sql[i].isLetterOrNumber() || m_sql[i] == QLatin1Char('_'))) ++i;
    return i < m_sql.size() && m_sql[i] == QLatin1Char('$') ? i + 1 : -1;
  }
  int stateOfTag(qsizetype from, qsizetype end) const {
    return InDollar + static_cast<int>(qHash(m_sql.sliced(from, end - from), 7) & 0xFFFFFF);
  }

  bool startsWith(QStringView text) const { return m_sql.sliced(m_at).startsWith(text); }
  qsizetype lineEnd() const {
    const qsizetype found = m_sql.indexOf(QLatin1Char('\n'), m_at);
    return found < 0 ? m_sql.size() : found;
  }
  template <typename Predicate>
  qsizetype endWhile(Predicate predicate) const {
    qsizetype i = m_at;
    while (i < m_sql.size() && predicate(m_sql[i])) ++i;
    return i;
  }
  void add(Kind kind, qsizetype end) {
    if (end > m_at) m_scan.tokens.push_back({kind, m_at, end - m_at});
    m_at = end;
  }

  QStringView m_sql;
  qsizetype m_at = 0;
  SqlScan m_scan;
};

}  // namespace

SqlScan scanSql(QStringView sql, int state) { return Scanner(sql).scan(state); }

}  // namespace joinery::ui
