// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileDialog>

#include "ui/connections/open_dialog.h"
#include "ui/widgets/file_dialog.h"

namespace joinery::ui {

void chooseDatabaseFile(QWidget* parent, std::function<void(const QString& path)> chosen) {
  auto* dialog = makeFileDialog(parent, QFileDialog::tr("Open database"));
  dialog->setFileMode(QFileDialog::ExistingFile);
  dialog->setNameFilters({QFileDialog::tr("Databases (*.db *.sqlite *.sqlite3 *.db3 *.s3db *.gpkg)"),
                          QFileDialog::tr("All files (*)")});
  QObject::connect(dialog, &QFileDialog::fileSelected, dialog, chosen);
  dialog->open();
}

}  // namespace joinery::ui
