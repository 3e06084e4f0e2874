// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/core/declared_type.h"

#include <QRegularExpression>
#include <QString>
#include <array>

namespace joinery {

namespace {

struct Rule {
  const char* part;
  TypeKind kind;
  enum class Match { Whole, Contains, Starts } match;
};

// Names that people use come before the affinity rules, which are SQLite's own, in its order.
constexpr std::array kRules{
    Rule{"BOOL", TypeKind::Boolean, Rule::Match::Whole},
    Rule{"BOOLEAN", TypeKind::Boolean, Rule::Match::Whole},
    Rule{"DATE", TypeKind::Date, Rule::Match::Whole},
    Rule{"TIME", TypeKind::Time, Rule::Match::Whole},
    Rule{"TIMESTAMPTZ", TypeKind::TimestampTz, Rule::Match::Whole},
    Rule{"TIMESTAMP WITH TIME ZONE", TypeKind::TimestampTz, Rule::Match::Whole},
    Rule{"DATETIME", TypeKind::Timestamp, Rule::Match::Starts},
    Rule{"TIMESTAMP", TypeKind::Timestamp, Rule::Match::Starts},
    Rule{"JSON", TypeKind::Json, Rule::Match::Starts},
    Rule{"UUID", TypeKind::Uuid, Rule::Match::Whole},
    Rule{"GUID", TypeKind::Uuid, Rule::Match::Whole},
    Rule{"UNIQUEIDENTIFIER", TypeKind::Uuid, Rule::Match::Whole},
    Rule{"XML", TypeKind::Xml, Rule::Match::Whole},
    Rule{"DECIMAL", TypeKind::Numeric, Rule::Match::Starts},
    Rule{"NUMERIC", TypeKind::Numeric, Rule::Match::Starts},
    Rule{"MONEY", TypeKind::Numeric, Rule::Match::Whole},
    Rule{"POINT", TypeKind::Unknown, Rule::Match::Whole},
    Rule{"INT", TypeKind::Integer, Rule::Match::Contains},
    Rule{"CHAR", TypeKind::Text, Rule::Match::Contains},
    Rule{"CLOB", TypeKind::Text, Rule::Match::Contains},
    Rule{"TEXT", TypeKind::Text, Rule::Match::Contains},
    Rule{"BLOB", TypeKind::Blob, Rule::Match::Contains},
    Rule{"BINARY", TypeKind::Blob, Rule::Match::Contains},
    Rule{"REAL", TypeKind::Real, Rule::Match::Contains},
    Rule{"FLOA", TypeKind::Real, Rule::Match::Contains},
    Rule{"DOUB", TypeKind::Real, Rule::Match::Contains},
};

bool matches(const QString& name, const Rule& rule) {
  const QLatin1String part(rule.part);
  switch (rule.match) {
    case Rule::Match::Whole: return name == part;
    case Rule::Match::Starts: return name.startsWith(part);
    case Rule::Match::Contains: return name.contains(part);
  }
  return false;
}

TypeKind kindOf(const QString& name) {
  if (name.isEmpty() || name == QLatin1String("ANY")) return TypeKind::Unknown;
  for (const auto& rule : kRules)
    if (matches(name, rule)) return rule.kind;
  return TypeKind::Unknown;
}

}  // namespace

ValueType typeFromSqliteDeclaration(std::string_view declaration) {
  ValueType type;
  type.declared = std::string(declaration);
  type.perCell = true;
  static const QRegularExpression kShape(QStringLiteral(R"(^\s*([^(]*?)\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?\s*$)"));
  const QString text = QString::fromUtf8(declaration.data(), static_cast<qsizetype>(declaration.size())).toUpper();
  const auto match = kShape.match(text);
  type.kind = kindOf(match.hasMatch() ? match.captured(1) : text);
  if (match.capturedLength(2) == 0) return type;
  if (type.kind == TypeKind::Numeric) {
    type.precision = match.captured(2).toInt();
    if (match.capturedLength(3) > 0) type.scale = match.captured(3).toInt();
  } else {
    type.length = match.captured(2).toInt();
  }
  return type;
}

}  // namespace joinery
