// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/statement_kind.h"

#include <algorithm>

#include "ui/widgets/sql_scanner.h"

namespace joinery::ui {

namespace {

/// The words of one statement outside of quotes and comments, in small letters; `=` as a word of its own.
using Words = QStringList;

/// Semicolons inside of CREATE TRIGGER part it too: the first piece still says CREATE.
std::vector<Words> statementWords(const QString& script) {
  std::vector<Words> statements(1);
  for (const SqlToken& token : scanSql(script).tokens) {
    const QStringView text = QStringView(script).sliced(token.start, token.length);
    if (token.kind == SqlToken::Kind::Word) statements.back() << text.toString().toLower();
    else if (text == QLatin1String("=")) statements.back() << QStringLiteral("=");
    else if (text == QLatin1String(";")) statements.emplace_back();
  }
  std::erase_if(statements, [](const Words& words) { return words.isEmpty(); });
  return statements;
}

bool hasAny(const Words& words, std::initializer_list<const char*> wanted) {
  return std::ranges::any_of(wanted, [&](const char* word) { return words.contains(QLatin1String(word)); });
}

bool isOneOf(const QString& word, std::initializer_list<const char*> words) {
  return std::ranges::any_of(words, [&](const char* each) { return word == QLatin1String(each); });
}

bool isChange(const Words& words) {
  if (words.front() == QLatin1String("explain") && !words.contains(QLatin1String("analyze"))) return false;
  if (words.front() == QLatin1String("pragma")) return words.contains(QLatin1String("="));
  if (!isOneOf(words.front(), {"select", "values", "table", "with", "explain", "show", "describe"})) return true;
  return hasAny(words, {"insert", "update", "delete", "merge", "into"});
}

bool isOfConnection(const Words& words) {
  if (isOneOf(words.front(), {"begin", "start", "savepoint", "set", "pragma", "attach", "detach"})) return true;
  return hasAny(words, {"temp", "temporary"});
}

}  // namespace

bool mayChange(const QString& script) { return std::ranges::any_of(statementWords(script), isChange); }

bool changesConnection(const QString& script) { return std::ranges::any_of(statementWords(script), isOfConnection); }

std::vector<qsizetype> statementStarts(const QString& script, const QStringList& statements) {
  const auto tokens = scanSql(script).tokens;
  std::vector<qsizetype> starts;
  qsizetype from = 0;
  for (const QString& statement : statements) {
    const auto isBeginning = [&](const SqlToken& token) {
      return token.start >= from && token.kind != SqlToken::Kind::Comment && QStringView(script).sliced(token.start).startsWith(statement);
    };
    const auto found = std::ranges::find_if(tokens, isBeginning);
    const qsizetype start = found != tokens.end() ? found->start : script.indexOf(statement, from);
    starts.push_back(std::max(start, qsizetype{0}));
    from = starts.back() + statement.size();
  }
  return starts;
}

qsizetype indexOfCharacter(QStringView text, int position) {
  qsizetype index = 0;
  for (int i = 1; i < position && index < text.size(); ++i) index += text[index].isHighSurrogate() ? 2 : 1;
  return std::min(index, text.size());
}

}  // namespace joinery::ui
