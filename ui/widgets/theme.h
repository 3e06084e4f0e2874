// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QDBusVariant>
#include <QObject>
#include <QPalette>
#include <memory>

namespace joinery::ui {

/// Light and dark on Fusion with palettes of our own; follows the desktop's color-scheme (portal, asynchronous D-Bus) until a person chooses.
/// GUI thread; one per application.
class Theme : public QObject {
  Q_OBJECT
 public:
  enum class Choice { Desktop, Light, Dark };
  /// Colours with a meaning, for the current brightness; all readable (WCAG AA) on it.
  enum class Role { InsertedRow, ChangedCell, DeletedRow, NullText, KeyText, ForeignKeyText, ErrorBackground, ErrorText, WarningBackground,
                    WarningText, InformationBackground, Placeholder, Accent };

  static Theme& instance();
  ~Theme() override;
  /// Sets style and palette; starts to listen to the desktop. Call once, after QApplication exists.
  void install(Choice choice);
  void setChoice(Choice choice);
  Choice choice() const;
  bool isDark() const;
  QColor color(Role role) const { return color(role, isDark()); }
  /// Of either brightness, whatever is shown now: for what goes onto paper or into a file. Any thread.
  static QColor color(Role role, bool isDark);
  static QPalette palette(bool isDark);

 Q_SIGNALS:
  void changed();

 private Q_SLOTS:
  void desktopSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

 private:
  Theme();
  void listenToDesktop();
  void apply();
  struct Private;
  std::unique_ptr<Private> d;
};

}  // namespace joinery::ui
