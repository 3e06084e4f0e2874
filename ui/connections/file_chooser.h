// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <functional>

class QWidget;

namespace joinery::ui {

/// What a file is chosen for.
struct FileChoice {
  enum class Purpose { Open, Save };
  QString title;
  QStringList filters;
  Purpose purpose = Purpose::Open;
  QString start = {};  ///< the file or folder that is shown first
};

/// A file dialog that opens no file that it lists. Calls back with the path; nothing when cancelled. For Save it asks before a file
/// that is there is chosen.
void chooseFile(QWidget* parent, const FileChoice& choice, std::function<void(const QString& path)> chosen);
/// The same for a database.
void chooseDatabaseFile(QWidget* parent, std::function<void(const QString& path)> chosen);

}  // namespace joinery::ui
