// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "orm/core/db_error.h"
#include "orm/core/input_file.h"
#include "orm/core/output_file.h"
#include "tests/support/test_program.h"

using namespace joinery;

/// Files that are written whole or not at all, and read whole.
class OutputFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aFileThatIsThereIsReplacedOrKept();
  void aFileThatComesMeanwhileIsKept();
  void whatIsReadIsWholeAndCapped();

 private:
  static std::string write(const std::string& path, const char* text, OutputFile::Existing existing, const std::string& meanwhile = {}) {
    try {
      OutputFile file(path, existing);
      file.write(text);
      if (!meanwhile.empty()) write(meanwhile, "another's", OutputFile::Existing::Replaced);
      file.commit();
      return {};
    } catch (const DbError& error) {
      return error.message();
    }
  }
};

void OutputFileTest::aFileThatIsThereIsReplacedOrKept() {
  const QTemporaryDir folder;
  const std::string path = folder.filePath(QStringLiteral("a")).toStdString();
  QCOMPARE(write(path, "one", OutputFile::Existing::Kept), std::string());
  QCOMPARE(write(path, "two", OutputFile::Existing::Replaced), std::string());
  QCOMPARE(write(path, "three", OutputFile::Existing::Kept), path + " can't be written: there is a file of that name, which is kept");
  QCOMPARE(fileContents(path, 100, "it"), std::string("two"));
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void OutputFileTest::aFileThatComesMeanwhileIsKept() {
  const QTemporaryDir folder;
  const std::string path = folder.filePath(QStringLiteral("a")).toStdString();
  QCOMPARE(write(path, "mine", OutputFile::Existing::Kept, path), path + " can't be written: there is a file of that name, which is kept");
  QCOMPARE(fileContents(path, 100, "it"), std::string("another's"));
  QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void OutputFileTest::whatIsReadIsWholeAndCapped() {
  const QTemporaryDir folder;
  const std::string path = folder.filePath(QStringLiteral("a")).toStdString();
  const std::string text(3 << 20U, 'x');
  write(path, text.c_str(), OutputFile::Existing::Kept);
  QCOMPARE(fileContents(path, text.size(), "it").size(), text.size());
  for (const std::string& wrong : {path, folder.path().toStdString(), path + "none", std::string("/dev/zero")}) {
    try {
      fileContents(wrong, 2 << 20U, "it");
      QFAIL(("nothing was thrown for " + wrong).c_str());
    } catch (const DbError& error) {
      QCOMPARE(error.kind(), ErrorKind::CannotOpen);
      if (wrong == path) QVERIFY2(error.message().ends_with("it has 3 MiB, and it up to 2 MiB"), error.what());
    }
  }
}

JOINERY_TEST(OutputFileTest)
#include "tst_output_file.moc"
