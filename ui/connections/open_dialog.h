// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <functional>
#include <memory>

#include "orm/core/url.h"

namespace joinery::ui {

/// Asks for a database: a file, or a URL (typed whole or by its parts), tested before it closes.
class OpenDialog : public QDialog {
  Q_OBJECT
 public:
  explicit OpenDialog(QWidget* parent = nullptr);
  ~OpenDialog() override;

 Q_SIGNALS:
  void chosen(const joinery::Url& url);

 private:
  QWidget* makeLocationPage();
  QWidget* makePartsPage();
  void test();
  void setBusy(bool busy);
  struct Private;
  std::unique_ptr<Private> d;
};

/// A file dialog that opens no file that it lists. Calls back with the paths; nothing when cancelled.
void chooseDatabaseFile(QWidget* parent, std::function<void(const QString& path)> chosen);
/// The same for a file to write; asks before another one is replaced.
/// @param filters "Comma-separated values (*.csv)" …: their endings are added to a name without one
void chooseFileToWrite(QWidget* parent, const QString& title, const QStringList& filters, std::function<void(const QString& path)> chosen);

}  // namespace joinery::ui
