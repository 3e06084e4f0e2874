// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cell_totals.h"

#include <QCoreApplication>
#include <algorithm>
#include <charconv>
#include <optional>

#include "orm/core/json.h"
#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

constexpr std::size_t kLongestNumber = 400;

std::optional<double> numberOf(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  // Most texts are told by their first letter; "inf" and "nan" are words here.
  const bool mayBe = !text.empty() && text.size() <= kLongestNumber && ((text[0] >= '0' && text[0] <= '9') || text[0] == '-' || text[0] == '.');
  if (!mayBe || (text[0] == '-' && (text.size() < 2 || (text[1] != '.' && (text[1] < '0' || text[1] > '9'))))) return std::nullopt;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<double> numberOf(ValueView value) {
  switch (value.storageClass()) {
    case StorageClass::Integer: return static_cast<double>(value.toInteger());
    case StorageClass::Unsigned: return static_cast<double>(value.toUnsigned());
    case StorageClass::Real: return value.toReal();
    case StorageClass::Text: return numberOf(value.bytes());
    default: return std::nullopt;
  }
}

QString shownNumber(double value) { return toQString(formatReal(value)); }

}  // namespace

void CellTotals::add(ValueView value) {
  const auto each = numberOf(value);
  if (!each) return;
  m_least = m_numbers == 0 ? *each : std::min(m_least, *each);
  m_greatest = m_numbers == 0 ? *each : std::max(m_greatest, *each);
  ++m_numbers;
  m_sum += *each;
  m_isWhole = m_isWhole && value.storageClass() == StorageClass::Integer && !__builtin_add_overflow(m_wholeSum, value.toInteger(), &m_wholeSum);
}

QString CellTotals::text() const {
  if (m_numbers < 2) return {};
  const QString sum = m_isWhole ? QString::number(m_wholeSum) : shownNumber(m_sum);
  return QCoreApplication::translate("joinery::ui::CellTotals", " · sum %1 · average %2 · min %3 · max %4")
      .arg(sum, shownNumber(m_sum / static_cast<double>(m_numbers)), shownNumber(m_least), shownNumber(m_greatest));
}

}  // namespace joinery::ui
