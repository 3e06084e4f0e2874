// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/ui_test.h"
#include "ui/shell/last_workspace.h"
#include "ui/workspace/workspace_document.h"

using namespace joinery;
using joinery::test::kPatience;
using joinery::test::s;

/// The workspace that was open is open again at the next start.
class TestLastWorkspace : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cleanup() { QSettings().clear(); }
  void opensWhatWasOpen();
  void opensNothingWhereThatIsNotWanted();
  void tellsOnceOfOneThatIsGone();
  void forgetsOneThatWasClosed();

 private:
  /// Opens a workspace, which is remembered, as a run of the program does.
  void run();
  QTemporaryDir m_folder;
  QString m_path = m_folder.filePath(s("w.joinery"));
};

void TestLastWorkspace::run() {
  QAction wanted;
  ui::WorkspaceDocument document;
  new ui::LastWorkspace(&document, &wanted);
  QVERIFY(wanted.isChecked());
  QSignalSpy saved(&document, &ui::WorkspaceDocument::saved);
  document.saveAs(m_path);
  QVERIFY(saved.wait(kPatience));
  // Dropped when the window closes.
  document.clear();
}

void TestLastWorkspace::opensWhatWasOpen() {
  run();
  for (int start = 0; start < 2; ++start) {
    QAction wanted;
    ui::WorkspaceDocument document;
    new ui::LastWorkspace(&document, &wanted);
    QSignalSpy opened(&document, &ui::WorkspaceDocument::opened);
    ui::LastWorkspace::reopen(document);
    QVERIFY(opened.wait(kPatience));
    QCOMPARE(document.path(), m_path);
  }
}

void TestLastWorkspace::opensNothingWhereThatIsNotWanted() {
  run();
  QAction wanted;
  ui::WorkspaceDocument document;
  new ui::LastWorkspace(&document, &wanted);
  wanted.setChecked(false);
  ui::LastWorkspace::reopen(document);
  QVERIFY(!document.isBusy());
  wanted.setChecked(true);
  ui::LastWorkspace::reopen(document);
  QVERIFY(document.isBusy());
}

void TestLastWorkspace::tellsOnceOfOneThatIsGone() {
  run();
  QVERIFY(QFile::remove(m_path));
  QAction wanted;
  ui::WorkspaceDocument document;
  new ui::LastWorkspace(&document, &wanted);
  QSignalSpy failed(&document, &ui::WorkspaceDocument::failed);
  ui::LastWorkspace::reopen(document);
  QVERIFY(failed.wait(kPatience));
  ui::LastWorkspace::reopen(document);
  QVERIFY(!document.isBusy());
}

void TestLastWorkspace::forgetsOneThatWasClosed() {
  run();
  ui::LastWorkspace::forget();
  ui::WorkspaceDocument document;
  ui::LastWorkspace::reopen(document);
  QVERIFY(!document.isBusy());
}

JOINERY_TEST(TestLastWorkspace)
#include "tst_last_workspace.moc"
