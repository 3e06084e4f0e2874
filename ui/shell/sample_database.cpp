// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sample_database.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include "ui/widgets/text.h"

namespace joinery::ui {

namespace {

/// Beside the program; empty where it was not installed.
QString shippedSample() {
  const QDir program(QCoreApplication::applicationDirPath());
  for (const char* place : {"../share/sample.db", "../share/joinery/sample.db"}) {
    const QString path = QDir::cleanPath(program.filePath(QString::fromLatin1(place)));
    if (QFileInfo::exists(path)) return path;
  }
  return {};
}

}  // namespace

Result<QString> ownSampleDatabase() {
  const QString shipped = shippedSample();
  if (shipped.isEmpty()) return DbError(ErrorKind::NotSupported, "it was not installed with the program");
  const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
  const QString copy = folder.filePath(QStringLiteral("sample.db"));
  if (!QFileInfo::exists(copy) && !(folder.mkpath(QStringLiteral(".")) && QFile::copy(shipped, copy)))
    return DbError(ErrorKind::Operational, "it could not be copied to " + toStdString(copy));
  return copy;
}

}  // namespace joinery::ui
