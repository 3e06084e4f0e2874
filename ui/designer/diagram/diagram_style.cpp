// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/designer/diagram/diagram_style.h"

#include <QFontDatabase>
#include <array>
#include <utility>

#include "ui/widgets/theme.h"

namespace joinery::ui {

namespace {

struct NamedColour {
  const char* name;
  QRgb light, dark;
};

constexpr std::array kNamedColours{
    NamedColour{"blue", 0xff2f6fb5, 0xff5a9be0},   NamedColour{"green", 0xff2e7d3e, 0xff63b873}, NamedColour{"yellow", 0xffb08400, 0xffe3b75f},
    NamedColour{"red", 0xffb3261e, 0xffff8a80},    NamedColour{"purple", 0xff6b3fa0, 0xffb79ae0}, NamedColour{"grey", 0xff6b7280, 0xff9097a1},
};

QColor mixed(const QColor& front, const QColor& back, double share) {
  const auto mix = [share](int one, int other) { return static_cast<int>(one * share + other * (1 - share)); };
  return {mix(front.red(), back.red()), mix(front.green(), back.green()), mix(front.blue(), back.blue())};
}

}  // namespace

DiagramStyle DiagramStyle::make(bool isDark) {
  const QPalette palette = Theme::palette(isDark);
  DiagramStyle style;
  style.isDark = isDark;
  style.background = palette.color(QPalette::Window);
  style.card = palette.color(QPalette::Base);
  style.text = palette.color(QPalette::Text);
  style.faint = palette.color(QPalette::PlaceholderText);
  style.frame = mixed(style.faint, style.card, 0.7);
  style.grid = mixed(style.faint, style.background, isDark ? 0.14 : 0.12);
  style.accent = Theme::color(Theme::Role::Accent, isDark);
  style.header = mixed(style.accent, style.card, isDark ? 0.26 : 0.14);
  style.key = Theme::color(Theme::Role::KeyText, isDark);
  style.foreignKey = Theme::color(Theme::Role::ForeignKeyText, isDark);
  style.line = mixed(style.text, style.background, 0.62);
  style.added = Theme::color(Theme::Role::InsertedRow, isDark);
  style.changed = Theme::color(Theme::Role::ChangedCell, isDark);
  style.dropped = Theme::color(Theme::Role::DeletedRow, isDark);
  style.guide = QColor::fromRgba(isDark ? 0xffff8a80 : 0xffd0342c);
  return style;
}

QFont DiagramStyle::font(Text text) {
  QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
  font.setPixelSize(text == Text::Type ? 11 : text == Text::Title ? 13 : 12);
  font.setBold(text == Text::Title);
  return font;
}

QColor DiagramStyle::edge(const std::string& colour) const {
  for (const auto& each : kNamedColours)
    if (colour == each.name) return QColor::fromRgba(isDark ? each.dark : each.light);
  return faint;
}

QColor DiagramStyle::lineOf(CardChange change) const {
  if (change == CardChange::None) return line;
  return edge(change == CardChange::Added ? "green" : change == CardChange::Dropped ? "red" : "yellow");
}

QColor DiagramStyle::fill(const std::string& colour) const { return mixed(edge(colour), card, isDark ? 0.22 : 0.15); }

}  // namespace joinery::ui
