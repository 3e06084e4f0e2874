// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/recent_connections.h"

#include <QSettings>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {
const auto kSetting = QStringLiteral("connections/recent");
}

RecentConnections::RecentConnections(QObject* parent) : QObject(parent) {}

QStringList RecentConnections::urls() const { return QSettings().value(kSetting).toStringList(); }

void RecentConnections::add(const Url& url) {
  if (url.isMemory()) return;
  Url withoutPassword = url;
  withoutPassword.password = Secret();
  const QString text = toQString(withoutPassword.toString());
  QStringList list = urls();
  list.removeAll(text);
  list.prepend(text);
  while (list.size() > kMost) list.removeLast();
  QSettings().setValue(kSetting, list);
  Q_EMIT changed();
}

void RecentConnections::remove(const QString& url) {
  QStringList list = urls();
  list.removeAll(url);
  QSettings().setValue(kSetting, list);
  Q_EMIT changed();
}

void RecentConnections::clear() {
  QSettings().remove(kSetting);
  Q_EMIT changed();
}

}  // namespace joinery::ui

#include "moc_recent_connections.cpp"
