// SPDX-License-Identifier: GPL-3.0-or-later
#include "orm/transfer/spreadsheet_moment.h"

#include <QDate>

#include <algorithm>

namespace joinery {

namespace {

/// Reads a text from its beginning, piece by piece.
class MomentText {
 public:
  explicit MomentText(std::string_view text) : m_rest(text) {}
  /// So many digits; -1 where they are not there.
  int number(std::size_t digits) {
    if (m_rest.size() < digits) return -1;
    int value = 0;
    for (const char c : m_rest.substr(0, digits)) {
      if (c < '0' || c > '9') return -1;
      value = value * 10 + (c - '0');
    }
    m_rest.remove_prefix(digits);
    return value;
  }
  bool skip(char c) {
    if (!m_rest.starts_with(c)) return false;
    m_rest.remove_prefix(1);
    return true;
  }
  bool isAtEnd() const { return m_rest.empty(); }
  std::size_t left() const { return m_rest.size(); }

 private:
  std::string_view m_rest;
};

std::optional<qint64> dayOf(MomentText& text) {
  const int year = text.number(4);
  const bool hasMonth = text.skip('-');
  const int month = text.number(2);
  const bool hasDay = text.skip('-');
  const int day = text.number(2);
  if (!hasMonth || !hasDay) return std::nullopt;
  const QDate date(year, month, day);
  if (!date.isValid() || date < QDate(1900, 3, 1)) return std::nullopt;
  return QDate(1899, 12, 30).daysTo(date);
}

/// The milliseconds of a decimal part of one to three digits.
int thousandthsOf(MomentText& text) {
  const std::size_t digits = text.left();
  if (digits == 0 || digits > 3) return -1;
  int value = text.number(digits);
  for (std::size_t i = digits; i < 3 && value >= 0; ++i) value *= 10;
  return value;
}

}  // namespace

std::optional<SpreadsheetMoment> spreadsheetMoment(std::string_view spelled) {
  MomentText text(spelled);
  const auto day = dayOf(text);
  if (!day) return std::nullopt;
  if (text.isAtEnd()) return SpreadsheetMoment{static_cast<double>(*day), "yyyy-mm-dd"};
  if (!text.skip(' ') && !text.skip('T')) return std::nullopt;
  const int hours = text.number(2);
  const bool hasMinutes = text.skip(':');
  const int minutes = text.number(2);
  const int seconds = text.skip(':') ? text.number(2) : 0;
  const bool hasFraction = text.skip('.');
  const int thousandths = hasFraction ? thousandthsOf(text) : 0;
  const bool isRight = hasMinutes && text.isAtEnd() && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60 && thousandths >= 0;
  if (!isRight) return std::nullopt;
  const double milliseconds = ((hours * 60.0 + minutes) * 60.0 + seconds) * 1000.0 + thousandths;
  return SpreadsheetMoment{static_cast<double>(*day) + milliseconds / 86'400'000.0, hasFraction ? "yyyy-mm-dd hh:mm:ss.000" : "yyyy-mm-dd hh:mm:ss"};
}

}  // namespace joinery
