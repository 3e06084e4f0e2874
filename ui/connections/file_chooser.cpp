// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/file_chooser.h"

#include <QAbstractFileIconProvider>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>

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

/// "csv" of "Comma-separated values (*.csv)".
QString endingOf(const QString& filter) { return filter.section(QStringLiteral("*."), 1).section(QRegularExpression(QStringLiteral("[ )]")), 0, 0); }

/// A name without an ending gets the filter's.
void addEndings(QFileDialog* dialog, const QStringList& filters) {
  dialog->setDefaultSuffix(endingOf(filters.value(0)));
  QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) { dialog->setDefaultSuffix(endingOf(filter)); });
}

}  // namespace

void chooseFile(QWidget* parent, const FileChoice& choice, std::function<void(const QString& path)> chosen) {
  static NameOnlyIconProvider iconProvider;
  const bool isSave = choice.purpose == FileChoice::Purpose::Save;
  auto* dialog = new QFileDialog(parent, choice.title);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  // A native dialog would look into the files.
  dialog->setOption(QFileDialog::DontUseNativeDialog);
  dialog->setIconProvider(&iconProvider);
  dialog->setFileMode(isSave ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
  dialog->setAcceptMode(isSave ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
  dialog->setNameFilters(choice.filters);
  if (isSave) addEndings(dialog, choice.filters);
  if (!choice.start.isEmpty()) dialog->selectFile(choice.start);
  QObject::connect(dialog, &QFileDialog::fileSelected, dialog, chosen);
  dialog->open();
}

void chooseDatabaseFile(QWidget* parent, std::function<void(const QString& path)> chosen) {
  chooseFile(parent, {QFileDialog::tr("Open database"), {QFileDialog::tr("Databases (*.db *.sqlite *.sqlite3 *.db3 *.s3db *.gpkg)"), QFileDialog::tr("All files (*)")}}, std::move(chosen));
}

}  // namespace joinery::ui
