// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractFileIconProvider>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>

#include "ui/connections/open_dialog.h"

namespace joinery::ui {

namespace {

/// Icons and types by what a name says: the dialog's own provider opens every file that it lists, and closing a
/// database file behind SQLite's back drops its locks.
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

QFileDialog* makeDialog(QWidget* parent, const QString& title) {
  static NameOnlyIconProvider iconProvider;
  auto* dialog = new QFileDialog(parent, title);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  // A native dialog would look into the files.
  dialog->setOption(QFileDialog::DontUseNativeDialog);
  dialog->setIconProvider(&iconProvider);
  return dialog;
}

/// "csv" of "Comma-separated values (*.csv)".
QString endingOf(const QString& filter) { return filter.section(QStringLiteral("*."), 1).section(QRegularExpression(QStringLiteral("[ )]")), 0, 0); }

}  // namespace

void chooseFileToWrite(QWidget* parent, const QString& title, const QStringList& filters, std::function<void(const QString& path)> chosen) {
  QFileDialog* dialog = makeDialog(parent, title);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters(filters);
  dialog->setDefaultSuffix(endingOf(filters.first()));
  QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) { dialog->setDefaultSuffix(endingOf(filter)); });
  QObject::connect(dialog, &QFileDialog::fileSelected, dialog, chosen);
  dialog->open();
}

void chooseDatabaseFile(QWidget* parent, std::function<void(const QString& path)> chosen) {
  QFileDialog* dialog = makeDialog(parent, QFileDialog::tr("Open database"));
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilters({QFileDialog::tr("Databases (*.db *.sqlite *.sqlite3 *.db3 *.s3db *.gpkg)"),
                          QFileDialog::tr("All files (*)")});
  QObject::connect(dialog, &QFileDialog::fileSelected, dialog, chosen);
  dialog->open();
}

}  // namespace joinery::ui
