// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

#include "orm/core/url.h"

namespace joinery::ui {

/// The databases that were opened last, newest first, without passwords (XDG settings). GUI thread.
class RecentConnections : public QObject {
  Q_OBJECT
 public:
  explicit RecentConnections(QObject* parent = nullptr);
  static constexpr int kMost = 12;
  QStringList urls() const;
  void add(const Url& url);
  void remove(const QString& url);
  void clear();

 Q_SIGNALS:
  void changed();
};

}  // namespace joinery::ui
