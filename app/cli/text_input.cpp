// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_input.h"

#include <QFile>

#include "orm/core/db_error.h"

namespace joinery::cli {

std::string readText(const std::string& path) {
  QFile file(QString::fromStdString(path));
  const bool open = path == "-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
  if (!open) throw DbError(ErrorKind::Argument, path + " can't be read: " + file.errorString().toStdString());
  return file.readAll().toStdString();
}

}  // namespace joinery::cli
