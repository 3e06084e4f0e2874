// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "orm/query/relationship_renames.h"
#include "tests/support/test_program.h"

using namespace joinery;

namespace {

/// An album's artist is called by, a track's album is called on; an artist's albums and an album's tracks keep their names.
RelationshipRenames renames() {
  using Step = RelationshipRenames::Step;
  return RelationshipRenames([](const std::string& model, const std::string& name) -> std::optional<Step> {
    if (model == "album" && name == "artist") return Step{"by", "artist"};
    if (model == "track" && name == "album") return Step{"on", "album"};
    if (model == "artist" && name == "albums") return Step{"albums", "album"};
    if (model == "album" && name == "tracks") return Step{"tracks", "track"};
    return {};
  });
}

}  // namespace

class TestRelationshipRenames : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aFilterAsksTheSame_data();
  void aFilterAsksTheSame();
  void pathsAndSortsFollow();
  void prunedPathsFollowWithTheirFilters();
};

void TestRelationshipRenames::aFilterAsksTheSame_data() {
  QTest::addColumn<QByteArray>("before");
  QTest::addColumn<QByteArray>("after");
  const auto row = [](const char* name, const char* before, const char* after) { QTest::newRow(name) << QByteArray(before) << QByteArray(after); };
  row("some", R"({"artist":{"name":"Nina"},"title":"artist"})", R"({"by":{"name":"Nina"},"title":"artist"})");
  row("none related", R"({"artist":null})", R"({"by":null})");
  row("each of a list", R"({"tracks":[{"album":{"artist":{"id":1}}},{"name":"x"}]})", R"({"tracks":[{"on":{"by":{"id":1}}},{"name":"x"}]})");
  row("quantified", R"({"tracks":{"$every":{"album":{"id":1}},"$off":{"album":null}}})", R"({"tracks":{"$every":{"on":{"id":1}},"$off":{"on":null}}})");
  row("counted", R"({"tracks":{"$count":{"$gt":2},"$of":{"album":{}}}})", R"({"tracks":{"$count":{"$gt":2},"$of":{"on":{}}}})");
  row("logical", R"({"$or":[{"artist":{"id":1}},{"$not":{"artist":null}}],"$off":{"artist":{}}})", R"({"$or":[{"by":{"id":1}},{"$not":{"by":null}}],"$off":{"by":{}}})");
  row("values stay", R"({"title":{"$in":["artist",{"artist":1}]},"notes.$.artist":"x"})", R"({"title":{"$in":["artist",{"artist":1}]},"notes.$.artist":"x"})");
  row("half written", R"([1])", R"([1])");
}

void TestRelationshipRenames::aFilterAsksTheSame() {
  QFETCH(const QByteArray, before);
  QFETCH(const QByteArray, after);
  QCOMPARE(QByteArray::fromStdString(renames().filter(Json::parse(before.toStdString()), "album").dump()), after);
}

void TestRelationshipRenames::pathsAndSortsFollow() {
  QCOMPARE(renames().path("tracks.album.artist", "album"), std::string("tracks.on.by"));
  QCOMPARE(renames().path("-artist.name:last", "album"), std::string("-by.name:last"));
  QCOMPARE(renames().path("+title", "album"), std::string("+title"));
  QCOMPARE(renames().paths({"artist", "a.b", ""}, "album"), (std::vector<std::string>{"by", "a.b", ""}));
}

void TestRelationshipRenames::prunedPathsFollowWithTheirFilters() {
  const Json prune = Json::parse(R"({"tracks.album":{"artist":{"id":1}},"tracks":{"name":"x"}})");
  QCOMPARE(renames().prune(prune, "album").dump(), std::string(R"({"tracks.on":{"by":{"id":1}},"tracks":{"name":"x"}})"));
}

JOINERY_TEST(TestRelationshipRenames)
#include "tst_relationship_renames.moc"
