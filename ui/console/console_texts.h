// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QString>
#include <functional>

class QThreadPool;

namespace joinery::ui {

/// The texts of the consoles on disk, one file each, only for their owner to read. Every call returns at once; what is
/// asked for is done in that order on a thread of its own, which the end of the application waits for.
class ConsoleTexts {
 public:
  static ConsoleTexts& instance();

  static QString newId();
  /// Only ids that newId() made name a file.
  static bool isId(const QString& id);
  static QString path(const QString& id);

  /// @return text and, where it could not be read, why; a file that is not there has no text
  struct Kept { QString text; QString error; };
  QFuture<Kept> read(const QString& id);
  /// @return why it could not be kept; empty when it was
  QFuture<QString> write(const QString& id, const QString& text);
  void remove(const QString& id);

 private:
  ConsoleTexts();
  QThreadPool* m_thread;
};

}  // namespace joinery::ui
