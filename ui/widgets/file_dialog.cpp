// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/file_dialog.h"

#include <QAbstractFileIconProvider>
#include <QFileDialog>
#include <QFileInfo>

namespace joinery::ui {

namespace {

/// Icons and types by what a name says: the dialog's own provider opens every file that it lists.
class NameOnlyIconProvider : public QAbstractFileIconProvider {
 public:
  QIcon icon(IconType type) const override { return QAbstractFileIconProvider::icon(type); }
  QIcon icon(const QFileInfo& info) const override {
    return QAbstractFileIconProvider::icon(info.isDir() ? IconType::Folder : IconType::File);
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
