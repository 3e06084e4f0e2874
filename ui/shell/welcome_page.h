// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/connections/recent_connections.h"

namespace joinery::ui {

/// What the window shows while nothing is open: ways to open something, and what was open last.
class WelcomePage : public QWidget {
  Q_OBJECT
 public:
  WelcomePage(RecentConnections* recent, QWidget* parent = nullptr);

 Q_SIGNALS:
  void openFileRequested();
  void openUrlRequested();
  void openSampleRequested();
  void designRequested();
  void recentChosen(const QString& url);

 private:
  void showRecent();
  RecentConnections* m_recent;
  QWidget* m_list = nullptr;
};

}  // namespace joinery::ui
