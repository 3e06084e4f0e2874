// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCommandLinkButton;

namespace joinery::ui {

/// What a design begins with: nothing, for one engine or another, or what the open database has. GUI thread.
class DesignStart : public QWidget {
  Q_OBJECT
 public:
  explicit DesignStart(QWidget* parent);
  /// @param name of the open database; empty: none is open
  void setDatabaseName(const QString& name);

 Q_SIGNALS:
  void emptyRequested(const std::string& backend);
  void databaseRequested();

 private:
  QCommandLinkButton* link(const char* objectName, const QString& text, const QString& description, const QString& iconName);
  QCommandLinkButton* m_database = nullptr;
};

}  // namespace joinery::ui
