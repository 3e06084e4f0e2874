// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractFileIconProvider>
#include <QFileDialog>
#include <QRegularExpression>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/widgets/file_dialog.h"

using namespace joinery;
using namespace joinery::test;

class TstFileDialog : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void hasIconsWithoutAThemeOfThem();
};

/// The places beside the files have no picture else, and Qt complains of it.
void TstFileDialog::hasIconsWithoutAThemeOfThem() {
  QTest::failOnWarning(QRegularExpression(s("null pixmap")));
  QWidget window;
  const QFileDialog* dialog = ui::makeFileDialog(&window, s("Save"));
  using Icons = QAbstractFileIconProvider;
  for (const auto type : {Icons::Computer, Icons::Desktop, Icons::Trashcan, Icons::Network, Icons::Drive, Icons::Folder, Icons::File})
    QVERIFY2(!dialog->iconProvider()->icon(type).pixmap(16).isNull(), qPrintable(QString::number(type)));
}

JOINERY_TEST(TstFileDialog)
#include "tst_file_dialog.moc"
