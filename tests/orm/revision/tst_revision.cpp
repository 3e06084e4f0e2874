// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <functional>

#include "orm/core/db_error.h"
#include "orm/revision/revision.h"
#include "tests/support/test_program.h"

using namespace joinery;
using namespace joinery::migration;

/// Revisions and their chain.
class RevisionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void comesBackFromItsFile();
  void keepsWhatItDoesNotKnow();
  void withoutAWayBackThatIsTheInverse();
  void saysWhatIsLost();
  void mistakesAreToldByTheirPlace_data();
  void mistakesAreToldByTheirPlace();
  void standsInOrderWithItsHeads();
  void idsAreToldByTheirBeginnings();
  void leadsForwardAndBack_data();
  void leadsForwardAndBack();
  void brokenChainsAreRefused_data();
  void brokenChainsAreRefused();
};

namespace {

Revision revision(const char* id, const char* parent) { return {id, parent, "", {}, {}}; }

/// first ← second ← third, second ← other
RevisionChain branched() { return RevisionChain({revision("third", "second"), revision("other", "second"), revision("second", "first"), revision("first", "")}); }

Revision read(const Json& json) { return revisionFromJson(JsonPlace(json, "revision")); }

QByteArray messageOf(const std::function<void()>& function) {
  try {
    function();
  } catch (const DbError& error) {
    return QByteArray::fromStdString(error.message());
  }
  return "nothing was thrown";
}

}  // namespace

void RevisionTest::comesBackFromItsFile() {
  const RenameColumn rename{QualifiedName("Album"), "Title", "Name"};
  const Revision written{"0002", "0001", "names of albums", {rename, DataStep{"UPDATE Album SET Name = trim(Name)"}}, {inverse(rename)}, {rename}};
  const Revision back = read(parseJson(revisionToJson(written).dump()));
  QCOMPARE(back.id, written.id);
  QCOMPARE(back.parent, written.parent);
  QCOMPARE(back.message, written.message);
  QVERIFY(back.up == written.up && back.down == written.down && back.renames == written.renames);
}

void RevisionTest::keepsWhatItDoesNotKnow() {
  const Json json = parseJson(R"({"version": 1, "id": "a", "reviewed_by": "Ada", "up": []})");
  QCOMPARE(revisionToJson(read(json))["reviewed_by"].get<std::string>(), std::string("Ada"));
}

void RevisionTest::withoutAWayBackThatIsTheInverse() {
  const Json json = parseJson(R"({"version": 1, "id": "a", "up": [{"op": "add_schema", "name": "x"}, {"op": "add_schema", "name": "y"}]})");
  QVERIFY(read(json).down == (Operations{DropSchema{"y"}, DropSchema{"x"}}));
}

void RevisionTest::saysWhatIsLost() {
  schema::Column column;
  column.name = "c";
  const Revision losing{"a", "", "", {DropColumn{QualifiedName("t"), column, {}}, RenameColumn{QualifiedName("t"), "a", "b"}, DataStep{"DELETE FROM t"}}, {}};
  QVERIFY(losing.losses() == (std::vector<std::string>{"Drop column t.c: the values of t.c are gone", "Run DELETE FROM t: the step with data has no SQL for the way back"}));
}

void RevisionTest::mistakesAreToldByTheirPlace_data() {
  QTest::addColumn<QByteArray>("document");
  QTest::addColumn<QByteArray>("message");
  const auto row = [](const char* document, const char* message) { QTest::newRow(message) << QByteArray(document) << QByteArray(message); };
  row(R"({"id": "a", "up": []})", "revision: \"version\" is missing");
  row(R"({"version": 2, "id": "a", "up": []})", "revision at /version: it takes a whole number from 1 to 1, not 2");
  row(R"({"version": 1, "id": "../a", "up": []})", "revision at /id: \"../a\" is no id of a revision");
  row(R"({"version": 1, "id": "a", "parent": "b c", "up": []})", "revision at /parent: \"b c\" is no id of a revision");
  row(R"({"version": 1, "id": "a", "up": [{"op": "fly"}]})", "revision at /up/0/op: there is no operation \"fly\"");
}

void RevisionTest::mistakesAreToldByTheirPlace() {
  QFETCH(const QByteArray, document);
  QFETCH(const QByteArray, message);
  const Json json = parseJson(document.toStdString());
  QCOMPARE(messageOf([&] { read(json); }), message);
}

void RevisionTest::standsInOrderWithItsHeads() {
  const RevisionChain chain = branched();
  QCOMPARE(chain.revisions()[0].id, std::string("first"));
  QCOMPARE(chain.revisions()[1].id, std::string("second"));
  QVERIFY(chain.heads() == (std::vector<std::string>{"other", "third"}));
  QCOMPARE(messageOf([&] { chain.head(); }), QByteArray("there are several heads: other, third"));
  QCOMPARE(RevisionChain({revision("b", "a"), revision("a", "")}).head(), std::string("b"));
  QCOMPARE(RevisionChain({}).head(), std::string());
}

void RevisionTest::idsAreToldByTheirBeginnings() {
  const RevisionChain chain = branched();
  QCOMPARE(chain.idOf("f"), std::string("first"));
  QCOMPARE(chain.idOf("second"), std::string("second"));
  QCOMPARE(chain.idOf("base"), std::string());
  QCOMPARE(RevisionChain({revision("first", ""), revision("fir", "first")}).idOf("fir"), std::string("fir"));
  QCOMPARE(RevisionChain({revision("a", "")}).idOf("head"), std::string("a"));
  QCOMPARE(messageOf([&] { chain.idOf("head"); }), QByteArray("there are several heads: other, third"));
  QCOMPARE(messageOf([&] { chain.idOf("x"); }), QByteArray("there is no revision x"));
  QCOMPARE(messageOf([] { RevisionChain({revision("ab", ""), revision("ac", "ab")}).idOf("a"); }), QByteArray("a may be several revisions: ab, ac"));
}

void RevisionTest::leadsForwardAndBack_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  QTest::addColumn<QByteArray>("steps");
  const auto row = [](const char* from, const char* to, const char* steps) { QTest::addRow("%s to %s", from, to) << QByteArray(from) << QByteArray(to) << QByteArray(steps); };
  row("", "third", "+first +second +third");
  row("third", "", "-third -second -first");
  row("third", "other", "-third +other");
  row("first", "first", "");
  row("second", "third", "+third");
}

void RevisionTest::leadsForwardAndBack() {
  QFETCH(const QByteArray, from);
  QFETCH(const QByteArray, to);
  QFETCH(const QByteArray, steps);
  const RevisionChain chain = branched();
  std::string text;
  for (const auto& step : chain.path(from.toStdString(), to.toStdString())) text += (text.empty() ? "" : " ") + std::string(step.direction == RevisionChain::Direction::Up ? "+" : "-") + step.revision->id;
  QCOMPARE(QByteArray::fromStdString(text), steps);
  QCOMPARE(messageOf([&] { chain.path("gone", ""); }), QByteArray("there is no revision gone"));
}

void RevisionTest::brokenChainsAreRefused_data() {
  QTest::addColumn<QByteArray>("links");
  QTest::addColumn<QByteArray>("message");
  QTest::newRow("twice") << QByteArray("a: a:") << QByteArray("the revision a is there twice");
  QTest::newRow("no parent") << QByteArray("a: c:b") << QByteArray("the revision c follows b, which is not there");
  QTest::newRow("two beginnings") << QByteArray("a: b:") << QByteArray("several revisions follow none: a, b");
  QTest::newRow("a circle") << QByteArray("a: b:c c:b") << QByteArray("some revisions follow each other in a circle");
  QTest::newRow("of itself") << QByteArray("a:a") << QByteArray("some revisions follow each other in a circle");
}

void RevisionTest::brokenChainsAreRefused() {
  QFETCH(const QByteArray, links);
  QFETCH(const QByteArray, message);
  std::vector<Revision> revisions;
  for (const QByteArray& link : links.split(' ')) revisions.push_back(revision(link.split(':').at(0).constData(), link.split(':').at(1).constData()));
  QCOMPARE(messageOf([&] { RevisionChain chain(revisions); }), message);
}

JOINERY_TEST(RevisionTest)
#include "tst_revision.moc"
