// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/codegen/mermaid.h"

#include <QString>

#include <set>

#include "orm/codegen/schema_references.h"

namespace joinery {

namespace {

/// Within quotes: what the grammar or HTML would take for something else stands as an entity code.
std::string mermaidQuoted(const std::string& text) {
  QString made;
  for (const QChar letter : QString::fromStdString(text)) {
    const bool isCoded = QStringLiteral("\"%\\#&<>;~").contains(letter);
    if (isCoded) made += QStringLiteral("#%1;").arg(letter.unicode());
    else if (!letter.isSurrogate() && !letter.isPrint()) made += QLatin1Char(' ');
    else made += letter;
  }
  return '"' + made.toStdString() + '"';
}

bool isAsciiWord(QChar letter) { return letter.unicode() < 0x80 && (letter.isLetterOrNumber() || letter == QLatin1Char('_')); }
bool isMermaidLetter(QChar letter) { return isAsciiWord(letter) || (letter.unicode() >= 0xC0 && letter.isLetter()); }

/// PK, FK and UK mean keys, whatever stands behind them but a letter or digit.
bool readsAsKey(const QString& word) {
  const QString start = word.left(2).toUpper();
  const bool isKey = start == QLatin1String("PK") || start == QLatin1String("FK") || start == QLatin1String("UK");
  return isKey && (word.size() == 2 || !isAsciiWord(word[2]));
}

/// A type or an attribute: one word of letters and digits, which begins with a letter. @param more signs that it may have, too
QString mermaidWord(const std::string& text, const char* more) {
  QString word;
  for (const QChar letter : QString::fromStdString(text)) {
    const bool isPart = isMermaidLetter(letter) || QLatin1String(more).contains(letter);
    if (isPart) word += letter;
    else if (!word.endsWith(QLatin1Char('_'))) word += QLatin1Char('_');
  }
  const bool startsWell = !word.isEmpty() && !word.front().isDigit() && isMermaidLetter(word.front());
  return startsWell && !readsAsKey(word) ? word : QLatin1Char('_') + word;
}

std::string attributeName(const std::string& name, std::set<QString>& taken) {
  const QString word = mermaidWord(name, "-");
  QString free = word;
  for (int number = 2; !taken.insert(free).second; ++number) free = word + QStringLiteral("_%1").arg(number);
  return free.toStdString();
}

std::string keyWords(const schema::Table& table, const std::string& column) {
  std::string words;
  const auto add = [&](const char* word, bool isMeant) {
    if (isMeant) words += (words.empty() ? " " : ", ") + std::string(word);
  };
  add("PK", table.isPrimaryKeyColumn(column));
  add("FK", isReferring(table, column));
  add("UK", isUniqueByItself(table, column));
  return words;
}

std::string attributeLine(const schema::Table& table, const schema::Column& column, std::set<QString>& taken) {
  const std::string name = attributeName(column.name, taken);
  const std::string type = column.type.declared.empty() ? "any" : mermaidWord(column.type.declared, "-()[]").toStdString();
  std::string comment = name == column.name ? "" : column.name;
  if (!column.comment.empty()) comment += (comment.empty() ? "" : ": ") + column.comment;
  return "    " + type + " " + name + keyWords(table, column.name) + (comment.empty() ? "" : " " + mermaidQuoted(comment)) + "\n";
}

}  // namespace

std::string mermaidDiagram(const schema::MetaData& metadata) {
  const auto entity = [&](const schema::Table& table) { return mermaidQuoted(shortName(metadata, table.name).toString()); };
  std::string text = "erDiagram\n";
  for (const auto& table : describedTables(metadata)) {
    if (table->isView()) continue;
    std::set<QString> taken;
    text += "  " + entity(*table) + " {\n";
    for (const schema::Column& column : table->columns) text += attributeLine(*table, column, taken);
    text += "  }\n";
  }
  for (const SchemaReference& each : schemaReferences(metadata)) {
    const std::string one = each.isOptional ? "|o" : "||", many = each.isUnique ? "o|" : "o{";
    const auto plain = [](const std::string& name) { return name; };
    text += "  " + entity(*each.to) + " " + one + (each.isIdentifying ? "--" : "..") + many + " " + entity(*each.from) + " : " + mermaidQuoted(joinedNames(each.columns, plain)) + "\n";
  }
  return text;
}

}  // namespace joinery
