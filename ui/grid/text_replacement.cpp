// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/text_replacement.h"

#include "orm/core/display_text.h"
#include "ui/value/typed_value.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

Result<TextReplacement> TextReplacement::create(const QString& find, const QString& replacement, Options options) {
  TextReplacement made;
  QString pattern = options.isExpression ? find : QRegularExpression::escape(find);
  if (options.wholeCell) pattern = QStringLiteral("\\A(?:%1)\\z").arg(pattern);
  made.m_find.setPattern(pattern);
  if (!options.matchesCase) made.m_find.setPatternOptions(QRegularExpression::CaseInsensitiveOption);
  if (!made.m_find.isValid()) return DbError(ErrorKind::Argument, toStdString(made.m_find.errorString()));
  made.m_replacement = replacement;
  made.m_isExpression = options.isExpression;
  return made;
}

/// The replacement for one match: as it stands, or with its groups, and \\ for a backslash.
QString TextReplacement::filledIn(const QRegularExpressionMatch& match) const {
  if (!m_isExpression) return m_replacement;
  QString filled;
  for (qsizetype i = 0; i < m_replacement.size(); ++i) {
    const bool isEscape = m_replacement[i] == QLatin1Char('\\') && i + 1 < m_replacement.size();
    if (!isEscape) filled += m_replacement[i];
    else if (m_replacement[++i].isDigit()) filled += match.captured(m_replacement[i].digitValue());
    else filled += m_replacement[i] == QLatin1Char('\\') ? QStringLiteral("\\") : m_replacement.mid(i - 1, 2);
  }
  return filled;
}

QString TextReplacement::replacedIn(const QString& text) const {
  QString after;
  qsizetype end = 0;
  for (auto matches = m_find.globalMatch(text); matches.hasNext();) {
    const auto match = matches.next();
    after += text.mid(end, match.capturedStart() - end) + filledIn(match);
    end = match.capturedEnd();
  }
  return after + text.mid(end);
}

Result<std::optional<Value>> TextReplacement::replaced(const EditableCell& cell) const {
  if (cell.value.isNull() || cell.value.storageClass() == StorageClass::Blob) return std::optional<Value>();
  const std::string before = displayText(cell.value, cell.attribute->column.type);
  const QString text = toQString(before);
  if (!m_find.match(text).hasMatch()) return std::optional<Value>();
  // Else what is not replaced would be changed too.
  if (toStdString(text) != before) return DbError(ErrorKind::Data, cell.attribute->name + " holds bytes that are no text");
  const QString after = replacedIn(text);
  if (after == text) return std::optional<Value>();
  auto value = typedValue(toStdString(after), cell.attribute->column, cell.value);
  if (!value) return value.error();
  return std::optional(std::move(*value));
}

}  // namespace joinery::ui
