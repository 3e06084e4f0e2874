// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <functional>

#include "orm/core/db_error.h"
#include "orm/revision/revision_folder.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;

/// Revisions as files beside a workspace.
class RevisionFolderTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void noFolderIsNoRevisions();
  void whatIsAddedIsRead();
  void numbersGoOnBehindTheHighest();
  void namesComeFromMessages_data();
  void namesComeFromMessages();
  void mistakesAreToldByFileAndPlace_data();
  void mistakesAreToldByFileAndPlace();
  void whatDoesNotFitIsNotWritten();
  void aFileThatIsThereStays();
  void twoHeadsAreNamed();

 private:
  RevisionFolder folder() const { return RevisionFolder::beside(m_folder->filePath(QStringLiteral("shop.joinery")).toStdString()); }
  QStringList names() const { return QDir(m_folder->filePath(QStringLiteral("revisions"))).entryList(QDir::Files | QDir::Hidden, QDir::Name); }
  void write(const char* name, const QByteArray& text) const {
    QDir(m_folder->path()).mkpath(QStringLiteral("revisions"));
    QFile file(m_folder->filePath(QStringLiteral("revisions/") + QString::fromUtf8(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
  }
  static DbError errorOf(const std::function<void()>& function) {
    try {
      function();
    } catch (const DbError& error) {
      return error;
    }
    return DbError(ErrorKind::NoResult, "nothing was thrown");
  }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void RevisionFolderTest::noFolderIsNoRevisions() {
  QVERIFY(folder().files().empty());
  QCOMPARE(folder().chain().head(), std::string());
  QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 0);
}

void RevisionFolderTest::whatIsAddedIsRead() {
  const RenameColumn rename{QualifiedName("Album"), "Title", "Name"};
  const Operations up{rename, DataStep{"VACUUM", {}, false}};
  const auto added = folder().add({"", "", "Names of albums", up, inverse(up), {rename}});
  QCOMPARE(names(), QStringList{QStringLiteral("0001_names_of_albums.json")});
  QCOMPARE(added.revision.id.size(), std::size_t{12});
  const auto second = folder().add({"", added.revision.id, "", {}, {}});
  QCOMPARE(names().last(), QStringLiteral("0002_revision.json"));
  QVERIFY(second.revision.id != added.revision.id);
  const RevisionChain chain = folder().chain();
  QCOMPARE(chain.head(), second.revision.id);
  const Revision& read = *chain.find(added.revision.id);
  QVERIFY(read.up == up && read.down == inverse(up) && read.renames == Operations{rename});
  QCOMPARE(read.message, std::string("Names of albums"));
}

void RevisionFolderTest::numbersGoOnBehindTheHighest() {
  write("0007_a.json", R"({"version": 1, "id": "a", "up": []})");
  write("12345_b.json", R"({"version": 1, "id": "b", "parent": "a", "up": []})");
  write("no_number.json", R"({"version": 1, "id": "c", "parent": "b", "up": []})");
  write("README.md", "what this is");
  QCOMPARE(folder().files().size(), std::size_t{3});
  folder().add({"d", "c", "next", {}, {}});
  QVERIFY(names().contains(QStringLiteral("12346_next.json")));
}

void RevisionFolderTest::namesComeFromMessages_data() {
  QTest::addColumn<QByteArray>("message");
  QTest::addColumn<QByteArray>("name");
  QTest::newRow("words") << QByteArray("Names of Albums!") << QByteArray("names_of_albums");
  QTest::newRow("letters of any script") << QByteArray("Größe der Läden — 商店") << QByteArray("größe_der_läden_商店");
  QTest::newRow("a path") << QByteArray("../../etc/passwd") << QByteArray("etc_passwd");
  QTest::newRow("none") << QByteArray("  !?\n\x1b[0m") << QByteArray("0m");
  QTest::newRow("empty") << QByteArray("") << QByteArray("revision");
  QTest::newRow("long") << QByteArray(500, 'x') << QByteArray(40, 'x');
  QTest::newRow("no UTF-8") << QByteArray("a\xff\xfe") << QByteArray("a");
}

void RevisionFolderTest::namesComeFromMessages() {
  QFETCH(const QByteArray, message);
  QTEST(QByteArray::fromStdString(fileNameOf(message.toStdString())), "name");
}

void RevisionFolderTest::mistakesAreToldByFileAndPlace_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QByteArray>("told");
  QTest::newRow("no JSON") << QByteArray("{\"id\": ") << QByteArray("0002_bad.json: ");
  QTest::newRow("an operation") << QByteArray(R"({"version": 1, "id": "b", "parent": "a", "up": [{"op": "explode"}]})") << QByteArray("0002_bad.json: revision at /up/0");
  QTest::newRow("no id") << QByteArray(R"({"version": 1, "up": []})") << QByteArray("0002_bad.json: revision");
  QTest::newRow("head as an id") << QByteArray(R"({"version": 1, "id": "head", "parent": "a", "up": []})") << QByteArray("0002_bad.json: revision at /id");
  QTest::newRow("an id that is there") << QByteArray(R"({"version": 1, "id": "a", "parent": "a", "up": []})") << QByteArray("0002_bad.json: its id a is that of 0001_good.json");
  QTest::newRow("too deep") << QByteArray(R"({"version": 1, "id": "b", "up": )") + QByteArray(300, '[') + QByteArray(300, ']') + "}" << QByteArray("0002_bad.json: ");
}

void RevisionFolderTest::mistakesAreToldByFileAndPlace() {
  QFETCH(const QByteArray, text);
  QFETCH(const QByteArray, told);
  write("0001_good.json", R"({"version": 1, "id": "a", "up": []})");
  write("0002_bad.json", text);
  const DbError error = errorOf([&] { folder().chain(); });
  QVERIFY2(QByteArray::fromStdString(error.message()).contains(told), error.what());
}

void RevisionFolderTest::whatDoesNotFitIsNotWritten() {
  folder().add({"a", "", "", {}, {}});
  QCOMPARE(errorOf([&] { folder().add({"a", "a", "", {}, {}}); }).kind(), ErrorKind::InvalidRequest);
  QCOMPARE(errorOf([&] { folder().add({"b", "none", "", {}, {}}); }).kind(), ErrorKind::InvalidRequest);
  QCOMPARE(errorOf([&] { folder().add({"no id!", "a", "", {}, {}}); }).kind(), ErrorKind::Argument);
  QCOMPARE(names().size(), 1);
}

void RevisionFolderTest::aFileThatIsThereStays() {
  // A file that is none of the revisions has the name that comes next.
  QDir(m_folder->path()).mkpath(QStringLiteral("revisions/0001_a.json"));
  const DbError error = errorOf([&] { folder().add({"a", "", "a", {}, {}}); });
  QVERIFY2(error.kind() == ErrorKind::CannotOpen, error.what());
  QDir(m_folder->path()).rmdir(QStringLiteral("revisions/0001_a.json"));
  folder().add({"a", "", "a", {}, {}});
  QCOMPARE(names(), QStringList{QStringLiteral("0001_a.json")});
}

void RevisionFolderTest::twoHeadsAreNamed() {
  folder().add({"a", "", "", {}, {}});
  folder().add({"mine", "a", "", {}, {}});
  folder().add({"yours", "a", "", {}, {}});
  const DbError error = errorOf([&] { folder().chain().head(); });
  QCOMPARE(QByteArray(error.what()), QByteArray("there are several heads: mine, yours"));
  QVERIFY(error.hint.find("\"parent\"") != std::string::npos);
}

JOINERY_TEST(RevisionFolderTest)
#include "tst_revision_folder.moc"
