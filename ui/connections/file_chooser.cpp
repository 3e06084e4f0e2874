// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/file_chooser.h"

#include <QFileDialog>
#include <QRegularExpression>

#include "ui/widgets/file_dialog.h"

namespace joinery::ui {

namespace {

/// "csv" of "Comma-separated values (*.csv)".
QString endingOf(const QString& filter) { return filter.section(QStringLiteral("*."), 1).section(QRegularExpression(QStringLiteral("[ )]")), 0, 0); }

/// A name without an ending gets the filter's.
void addEndings(QFileDialog* dialog, const QStringList& filters) {
  dialog->setDefaultSuffix(endingOf(filters.value(0)));
  QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) { dialog->setDefaultSuffix(endingOf(filter)); });
}

}  // namespace

void chooseFile(QWidget* parent, const FileChoice& choice, std::function<void(const QString& path)> chosen) {
  const bool isSave = choice.purpose == FileChoice::Purpose::Save;
  auto* dialog = makeFileDialog(parent, choice.title);
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
