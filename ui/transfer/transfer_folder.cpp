// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/transfer_folder.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace joinery::ui {

namespace {

const QString kTransferFolder = QStringLiteral("transfer/folder");

}  // namespace

QString transferFolder() { return QSettings().value(kTransferFolder, QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)).toString(); }

void rememberTransferFolder(const QString& file) { QSettings().setValue(kTransferFolder, QFileInfo(file).path()); }

}  // namespace joinery::ui
