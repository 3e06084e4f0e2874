// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_output.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include "app/cli/output.h"
#include "orm/core/db_error.h"

namespace joinery::cli {

namespace {

[[noreturn]] void fail(const std::string& path, const QString& why) {
  throw DbError(ErrorKind::Operational, path + " can't be written: " + why.toStdString());
}

}  // namespace

void writeText(const std::string& path, const std::string& text) {
  if (path == "-") return print(text);
  const QString name = QString::fromStdString(path);
  const QString folder = QFileInfo(name).absolutePath();
  if (!QDir().mkpath(folder)) fail(path, QStringLiteral("the folder %1 can't be made").arg(folder));
  QSaveFile file(name);
  const auto bytes = static_cast<qint64>(text.size());
  if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), bytes) != bytes || !file.commit()) fail(path, file.errorString());
}

}  // namespace joinery::cli
