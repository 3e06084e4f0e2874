// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QProxyStyle>
#include <QStyleOption>

#include <array>

namespace joinery::ui {

namespace {

constexpr auto kPortalService = "org.freedesktop.portal.Desktop";
constexpr auto kPortalPath = "/org/freedesktop/portal/desktop";
constexpr auto kPortalSettings = "org.freedesktop.portal.Settings";
constexpr auto kAppearance = "org.freedesktop.appearance";

QPalette makePalette(bool dark) {
  struct Entry { QPalette::ColorRole role; QRgb light; QRgb dark; };
  static constexpr std::array kEntries{
      Entry{QPalette::Window, 0xfff3f4f6, 0xff23262b},        Entry{QPalette::WindowText, 0xff1c1f24, 0xffe6e8eb},
      Entry{QPalette::Base, 0xffffffff, 0xff1a1c20},          Entry{QPalette::AlternateBase, 0xfff7f8fa, 0xff1f2226},
      Entry{QPalette::Text, 0xff1c1f24, 0xffe6e8eb},          Entry{QPalette::PlaceholderText, 0xff6b7280, 0xff9097a1},
      Entry{QPalette::Button, 0xffe9ebee, 0xff2d3137},        Entry{QPalette::ButtonText, 0xff1c1f24, 0xffe6e8eb},
      Entry{QPalette::BrightText, 0xffb3261e, 0xffff8a80},    Entry{QPalette::Highlight, 0xff2f6fb5, 0xff3a78bd},
      Entry{QPalette::HighlightedText, 0xffffffff, 0xffffffff}, Entry{QPalette::Link, 0xff1d5fa8, 0xff7db5f0},
      Entry{QPalette::LinkVisited, 0xff6b3fa0, 0xffb79ae0},   Entry{QPalette::ToolTipBase, 0xffffffff, 0xff2d3137},
      Entry{QPalette::ToolTipText, 0xff1c1f24, 0xffe6e8eb},   Entry{QPalette::Light, 0xffffffff, 0xff3a3f47},
      Entry{QPalette::Midlight, 0xfff0f1f3, 0xff32363d},      Entry{QPalette::Mid, 0xffc3c7cd, 0xff4a505a},
      Entry{QPalette::Dark, 0xffa4a9b1, 0xff15171a},          Entry{QPalette::Shadow, 0xff6f757e, 0xff0c0d0f},
  };
  QPalette palette;
  for (const auto& entry : kEntries) palette.setColor(entry.role, QColor::fromRgba(dark ? entry.dark : entry.light));
  const QColor disabled = QColor::fromRgba(dark ? 0xff747b86 : 0xff8b919a);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
    palette.setColor(QPalette::Disabled, role, disabled);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor::fromRgba(dark ? 0xff3a3f47 : 0xffd5d8dd));
  return palette;
}

/// What Fusion frames with a darker shade of, on a dark window.
constexpr QRgb kDarkFrame = 0xff68707e;

/// Fusion, whose tick boxes in lists and grids are seen on a dark ground too.
class FramedStyle : public QProxyStyle {
 public:
  FramedStyle() : QProxyStyle(QStringLiteral("Fusion")) {}
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override {
    if (element != PE_IndicatorItemViewItemCheck || !Theme::instance().isDark()) return QProxyStyle::drawPrimitive(element, option, painter, widget);
    QStyleOptionButton box;
    box.QStyleOption::operator=(*option);
    box.state &= ~State_MouseOver;
    box.palette.setColor(QPalette::Window, QColor::fromRgba(kDarkFrame));
    QProxyStyle::drawPrimitive(PE_IndicatorCheckBox, &box, painter, widget);
  }
};

/// Fusion frames what is typed into or checked with a darker shade of the window's colour: on a dark window nobody would see it.
void showFrames(QPalette palette) {
  palette.setColor(QPalette::Window, QColor::fromRgba(kDarkFrame));
  for (const char* widget : {"QLineEdit", "QCheckBox", "QRadioButton"}) QApplication::setPalette(palette, widget);
}

}  // namespace

struct Theme::Private {
  Choice choice = Choice::Desktop;
  bool desktopDark = false;
  bool dark = false;
};

Theme::Theme() : d(std::make_unique<Private>()) {}

Theme::~Theme() = default;

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

void Theme::install(Choice choice) {
  QApplication::setStyle(new FramedStyle);
  d->choice = choice;
  apply();
  listenToDesktop();
}

void Theme::listenToDesktop() {
  auto bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  bus.connect(QLatin1String(kPortalService), QLatin1String(kPortalPath), QLatin1String(kPortalSettings),
              QStringLiteral("SettingChanged"), this, SLOT(desktopSettingChanged(QString, QString, QDBusVariant)));
  auto message = QDBusMessage::createMethodCall(QLatin1String(kPortalService), QLatin1String(kPortalPath),
                                                QLatin1String(kPortalSettings), QStringLiteral("Read"));
  message << QLatin1String(kAppearance) << QStringLiteral("color-scheme");
  auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* finished) {
    const QDBusPendingReply<QDBusVariant> reply = *finished;
    if (reply.isValid())
      desktopSettingChanged(QLatin1String(kAppearance), QStringLiteral("color-scheme"), reply.value());
    finished->deleteLater();
  });
}

void Theme::desktopSettingChanged(const QString& group, const QString& key, const QDBusVariant& value) {
  if (group != QLatin1String(kAppearance) || key != QLatin1String("color-scheme")) return;
  QVariant inner = value.variant();
  // Read() wraps its answer twice.
  if (inner.canConvert<QDBusVariant>()) inner = inner.value<QDBusVariant>().variant();
  d->desktopDark = inner.toUInt() == 1;
  apply();
}

void Theme::setChoice(Choice choice) {
  d->choice = choice;
  apply();
}

void Theme::apply() {
  d->dark = d->choice == Choice::Dark || (d->choice == Choice::Desktop && d->desktopDark);
  QApplication::setPalette(makePalette(d->dark));
  if (d->dark) showFrames(makePalette(true));
  Q_EMIT changed();
}

Theme::Choice Theme::choice() const { return d->choice; }

bool Theme::isDark() const { return d->dark; }

QPalette Theme::palette(bool isDark) { return makePalette(isDark); }

QColor Theme::color(Role role, bool isDark) {
  struct Pair { QRgb light; QRgb dark; };
  const auto pick = [](Role wanted) -> Pair {
    switch (wanted) {
      case Role::InsertedRow: return {0xffd9f2dd, 0xff1f4027};
      case Role::ChangedCell: return {0xffffeab8, 0xff574313};
      case Role::DeletedRow: return {0xfffbdcda, 0xff53252a};
      case Role::NullText: return {0xff757b85, 0xff8f96a1};
      case Role::KeyText: return {0xff7a5200, 0xffe3b75f};
      case Role::ForeignKeyText: return {0xff1d5fa8, 0xff7db5f0};
      case Role::ErrorBackground: return {0xfffbdcda, 0xff53252a};
      case Role::ErrorText: return {0xff9d1c14, 0xffff9d94};
      case Role::WarningBackground: return {0xfffff0c9, 0xff4d3d12};
      case Role::WarningText: return {0xff7a5200, 0xffe3b75f};
      case Role::InformationBackground: return {0xffdcebfa, 0xff1f3a55};
      case Role::Placeholder: return {0xffe4e6ea, 0xff2d3137};
      case Role::Accent: return {0xff2f6fb5, 0xff5a9be0};
    }
    return {0, 0};
  };
  const Pair pair = pick(role);
  return QColor::fromRgba(isDark ? pair.dark : pair.light);
}

}  // namespace joinery::ui

#include "moc_theme.cpp"
