// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_dialog.h"

#include <QAbstractFileIconProvider>
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QStyle>

namespace joinery::ui {

namespace {

QStyle::StandardPixmap standardPixmap(QAbstractFileIconProvider::IconType type) {
  switch (type) {
    case QAbstractFileIconProvider::Computer: return QStyle::SP_ComputerIcon;
    case QAbstractFileIconProvider::Desktop: return QStyle::SP_DesktopIcon;
    case QAbstractFileIconProvider::Trashcan: return QStyle::SP_TrashIcon;
    case QAbstractFileIconProvider::Network: return QStyle::SP_DriveNetIcon;
    case QAbstractFileIconProvider::Drive: return QStyle::SP_DriveHDIcon;
    case QAbstractFileIconProvider::Folder: return QStyle::SP_DirIcon;
    case QAbstractFileIconProvider::File: break;
  }
  return QStyle::SP_FileIcon;
}

/// Icons and types by what a name says: the dialog's own provider opens every file that it lists.
class NameOnlyIconProvider : public QAbstractFileIconProvider {
 public:
  QIcon icon(IconType type) const override {
    const QIcon themed = QAbstractFileIconProvider::icon(type);
    return themed.isNull() ? QApplication::style()->standardIcon(standardPixmap(type)) : themed;
  }
  QIcon icon(const QFileInfo& info) const override {
    return icon(info.isDir() ? IconType::Folder : IconType::File);
  }
  QString type(const QFileInfo& info) const override {
    return info.isDir() ? QFileDialog::tr("Folder") : QFileDialog::tr("File");
  }
};

}  // namespace

QFileDialog* makeFileDialog(QWidget* parent, const QString& title) {
  static NameOnlyIconProvider iconProvider;
  auto* dialog = new QFileDialog(parent, title);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  // A native dialog would look into the files.
  dialog->setOption(QFileDialog::DontUseNativeDialog);
  dialog->setIconProvider(&iconProvider);
  return dialog;
}

}  // namespace joinery::ui
